package com.paperspace.operator.kind;

import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.client.ForeignText;
import java.util.function.UnaryOperator;

/** What the service says of a deployment, which may echo what the configuration holds. */
final class DeploymentWords {
  private final View view;

  /** Made with the first text, for most deployments have none. */
  private UnaryOperator<String> mask;

  DeploymentWords(View view) {
    this.view = view;
  }

  /** A text without secrets, in one line, cut; null stays null. */
  String of(String text, int limit) {
    if (text == null) {
      return null;
    }
    if (mask == null) {
      mask = view.mask();
    }
    return ForeignText.line(mask.apply(text), limit);
  }
}
