package com.paperspace.operator.app;

/** The entry point of the jar and the image. */
public final class Main {

  /** Starts the operator with what the environment and the flags say; see {@code --help}. */
  public static void main(String[] arguments) {
    WarmUp.begin();
    int code = OperatorCommand.ofProcess().run(arguments, Main::start);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static void start(OperatorConfig config) {
    var wiring = Wiring.ofProcess(config);
    var process = OperatorProcess.start(config, wiring);
    Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
  }

  private Main() {}
}
