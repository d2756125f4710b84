package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

  /** Whether the objects of all resources are in the scope of the one looked at. */
  public boolean inScope = true;

  /** Whether somebody else uses what is to be removed. */
  public boolean inUse;

  /** What is undone before its removal is asked for; null when nothing is. */
  public String before;

  public boolean repeatable;

  /** Whether things tell when they were made. */
  public boolean dated = true;

  /** Whether it is an act that must not happen twice. */
  public boolean oneShot;

  /** Whether things have a name. */
  public boolean named = true;

  /** Ids of what is not as a create leaves it. */
  public final Set<String> unlike = new HashSet<>();

  /** Whether the only free one of a scope is taken for the one that has no name. */
  public boolean foundByScope;

  public List<Reference> references = List.of();
  public String rest;

  /** What every call of the API ends with; null when it is answered. */
  public RuntimeException failure;

  /** What a step is refused with, by how it prints itself; null when it is taken. */
  public Function<String, RuntimeException> refuses = step -> null;

  /** Why its create cannot be sent; null when it can. */
  public RuntimeException unsendable;

  /** Whether the answer to a create names what stood there long before. */
  public boolean old;

  /** Calls of the API until now. */
  public int calls;

  /** What differs, as the next look finds it. */
  public List<Drift> drift = List.of();

  /** Its state, as the next look finds it. */
  public Observation<?> seen = Observation.ready(Reason.Available, "It is there.", null);

  /** Which of the differences that are to be put right the next step carries. */
  public Function<List<Drift>, List<Drift>> carries = todo -> todo;

  /** What the next step makes differ on its way. */
  public Set<String> unsettles = Set.of();

  /** What becomes of the cloud when a step is sent. */
  public Runnable whenSent = () -> {};

  /** What becomes of it while a look has its answer already. */
  public Runnable whenLooked = () -> {};

  /** The event a send begins; null for none. */
  public String event;

  /** Whether a send does what its step says; if not, something is only learned. */
  public boolean carried = true;

  /** Whether a state it is in may be ended for its delete. */
  public boolean clears;

  /** Whether that state ends by itself, so that it is only waited for. */
  public boolean clearsByItself;

  public List<SharedField> decidesOn = List.of();
  public List<SharedField> takes = List.of();
  public List<SharedField> leavesToOthers = List.of();

  /** What only the service can find out; null for a kind without such a thing. */
  public Check check;

  public Map<String, String> outputs = Map.of();
  public String outputSecret;
  public boolean showsAllOutputs = true;
  public String wayOut;

  /** What is put aside; null when nothing is. */
  public PutAside putAside;

  /** The next step on it, the one that puts it back, and the one that lets it be; null for none. */
  public Step<Thing> aside;

  public Step<Thing> back;
  public Step<Thing> letBe;

  /** What has to come before a create; else null. */
  public Observation<?> unmet;

  /** What happens while that is found out. */
  public Runnable whenAsked = () -> {};

  /** Why the object is gone, if nobody took it away; else null. */
  public Observation<?> whyGone;

  /** Whether what was seen of it was noted as gone. */
  public boolean gone;

  /** The steps sent until now, as they print themselves. */
  public final List<String> sent = new ArrayList<>();

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
            (self, method, args) ->
                method.getName().equals("target")
                    ? InvocationHandler.invokeDefault(self, method)
                    : answer(pass, method.getName(), args));
  }

  private Object answer(Reconciliation<?, ?> pass, String method, Object[] args) {
    return switch (method) {
      case "pass" -> pass;
      case "type" -> PaperspaceProject.class;
      case "name" -> ((PaperspaceProject.Spec) pass.resource.getSpec()).name();
      case "scope" -> SCOPE;
      case "sameScope" -> oneScope;
      case "isInScope" -> inScope;
      case "naturalKey" -> Optional.ofNullable(key);
      case "isRepeatable" -> repeatable;
      case "isDated" -> dated;
      case "isOneShot" -> oneShot;
      case "isNamed" -> named;
      case "isOfTeam" -> true;
      case "isAsMade" -> !unlike.contains(((Thing) args[0]).id());
      case "isFoundByScope" -> foundByScope;
      case "references" -> references;
      case "isAside" -> putAside != null;
      case "aside" -> Optional.ofNullable(aside);
      case "putAside" -> Optional.ofNullable(putAside);
      case "putBack" -> Optional.ofNullable(back);
      case "letBe" -> Optional.ofNullable(letBe);
      case "beforeCreate" -> unmet();
      case "whyGone" -> Optional.ofNullable(whyGone);
      case "leavesBehind" -> Optional.ofNullable(rest);
      case "identity" -> identity((Thing) args[0]);
      case "observe" -> seen;
      case "noteGone" -> gone();
      case "diff" -> drift;
      case "wayOut" -> Optional.ofNullable(wayOut);
      case "decidesOn" -> decidesOn;
      case "takes" -> takes;
      case "leavesToOthers" -> leavesToOthers;
      case "check" -> Optional.ofNullable(check);
      case "outputs" -> outputs;
      case "outputSecret" -> outputSecret;
      case "showsAllOutputs" -> showsAllOutputs;
      case "creation" -> creation();
      case "next" -> change((Thing) args[0], args[1]);
      case "beforeDelete" -> before((Thing) args[0]);
      case "deletion" -> step(Step.Kind.DELETE, "delete", List.of(), (Thing) args[0]);
      case "clearForDelete" -> clearing((Thing) args[0]);
      case "send" -> send(pass, (Step<?>) args[0], args.length > 1 ? (Runnable) args[1] : () -> {});
      default -> asked(method, args[0]);
    };
  }

  private Object unmet() {
    whenAsked.run();
    return Optional.ofNullable(unmet);
  }

  @SuppressWarnings("unchecked")
  private Step<Thing> change(Thing remote, Object todo) {
    var carried = carries.apply((List<Drift>) todo);
    var fields = String.join(" ", carried.stream().map(Drift::field).toList());
    return step(Step.Kind.CHANGE, "change " + fields, carried, remote);
  }

  private Optional<Step<Thing>> clearing(Thing remote) {
    return clears
        ? Optional.of(
            step(clearsByItself ? Step.Kind.NOTE : Step.Kind.DETOUR, "clear", List.of(), remote))
        : Optional.empty();
  }

  private Optional<Step<Thing>> before(Thing remote) {
    if (inUse) {
      throw new InUseException("Somebody uses it. Ask.");
    }
    return Optional.ofNullable(before)
        .map(words -> step(Step.Kind.DETOUR, words, List.of(), remote));
  }

  private Object gone() {
    gone = true;
    return null;
  }

  private Step<Thing> creation() {
    if (unsendable != null) {
      throw unsendable;
    }
    return step(Step.Kind.CREATE, "create", List.of(), null);
  }

  /** A create adds what it makes; nothing else changes what is there. */
  private Step<Thing> step(Step.Kind kind, String words, List<Drift> carries, Thing remote) {
    return new Step<>(
        kind,
        words,
        carries,
        false,
        unsettles,
        null,
        api -> {
          var left = remote == null ? add("made", "p", old ? Instant.EPOCH : null) : remote;
          return new Outcome<>(left, event, Map.of(), carried);
        });
  }

  private Outcome<?> send(Reconciliation<?, ?> pass, Step<?> step, Runnable check) {
    check.run();
    calls++;
    sent.add(step.toString());
    var refusal = failure != null ? failure : refuses.apply(step.toString());
    if (refusal != null) {
      throw refusal;
    }
    pass.memo.lastWrite = pass.steady;
    whenSent.run();
    return step.call().send(null);
  }

  private static Identity identity(Thing thing) {
    return new Identity(thing.id(), thing.name(), thing.createdAt());
  }

  private Object asked(String method, Object what) {
    calls++;
    if (failure != null) {
      throw failure;
    }
    var answer = shown(method, what);
    whenLooked.run();
    return answer;
  }

  private Object shown(String method, Object what) {
    return switch (method) {
      case "list" -> what.equals(SCOPE) ? List.copyOf(there) : List.of();
      case "get" -> there.stream().filter(it -> it.id().equals(what)).findFirst();
      case "byKey" -> there.stream().filter(it -> what.equals(SCOPE + "/" + it.name())).findFirst();
      case "ask" -> ((Check) what).call().send(null);
      case "exists" -> !lost.contains(((Reference) what).field());
      default -> throw new UnsupportedOperationException(method);
    };
  }
}
