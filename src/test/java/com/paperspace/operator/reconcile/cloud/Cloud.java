package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A cloud in memory behind {@link External}: answers what a table needs, and refuses the rest. */
public final class Cloud {
  /** Where everything lies. */
  public static final String SCOPE = "everywhere";

  public final List<Thing> there = new ArrayList<>();

  /** Fields of references whose cloud object is gone. */
  public final Set<String> lost = new HashSet<>();

  /** The natural key of what is looked for; null for a kind without one. */
  public String key;

  /** Whether all ids are of one scope. */
  public boolean oneScope = true;

  public boolean repeatable;
  public List<Reference> references = List.of();
  public String rest;

  /** What every call of the API ends with; null when it is answered. */
  public RuntimeException failure;

  /** Calls of the API until now. */
  public int calls;

  /** Something in the cloud; {@code createdAt} null when the API does not say. */
  public record Thing(String id, String name, Instant createdAt) {}

  /** Adds something. */
  public Thing add(String id, String name, Instant createdAt) {
    var thing = new Thing(id, name, createdAt);
    there.add(thing);
    return thing;
  }

  /** The cloud as one pass sees it. */
  @SuppressWarnings("unchecked")
  public External<Thing> of(Reconciliation<?, ?> pass) {
    return (External<Thing>)
        Proxy.newProxyInstance(
            Cloud.class.getClassLoader(),
            new Class<?>[] {External.class},
            (self, method, args) -> answer(pass, method.getName(), args));
  }

  private Object answer(Reconciliation<?, ?> pass, String method, Object[] args) {
    return switch (method) {
      case "pass" -> pass;
      case "type" -> PaperspaceProject.class;
      case "name" -> ((PaperspaceProject.Spec) pass.resource.getSpec()).name();
      case "scope" -> SCOPE;
      case "sameScope" -> oneScope;
      case "naturalKey" -> Optional.ofNullable(key);
      case "isRepeatable" -> repeatable;
      case "references" -> references;
      case "leavesBehind" -> Optional.ofNullable(rest);
      case "identity" -> identity((Thing) args[0]);
      default -> asked(method, args[0]);
    };
  }

  private static Identity identity(Thing thing) {
    return new Identity(thing.id(), thing.name(), thing.createdAt());
  }

  private Object asked(String method, Object what) {
    calls++;
    if (failure != null) {
      throw failure;
    }
    return switch (method) {
      case "list" -> what.equals(SCOPE) ? List.copyOf(there) : List.of();
      case "get" -> there.stream().filter(it -> it.id().equals(what)).findFirst();
      case "byKey" -> there.stream().filter(it -> what.equals(SCOPE + "/" + it.name())).findFirst();
      case "exists" -> !lost.contains(((Reference) what).field());
      default -> throw new UnsupportedOperationException(method);
    };
  }
}
