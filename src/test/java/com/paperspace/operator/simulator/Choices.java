package com.paperspace.operator.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the service may do where its documents are silent or disagree (docs/paperspace-api.md,
 * section 10).
 *
 * <p>The first constant of each enum is the default.
 */
public final class Choices {
  private final Map<Class<?>, Enum<?>> chosen = new ConcurrentHashMap<>();

  /** Takes one side; choices of other points stay as they are. */
  public Choices choose(Enum<?>... choices) {
    for (var choice : choices) {
      chosen.put(choice.getDeclaringClass(), choice);
    }
    return this;
  }

  /** Every choice that is not the default of its point, for suites that must pass under each. */
  public static List<Enum<?>> alternatives() {
    return Stream.of(Choices.class, ComputeChoices.class, Dialects.class, StorageChoices.class)
        .flatMap(points -> alternatives(points).stream())
        .toList();
  }

  /** The same of the points one class holds. */
  static List<Enum<?>> alternatives(Class<?> points) {
    return Stream.of(points.getDeclaredClasses())
        .filter(Class::isEnum)
        .sorted((a, b) -> a.getName().compareTo(b.getName()))
        .<Enum<?>>flatMap(
            point -> Arrays.stream(point.getEnumConstants()).skip(1).map(it -> (Enum<?>) it))
        .toList();
  }

  boolean is(Enum<?> choice) {
    return of(choice.getDeclaringClass()) == choice;
  }

  <E extends Enum<?>> E of(Class<E> point) {
    return point.cast(chosen.getOrDefault(point, point.getEnumConstants()[0]));
  }

  /** 10.1: answer to a bad key on {@code /auth/session}. */
  public enum BadKey {
    NULL_BODY,
    UNAUTHORIZED
  }

  /** 10.2: an unknown id inside a request body. */
  public enum UnknownReference {
    BAD_REQUEST,
    NOT_FOUND
  }

  /** 10.3: what a machine refuses while it is moving. */
  public enum BusyMachine {
    REFUSES_ALL,
    ALLOWS_DETAILS
  }

  /** 10.4: GET of a missing private network. */
  public enum MissingNetwork {
    NULL_BODY,
    NOT_FOUND
  }

  /** 10.5: no capacity for a machine type. */
  public enum NoCapacity {
    CONFLICT,
    BAD_REQUEST,
    UNAVAILABLE
  }

  /** 10.5: the team's machine quota is used up. */
  public enum QuotaReached {
    FORBIDDEN,
    BAD_REQUEST
  }

  /** 10.6: machine fields that PUT takes and the documents call unsupported. */
  public enum UndocumentedFields {
    APPLIED,
    /** A machine that is on refuses them. */
    APPLIED_WHILE_OFF,
    IGNORED,
    REJECTED,
    /** The answer shows them changed, the machine is not. */
    ECHOED
  }

  /** 10.7: page size when {@code limit} is absent. */
  public enum DefaultPage {
    TWENTY,
    THREE
  }

  /** 10.8: a cursor whose row, filter or order is gone. */
  public enum LostCursor {
    BAD_REQUEST,
    EMPTY_PAGE,
    RESTART
  }

  /** 10.9: soft-deleted rows in lists. */
  public enum DeletedInLists {
    SHOWN_FOR_A_WHILE,
    GONE
  }

  /** 10.9: GET of a soft-deleted row. */
  public enum DeletedOnGet {
    NOT_FOUND,
    NULL_BODY,
    ROW
  }

  /** 10.11: delete of a project that still holds deployments or secrets. */
  public enum ProjectNotEmpty {
    CASCADES,
    CONFLICT
  }

  /** 10.12: delete of something in use. */
  public enum DeleteInUse {
    CONFLICT,
    ALLOWED,
    BAD_REQUEST
  }

  /** 10.28: delete of a machine that is not off. */
  public enum DeleteRunning {
    ACCEPTED,
    CONFLICT,
    BAD_REQUEST,
    PRECONDITION_FAILED
  }

  /** 10.13: the same tag, accessor, collaborator or script assignment again. */
  public enum Duplicate {
    CONFLICT,
    NO_OP
  }

  /** 3.2: an upsert by id under another name. */
  public enum RenamedDeployment {
    RENAMES,
    MAKES_ANOTHER
  }

  /** 10.14: a deployment that names an unknown registry, model or secret. */
  public enum UnknownInDeployment {
    REJECTED,
    SPEC_ERROR,
    STUCK
  }

  /** 10.15: what is left of a machine whose creation failed. */
  public enum FailedCreate {
    STAYS_PROVISIONING,
    STATE_ERROR,
    VANISHES
  }

  /** 10.17: what the {@code name} filter matches. */
  public enum NameFilter {
    PREFIX,
    SUBSTRING,
    EXACT
  }

  /** 10.17: whether the {@code name} filter sees case. */
  public enum NameCase {
    SENSITIVE,
    INSENSITIVE
  }

  /** 10.18: unit of {@code SharedDrive.size}. */
  public enum DriveSize {
    BYTES,
    GIGABYTES
  }

  /** 10.20: a JSON content type with nothing behind it. */
  public enum EmptyJsonBody {
    REJECTED,
    TOLERATED
  }

  /** 10.21: what an identical write to a secret or a registry does to {@code dtModified}. */
  public enum IdenticalWrite {
    MOVES_MODIFIED,
    CHANGES_NOTHING
  }

  /** 10.23: what a 429 of the token bucket says about when to come back. */
  public enum RetryHint {
    NONE,
    SECONDS,
    HTTP_DATE
  }
}
