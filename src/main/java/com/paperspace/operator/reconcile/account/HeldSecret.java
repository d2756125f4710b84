package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cluster.Dependents;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Secret an account holds, as the marks in its status tell.
 *
 * @param print of its content before its deletion was asked for; null when that is not known
 */
record HeldSecret(String namespace, String secret, String print) {
  /** Mark: the Secret that is held. */
  private static final String HELD = "secret";

  /** Where a Secret can still be made: in a namespace that is being deleted none can. */
  static final String WAY_OUT =
      " To end this, put the key into a Secret of another name and name that in spec.secretRef.";

  /** Mark: the print of what the Secret held before its deletion was asked for. */
  private static final String PRINT = "secretPrint";

  /** The one an account holds by these marks, or null. */
  static HeldSecret of(PaperspaceAccount account, Map<String, String> marks) {
    var secret = marks == null ? null : marks.get(HELD);
    return secret == null
        ? null
        : new HeldSecret(account.getMetadata().getNamespace(), secret, marks.get(PRINT));
  }

  /** The one an account names, of whose content nothing is known, or null. */
  static HeldSecret named(PaperspaceAccount account) {
    var spec = account.getSpec();
    return spec == null || spec.secretRef() == null || spec.secretRef().name() == null
        ? null
        : new HeldSecret(account.getMetadata().getNamespace(), spec.secretRef().name(), null);
  }

  /** Marks the Secret that the account names as held. */
  static HeldSecret note(PaperspaceAccount account, Map<String, String> marks) {
    marks.put(HELD, account.getSpec().secretRef().name());
    return of(account, marks);
  }

  /** Marks the content of a Secret that is not being deleted, or that there is none. */
  static void noteContent(Optional<Secret> secret, Map<String, String> marks) {
    forgetContent(marks);
    secret.ifPresent(it -> marks.put(PRINT, SecretPrint.of(it)));
  }

  static void forgetContent(Map<String, String> marks) {
    marks.remove(PRINT);
  }

  /** Whether it was changed after its deletion was asked for; no when that is not known. */
  boolean hasChanged(Secret now) {
    return print != null && !print.equals(SecretPrint.of(now));
  }

  /**
   * Whether it is made again when it is gone: a late change may be a new key, and a Secret too many
   * does less harm than a missing key. One that a controller owns is left to the controller, which
   * writes it again and may fail if it is there.
   */
  boolean isToStay(Secret going) {
    boolean isControlled =
        going.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> Boolean.TRUE.equals(owner.getController()));
    return hasChanged(going) && !isControlled;
  }

  /**
   * Tells people that it is being deleted, until when it stays and what to do.
   *
   * @param users what needs its key
   */
  String farewell(Secret going, List<PaperspaceResource<?, ?>> users) {
    return farewell(
        going,
        users.isEmpty()
            ? "goes now"
            : "is kept only until what needs its key is gone: " + Dependents.named(users));
  }

  /** The same where the account is being deleted too, which tells itself what it waits for. */
  String farewellWithItsAccount(Secret going) {
    return farewell(going, "goes with this account");
  }

  private String farewell(Secret going, String end) {
    boolean isHeld = Metadata.finalizers(going).contains(Annotations.IN_USE_FINALIZER);
    var until = " and " + (isHeld ? end : "was not held by the operator");
    var then =
        isHeld && isToStay(going)
            ? " It was changed since, so it is made again then, with what it holds now."
            : " What is written to it now may go with it.";
    return "Secret " + secret + " is being deleted" + until + "." + then;
  }
}
