package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Keeps one control plane per run in JUnit's root store, which also stops it. */
final class ControlPlaneExtension implements ExecutionCondition, ParameterResolver {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (ControlPlane.available()) {
      return ConditionEvaluationResult.enabled("control plane found");
    }
    String skipped =
        "SKIPPED, not tested: %s needs a real Kubernetes control plane and there is none in %s; src/test/kubernetes/install builds it (needs Go)."
            .formatted(context.getDisplayName(), Binaries.root());
    // Past surefire's redirection, so that it is seen on the console.
    @SuppressWarnings("resource")
    PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    console.println(skipped);
    return ConditionEvaluationResult.disabled(skipped);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ControlPlane.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .computeIfAbsent(
            ControlPlane.class, key -> ControlPlane.start(folder()), ControlPlane.class);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(
          Files.createDirectories(Path.of("target")), "control-plane-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
