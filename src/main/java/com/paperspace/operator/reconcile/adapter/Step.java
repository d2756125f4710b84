package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One act on a cloud object as a value: it can be shown before it is sent, and is sent by the
 * engine alone.
 *
 * @param kind what sort of act it is
 * @param summary what it does, in words for plans and logs; never secret
 * @param carries the differences it sends; one that waits for another step is not among them
 * @param interrupts whether what runs in the object is stopped by it
 * @param unsettles fields it makes differ, and that a later step puts back
 * @param leaves what goes on costing money after it, in a sentence that says what to do; null for
 *     nothing
 * @param call sends it
 */
public record Step<T>(
    Kind kind,
    String summary,
    List<Drift> carries,
    boolean interrupts,
    Set<String> unsettles,
    String leaves,
    Call<T> call) {

  /** One that makes nothing differ and leaves nothing. */
  public Step(Kind kind, String summary, List<Drift> carries, boolean interrupts, Call<T> call) {
    this(kind, summary, carries, interrupts, Set.of(), null, call);
  }

  /** What an act is to its resource. */
  public enum Kind {
    /** Makes the object. */
    CREATE,
    /** Lessens what differs. */
    CHANGE,
    /** On the way to a change, or back from it: by itself it corrects nothing. */
    DETOUR,
    /** Nothing is sent; something is only remembered, or waited for. */
    NOTE,
    /** Nothing is sent; what it was to act on was not found, and the engine is to prove that. */
    GONE,
    /** Removes the object. */
    DELETE
  }

  /** The act itself. */
  @FunctionalInterface
  public interface Call<T> {
    /**
     * Sends it: reads what it must, then makes at most one mutating call.
     *
     * @throws com.paperspace.operator.client.PaperspaceException when the API refuses it
     * @throws InvalidInputException when what the spec asks for cannot be sent, or went astray
     * @throws InUseException when something else would be destroyed with the object
     */
    Outcome<T> send(Paperspace api);
  }

  /** Makes an object of a name. */
  public static <T> Step<T> create(String name, Call<T> call) {
    return new Step<>(Kind.CREATE, "create " + name, List.of(), false, call);
  }

  /** Puts differences right without a break in what runs. */
  public static <T> Step<T> change(List<Drift> carries, Call<T> call) {
    return new Step<>(Kind.CHANGE, "change " + words(carries), List.copyOf(carries), false, call);
  }

  /** Only remembers marks: what they bring up to date differs no more. */
  public static <T> Step<T> note(
      String summary, List<Drift> carries, T remote, Map<String, String> marks) {
    return new Step<>(
        Kind.NOTE, summary, List.copyOf(carries), false, api -> new Outcome<>(remote, null, marks));
  }

  /** Only remembers marks that the next step needs: nothing differs less by them. */
  public static <T> Step<T> learn(String summary, T remote, Map<String, String> marks) {
    return new Step<>(Kind.NOTE, summary, List.of(), false, api -> Outcome.learned(remote, marks));
  }

  /** Does nothing to what was not found. */
  public static <T> Step<T> gone(String summary) {
    return new Step<>(Kind.GONE, summary, List.of(), false, api -> Outcome.learned(null, Map.of()));
  }

  /** Removes the object of an id. */
  public static <T> Step<T> delete(String id, T remote, Consumer<Paperspace> call) {
    return new Step<>(
        Kind.DELETE,
        "delete " + id,
        List.of(),
        true,
        api -> {
          call.accept(api);
          return Outcome.of(remote);
        });
  }

  /** The differences themselves: what each field was and is to be. */
  public static String words(List<Drift> drift) {
    return drift.stream()
        .map(d -> d.field() + " from " + d.actual() + " to " + d.declared())
        .collect(Collectors.joining(", "));
  }

  /** Of the differences it sends those that are more than marks of ours. */
  public List<Drift> news() {
    return carries.stream().filter(d -> !d.isMark()).toList();
  }

  /** Whether it puts right what differs, apart from what a person asked for. */
  public boolean corrects() {
    return kind == Kind.CHANGE && carries.stream().anyMatch(d -> d.remedy() == Remedy.CORRECT);
  }

  @Override
  public String toString() {
    boolean goesWithoutSaying = kind == Kind.DELETE;
    return interrupts && !goesWithoutSaying ? summary + " (interrupts what runs)" : summary;
  }
}
