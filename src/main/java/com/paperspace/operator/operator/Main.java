package com.paperspace.operator.operator;

import org.slf4j.LoggerFactory;

/** The entry point of the jar and the image. */
public final class Main {

  /** Starts the operator with what the environment and the flags say; see {@code --help}. */
  public static void main(String[] arguments) {
    int code = OperatorCommand.ofProcess().run(arguments, Main::start);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static void start(OperatorConfig config) {
    try {
      var process = OperatorProcess.start(config, Wiring.ofProcess(config));
      Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Main.class).error("The operator cannot start", e);
      System.exit(1);
    }
  }

  private Main() {}
}
