package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.PaperspaceAccount;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Connects JOSDK's queue and informer to the account engine; decides nothing. */
final class AccountReconciler implements Reconciler<PaperspaceAccount> {
  private final AccountEngine engine;
  private final Platform platform;
  private final Alarms<PaperspaceAccount> alarms;

  AccountReconciler(Platform platform, Timers timers) {
    this.platform = platform;
    this.engine = new AccountEngine(platform);
    this.alarms = new Alarms<>(PaperspaceAccount.class, timers);
  }

  @Override
  public List<EventSource<?, PaperspaceAccount>> prepareEventSources(
      EventSourceContext<PaperspaceAccount> context) {
    platform
        .estate()
        .add(PaperspaceAccount.class, context.getPrimaryCache(), AccountReconciler::uses, alarms);
    return List.of(alarms);
  }

  private static List<String> uses(PaperspaceAccount account) {
    return account.getSpec() == null || account.getSpec().secretRef() == null
        ? List.of()
        : List.of(
            Key.secret(account.getMetadata().getNamespace(), account.getSpec().secretRef().name()));
  }

  @Override
  public UpdateControl<PaperspaceAccount> reconcile(
      PaperspaceAccount account, Context<PaperspaceAccount> context) {
    var id = ResourceID.fromResource(account);
    var metadata = account.getMetadata();
    if (context.isPrimaryResourceDeleted()) {
      alarms.cancel(id);
      platform.writer().forget(metadata.getUid());
      platform.memory().forget(metadata.getUid());
      platform.estate().wakeUsers(Key.account(metadata.getNamespace(), metadata.getName()));
      return UpdateControl.noUpdate();
    }
    engine.pass(account).ifPresentOrElse(next -> alarms.in(id, next), () -> alarms.cancel(id));
    return UpdateControl.noUpdate();
  }
}
