package com.paperspace.operator.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: a flag wins over the environment variable of the same name, which wins over the
 * default; an empty variable counts as absent.
 */
final class OperatorCommand {
  /** As shells have it: 1 for a failure, 2 for a wrong call. */
  private static final int FAILED = 1;

  private static final int BAD_USAGE = 2;

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;

  OperatorCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** The command over this process's environment and output. */
  static OperatorCommand ofProcess() {
    return new OperatorCommand(
        System.getenv(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  /**
   * Prints help or the version, or starts the operator.
   *
   * @return the exit code: 0, 1 when the operator cannot start, or 2 when an argument or a variable
   *     cannot be used
   */
  int run(String[] arguments, Consumer<OperatorConfig> start) {
    try {
      // A pod has variables alone, and to learn of the flags takes a twentieth of its start.
      return arguments.length == 0
          ? started(this::fromEnvironment, start)
          : parsed(arguments, start);
    } catch (InvalidSettingException e) {
      return refuse(e.getMessage());
    } catch (UnusableKubernetesException e) {
      log().error(e.getMessage());
      return FAILED;
    } catch (RuntimeException e) {
      // The threads of half an operator would keep the process alive; the exit code ends them.
      log().error("The operator cannot start", e);
      return FAILED;
    }
  }

  private static int started(Function<Setting, String> values, Consumer<OperatorConfig> start) {
    OperatorConfig config = OperatorConfig.from(values);
    config.applyLogging();
    start.accept(config);
    return 0;
  }

  private int parsed(String[] arguments, Consumer<OperatorConfig> start) {
    CommandLine line = new CommandLine(spec());
    ParseResult parsed;
    try {
      parsed = line.parseArgs(arguments);
    } catch (ParameterException e) {
      return refuse(harmless(e));
    }
    if (line.isUsageHelpRequested()) {
      line.usage(out);
      return 0;
    }
    if (line.isVersionHelpRequested()) {
      line.printVersionHelp(out);
      return 0;
    }
    return started(
        setting -> parsed.matchedOptionValue(setting.flag(), fromEnvironment(setting)), start);
  }

  private String fromEnvironment(Setting setting) {
    return setting.in(environment).orElse(setting.byDefault());
  }

  /** Asked for late: the first logger reads the settings of all. */
  private static Logger log() {
    return LoggerFactory.getLogger(OperatorCommand.class);
  }

  private int refuse(String message) {
    err.println(message);
    err.println("See --help for all settings.");
    err.flush();
    return BAD_USAGE;
  }

  /** picocli's own messages repeat arguments, and any argument may be a misplaced key. */
  private static String harmless(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      return argument.startsWith("--")
          ? "Unknown flag " + argument.replaceFirst("=.*", "")
          : "Only flags are taken, as in --http-port=8080.";
    }
    if (e instanceof MissingParameterException missing
        && missing.getMissing().get(0) instanceof OptionSpec option) {
      return option.longestName() + " needs a value.";
    }
    return e.getArgSpec() instanceof OptionSpec option
        ? option.longestName() + " cannot be used like this: give it once, with one value."
        : "The arguments cannot be understood.";
  }

  private static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("paperspace-operator");
    spec.mixinStandardHelpOptions(true).version("paperspace-operator " + version());
    spec.usageMessage()
        // Wider than the usual 80, so that no line of a setting breaks twice.
        .width(100)
        .description(
            "Keeps Paperspace cloud resources equal to Kubernetes custom resources. Every flag can be"
                + " given as an environment variable instead.");
    for (Setting setting : EnumSet.allOf(Setting.class)) {
      OptionSpec.Builder option =
          OptionSpec.builder(setting.flag())
              .type(String.class)
              .paramLabel(setting.label())
              .description(
                  setting.description(), "Environment: " + setting.name() + defaultOf(setting));
      if (setting == Setting.LEADER_ELECTION) {
        option.arity("0..1").fallbackValue("true");
      }
      spec.addOption(option.build());
    }
    return spec;
  }

  private static String defaultOf(Setting setting) {
    return setting.byDefault().isEmpty() ? "" : ". Default: " + setting.byDefault();
  }

  private static String version() {
    String version = OperatorCommand.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
