package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.cluster.Written;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The {@link Memo} of every object, by uid. */
public final class Memos implements KubernetesWriter.Memory {
  private final Map<String, Memo> byUid = new ConcurrentHashMap<>();

  /** That of one object, empty at first. */
  public Memo of(String uid) {
    return byUid.computeIfAbsent(uid, any -> new Memo());
  }

  /** That of one object, where there is one: who only watches has none. */
  public Optional<Memo> find(String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  /** The connection by which the last pass over a resource found nothing left to do. */
  public Optional<Connection> settledBy(HasMetadata resource) {
    return find(resource.getMetadata().getUid()).map(memo -> memo.settledBy);
  }

  @Override
  public Written written(String uid) {
    return of(uid).written;
  }

  @Override
  public Optional<Written> known(String uid) {
    return find(uid).map(memo -> memo.written);
  }

  void forget(String uid) {
    var memo = byUid.remove(uid);
    if (memo != null) {
      memo.unlist();
    }
  }
}
