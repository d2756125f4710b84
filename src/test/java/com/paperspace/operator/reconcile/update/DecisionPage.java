package com.paperspace.operator.reconcile.update;

/** The rules of {@link Decision} as a page of {@code docs/}. */
public final class DecisionPage {
  private DecisionPage() {}

  public static String text() {
    var page = new StringBuilder("# What is done about a cloud object that exists\n\n");
    page.append(
        "Each pass looks at the object, compares it with the spec and asks these rules from the top;"
            + " the first that fits decides. After something was sent they are asked once more, about"
            + " the answer, without sending again. The code is `reconcile/update/Decision`.\n\n");
    page.append("| # | When | Then | What is done |\n| --- | --- | --- | --- |\n");
    int number = 1;
    for (var rule : Decision.RULES) {
      page.append(
          "| %d | %s | `%s` | %s |\n"
              .formatted(number++, rule.when(), rule.then(), rule.then().words()));
    }
    return page.toString();
  }
}
