package com.paperspace.operator.kind;

import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Members of the team that a spec names by their addresses. */
final class People {
  private People() {}

  /**
   * Their ids, by the field each address stands in.
   *
   * @param emails null where none are declared
   * @throws InvalidInputException when nobody in the team has one of them
   */
  static Map<String, String> lookUp(
      String field, List<String> emails, Inputs inputs, Paperspace api) {
    return emails == null
        ? Map.of()
        : emails.stream()
            .distinct()
            .collect(
                Collectors.toMap(
                    email -> NamedIds.place(field, email),
                    email -> id(field, email, inputs.teamId(), api)));
  }

  private static String id(String field, String email, String team, Paperspace api) {
    return api.teamUsers()
        .find(team, email)
        .map(it -> it.user().id())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    field
                        + ": nobody in team "
                        + team
                        + " has the address "
                        + email
                        + ". Correct it, or invite that person in the Paperspace console."));
  }
}
