package com.paperspace.operator.kind;

import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.kind.Members.Member;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Members of the team that a spec names by their addresses. */
final class People {
  private People() {}

  /**
   * Their ids, by the field each address stands in. One that nobody in the team has any more holds
   * up nothing of an object that is there but the set it stands in, see {@link #missing}.
   *
   * @param emails null where none are declared
   * @throws InvalidInputException when nobody in the team has one of them, and the object is still
   *     to be made
   */
  static Map<String, String> of(
      PaperspaceResource<?, ?> resource,
      String field,
      List<String> emails,
      Inputs inputs,
      Paperspace api) {
    return Metadata.isMade(resource)
        ? byPlace(field, emails, email -> find(email, inputs, api).orElse(NamedIds.NOBODY))
        : lookUp(field, emails, inputs, api);
  }

  /**
   * Their ids, by the field each address stands in.
   *
   * @param emails null where none are declared
   * @throws InvalidInputException when nobody in the team has one of them
   */
  static Map<String, String> lookUp(
      String field, List<String> emails, Inputs inputs, Paperspace api) {
    return byPlace(field, emails, email -> id(field, email, inputs, api));
  }

  /**
   * Requires of what is made again what {@link #of} lets pass for the sake of what was there.
   *
   * @throws InvalidInputException when nobody in the team has one of the addresses
   */
  static void requireAll(String field, List<String> emails, Inputs inputs, Paperspace api) {
    lost(field, emails, inputs).forEach(email -> id(field, email, inputs, api));
  }

  private static Map<String, String> byPlace(
      String field, List<String> emails, Function<String, String> id) {
    return emails == null
        ? Map.of()
        : emails.stream()
            .distinct()
            .collect(Collectors.toMap(email -> NamedIds.place(field, email), id));
  }

  private static Optional<String> find(String email, Inputs inputs, Paperspace api) {
    return api.teamUsers().find(inputs.teamId(), email).map(it -> it.user().id());
  }

  private static String id(String field, String email, Inputs inputs, Paperspace api) {
    return find(email, inputs, api)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    field
                        + ": nobody in team "
                        + inputs.teamId()
                        + " has the address "
                        + email
                        + ". Correct it, or invite that person in the Paperspace console."));
  }

  /** Each address that nobody has any more. */
  static List<Drift> missing(String field, List<String> emails, Inputs inputs) {
    return lost(field, emails, inputs).stream()
        .map(email -> NamedIds.place(field, email))
        .map(place -> Drift.correctable(place, "in the team", "not in the team"))
        .toList();
  }

  private static List<String> lost(String field, List<String> emails, Inputs inputs) {
    return emails == null
        ? List.of()
        : emails.stream()
            .distinct()
            .filter(email -> NamedIds.NOBODY.equals(inputs.id(NamedIds.place(field, email))))
            .toList();
  }

  /**
   * The step for such an address, if it is one: it is looked up once more, for its being refused
   * tells of it and keeps nothing else from being sent.
   */
  static <T> Optional<Step<T>> question(
      String field, List<Drift> carries, T remote, Inputs inputs) {
    return carries.stream()
        .flatMap(it -> Members.of(it).stream())
        .filter(it -> it.set().equals(field))
        .findFirst()
        .map(it -> question(it, carries, remote, inputs));
  }

  private static <T> Step<T> question(
      Member address, List<Drift> carries, T remote, Inputs inputs) {
    return new Step<>(
        Step.Kind.NOTE,
        "look up who has the address " + address.name(),
        carries,
        false,
        api -> {
          requireKnown(address, inputs, api);
          return Outcome.learned(remote, Map.of());
        });
  }

  private static void requireKnown(Member address, Inputs inputs, Paperspace api) {
    try {
      id(address.set(), address.name(), inputs, api);
    } catch (InvalidInputException e) {
      throw new PaperspaceException(Reason.INVALID, -1, e.getMessage());
    }
  }
}
