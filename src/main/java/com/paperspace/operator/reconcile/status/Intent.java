package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A create that is announced before it is sent. It stands in an annotation as {@code
 * <uid>.<nonce>[~<since>]@<at>[#<team>] <target>}; with the uid of another resource it is ignored.
 *
 * @param text all but the target; no two intents have the same
 * @param since when the first create with this target was sent whose outcome is unknown; {@code at}
 *     if it is the only one; {@link Instant#EPOCH} if that is not recorded
 * @param at when, by the API's clock
 * @param team the team whose key was used; null if it is not told
 * @param target what was to be made
 */
public record Intent(String text, Instant since, Instant at, String team, Target target) {

  /** The API's clock is known to a second, and its answer takes some time. */
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  /** What {@code status.completedIntent} holds. */
  private static final int TEXT_LIMIT = 512;

  /** What {@code status.openIntent} holds. */
  private static final int VALUE_LIMIT = 1024;

  /** The API's clock is read in whole seconds, so a time is over for certain one later. */
  public static final Duration CLOCK_STEP = Duration.ofSeconds(1);

  /** 32 bits: one resource makes few intents, and they need only differ from each other. */
  private static final int NONCE_LENGTH = 8;

  private static final Pattern FORM =
      Pattern.compile(
          "(([^. ]+)\\.[^@~ ]+(?:~([^@ ]+))?@([^# ]+)(?:#([^ ]+))?) (key|name) (.+)",
          Pattern.DOTALL);

  /**
   * What a create was to make; looked for as it was sent, whatever the spec says since.
   *
   * @param isKey whether {@code text} is the natural key, else it is {@code <scope>/<name>}
   */
  public record Target(boolean isKey, String text) {
    public static Target key(String key) {
      return new Target(true, key);
    }

    public static Target named(String scope, String name) {
      return new Target(false, scope + "/" + name);
    }

    public String scope() {
      return text.substring(0, text.indexOf('/'));
    }

    public String name() {
      return text.substring(text.indexOf('/') + 1);
    }

    /**
     * What one create at a time has for itself: its natural key, or the whole scope where objects
     * have no name; empty for others.
     */
    public Optional<String> place() {
      return isKey
          ? Optional.of("key:" + text)
          : name().isEmpty() ? Optional.of("in:" + scope()) : Optional.empty();
    }

    /** Where others look for a create that is open: its place, or else its name in its scope. */
    public String spot() {
      return place().orElseGet(() -> "name:" + text);
    }

    /** What would have made an object of this name in the same scope. */
    public Target called(String name) {
      return new Target(isKey, scope() + "/" + name);
    }
  }

  /**
   * A new intent of a resource.
   *
   * @param before the create whose outcome is not known and that this one repeats, if there is any
   */
  public static Intent of(
      PaperspaceResource<?, ?> resource,
      Instant apiTime,
      String team,
      Target target,
      Optional<Intent> before) {
    var second = apiTime.truncatedTo(ChronoUnit.SECONDS);
    var nonce = UUID.randomUUID().toString().substring(0, NONCE_LENGTH);
    var since = before.filter(it -> it.target().equals(target)).map(Intent::since).orElse(second);
    var repeated = since.equals(second) ? "" : "~" + since;
    var text = resource.getMetadata().getUid() + "." + nonce + repeated + "@" + second + "#" + team;
    return new Intent(text, since, second, team, target);
  }

  /**
   * The intent a resource carries, of several the last that is open; one copied from another
   * resource is none.
   */
  public static Optional<Intent> of(PaperspaceResource<?, ?> resource) {
    var status = resource.getStatus();
    // The status still has it after somebody replaced the object with all annotations, or put back
    // older ones.
    var all =
        Stream.of(
                Optional.ofNullable(Metadata.annotation(resource, Annotations.CREATE_INTENT)),
                Optional.ofNullable(status).map(ManagedStatus::openIntent))
            .flatMap(Optional::stream)
            .flatMap(value -> parse(value, resource.getMetadata().getUid()).stream())
            .toList();
    return all.stream()
        .filter(it -> !isCompleted(it, status))
        .max(Comparator.comparing(Intent::at))
        .or(() -> all.stream().findFirst());
  }

  private static boolean isCompleted(Intent intent, ManagedStatus<?> status) {
    return status != null && intent.text().equals(status.completedIntent());
  }

  /** The intent a resource carries, unless its status tells what came of it. */
  public static Optional<Intent> open(PaperspaceResource<?, ?> resource) {
    return of(resource).filter(it -> !isCompleted(it, resource.getStatus()));
  }

  /**
   * Whether others may believe an intent for a team: whoever may edit a resource may write one, and
   * only the status tells whose key it has.
   */
  public static boolean isCredible(ManagedStatus<?> status, String team) {
    if (status == null || (status.account() == null && isFresh(status))) {
      return true;
    }
    return status.account() != null && team.equals(status.account().teamId());
  }

  /**
   * The same of the intent a resource carries. Before its first status only our finalizer, which is
   * written with the intent, has the operator look at it; else nothing would ever tell whose key it
   * has.
   */
  public static boolean isCredible(PaperspaceResource<?, ?> resource, String team) {
    var status = resource.getStatus();
    boolean isLookedAt =
        (status != null && status.account() != null)
            || Metadata.finalizers(resource).contains(Annotations.FINALIZER);
    return isLookedAt && isCredible(status, team);
  }

  /** As the API server fills it in before the first look. */
  private static boolean isFresh(ManagedStatus<?> status) {
    boolean isUnseen = status.observedGeneration() == null || status.observedGeneration() < 0;
    return isUnseen && (status.conditions() == null || status.conditions().isEmpty());
  }

  private static Optional<Intent> parse(String value, String uid) {
    var form = FORM.matcher(value);
    boolean ours = form.matches() && form.group(2).equals(uid);
    // Nothing of ours is longer, and the status could not hold it.
    if (!ours || value.length() > VALUE_LIMIT || form.group(1).length() > TEXT_LIMIT) {
      return Optional.empty();
    }
    var target = new Target(form.group(6).equals("key"), form.group(7));
    var at = Text.time(form.group(4));
    var since = form.group(3) == null ? at : Text.time(form.group(3));
    return target.text().indexOf('/') < 0
        ? Optional.empty()
        : Optional.of(new Intent(form.group(1), since, at, form.group(5), target));
  }

  /**
   * The same with a plausible time. An intent whose time is damaged may still have led to a create,
   * so it counts as sent when it was first read.
   *
   * @param firstRead when this one was first read
   */
  public Intent dated(Instant apiTime, Instant firstRead) {
    if (!at.equals(Instant.EPOCH) && !Text.isAhead(at, apiTime)) {
      return since.isAfter(at) ? new Intent(text, Instant.EPOCH, at, team, target) : this;
    }
    return new Intent(text, Instant.EPOCH, firstRead, team, target);
  }

  /** Whether it is recorded when the first create was sent, which rules older objects out. */
  public boolean isDated() {
    return !since.equals(Instant.EPOCH);
  }

  /** Whether it repeats a create that may have taken effect. */
  public boolean isRepeated() {
    return since.isBefore(at);
  }

  /** No two intents have the same, of whatever resource. */
  public String nonce() {
    return text.split("[~@]", 2)[0];
  }

  /** As it stands in the annotation. */
  public String value() {
    return text + (target.isKey() ? " key " : " name ") + target.text();
  }

  /** Whether the API may not show yet what it made; its time lies a little before the create. */
  public boolean isYoung(Instant apiTime, Duration lag) {
    return apiTime.isBefore(at.plus(lag).plus(CLOCK_SKEW));
  }
}
