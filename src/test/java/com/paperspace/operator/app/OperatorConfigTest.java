package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings come from flags and variables; what is wrong is named, and no key is ever printed. */
class OperatorConfigTest {
  private static final String KEY = "ps-canary-5f1b0c";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<OperatorConfig> started = new ArrayList<>();

  @AfterEach
  void forgetLogging() {
    System.clearProperty("LOG_FORMAT");
    System.clearProperty("LOG_LEVEL");
  }

  private int run(Map<String, String> environment, String... arguments) {
    return new OperatorCommand(environment, new PrintWriter(out, true), new PrintWriter(err, true))
        .run(arguments, started::add);
  }

  private OperatorConfig config(Map<String, String> environment, String... arguments) {
    assertThat(run(environment, arguments)).describedAs(err.toString()).isZero();
    return started.get(0);
  }

  @Test
  void nothingSetMeansTheDocumentedDefaults() {
    OperatorConfig config = config(Map.of());

    assertThat(config.paperspaceApiUrl()).hasToString("https://api.paperspace.com/v1");
    assertThat(config.apiKey().get()).isEmpty();
    assertThat(config.watchNamespaces()).isEmpty();
    assertThat(config.kinds()).isEmpty();
    assertThat(config.roleBinding()).isEmpty();
    assertThat(config.syncPeriod()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.syncPeriods()).isEmpty();
    assertThat(config.slowRound()).isEqualTo(Duration.ofHours(1));
    assertThat(config.leaderElection()).isFalse();
    assertThat(config.leaderElectionNamespace()).isEmpty();
    assertThat(config.leaderElectionLease()).isEqualTo("paperspace-operator");
    assertThat(config.httpPort()).isEqualTo(8080);
    assertThat(config.reconcileThreads()).isEqualTo(32);
    assertThat(config.logFormat()).isEqualTo("text");
    assertThat(config.logLevel()).isEqualTo("info");
  }

  @ParameterizedTest
  @CsvSource({
    "PAPERSPACE_API_URL, http://localhost:8080/v1/, paperspaceApiUrl=http://localhost:8080/v1",
    "PAPERSPACE_API_URL, http://127.0.0.1:1/v1, paperspaceApiUrl=http://127.0.0.1:1/v1",
    "PAPERSPACE_API_URL, http://[::1]:1/v1, paperspaceApiUrl=http://[::1]:1/v1",
    "PAPERSPACE_API_URL, https://proxy.example.com, paperspaceApiUrl=https://proxy.example.com",
    "HTTPS_PROXY, proxy.example.com:3128, network=through proxy.example.com:3128",
    "HTTPS_PROXY, http://me:secret@proxy.example.com:80, network=through proxy.example.com:80",
    "HTTPS_PROXY, http://[fd00::1]:3128, network=through [fd00::1]:3128",
    "NO_PROXY, example.com, network=straight",
    "WATCH_NAMESPACES, ' ml ,,ml', watchNamespaces=[ml]",
    "KINDS, ' Machine ,,Machine', kinds=[Machine]",
    "KINDS, PaperspaceAccount, kinds=[PaperspaceAccount]",
    "ROLE_BINDING, po-rights, roleBinding=Optional[po-rights]",
    "SYNC_PERIOD, 30s, syncPeriod=PT30S",
    "SYNC_PERIOD, 1h, syncPeriod=PT1H",
    "SYNC_PERIOD, PT2M, syncPeriod=PT2M",
    "SYNC_PERIOD, 24h, syncPeriod=PT24H",
    "SYNC_PERIOD, 10s, syncPeriod=PT10S",
    "SYNC_PERIODS, 'Machine=1m', syncPeriods={Machine=PT1M}",
    "SYNC_PERIODS, ' Model = PT2H ,,Machine=10s', 'syncPeriods={Machine=PT10S, Model=PT2H}'",
    "SLOW_ROUND, 10m, slowRound=PT10M",
    "LEADER_ELECTION, TRUE, leaderElection=true",
    "LEADER_ELECTION_NAMESPACE, ops, leaderElectionNamespace=Optional[ops]",
    "LEADER_ELECTION_LEASE, a.b-c, leaderElectionLease=a.b-c",
    "HTTP_PORT, 0, httpPort=0",
    "OBJECT_METRICS, false, objectMetrics=false",
    "RECONCILE_THREADS, 256, reconcileThreads=256",
    "LOG_FORMAT, json, logFormat=json",
    "LOG_LEVEL, debug, logLevel=debug",
  })
  void aVariableAndTheFlagOfItsNameSayTheSame(Setting setting, String value, String expected) {
    assertThat(config(Map.of(setting.name(), value)).toString()).contains(expected);
    started.clear();
    assertThat(config(Map.of(), setting.flag() + "=" + value).toString()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PAPERSPACE_API_URL, http://api.paperspace.com/v1",
    "PAPERSPACE_API_URL, http://localhost.evil.com/v1",
    "PAPERSPACE_API_URL, http://127.0.0.1.evil.com/v1",
    "PAPERSPACE_API_URL, https://user:pass@api.paperspace.com/v1",
    "PAPERSPACE_API_URL, https://api.paperspace.com/v1?x=1",
    "PAPERSPACE_API_URL, https://api.paperspace.com/v1#x",
    "PAPERSPACE_API_URL, file:///etc/passwd",
    "PAPERSPACE_API_URL, api.paperspace.com",
    "PAPERSPACE_API_URL, 'https://a b'",
    "HTTPS_PROXY, https://proxy.example.com:3128",
    "HTTPS_PROXY, socks5://proxy.example.com:1",
    "HTTPS_PROXY, http://proxy.internal",
    "HTTPS_PROXY, 'http://me:secret@a b'",
    "PAPERSPACE_CA_FILE, /does/not/exist",
    "PAPERSPACE_CA_FILE, pom.xml",
    "PAPERSPACE_API_KEY, two words",
    "PAPERSPACE_API_KEY_FILE, /does/not/exist",
    "WATCH_NAMESPACES, 'ml,Team_A'",
    "KINDS, 'Machine,Machines'",
    "KINDS, machine",
    "ROLE_BINDING, a/b-c",
    "SYNC_PERIOD, 9s",
    "SYNC_PERIOD, 25h",
    "SYNC_PERIOD, 5",
    "SYNC_PERIOD, PT-5M",
    "SYNC_PERIOD, P9999999999D",
    "SYNC_PERIOD, often",
    "SYNC_PERIODS, Machine:1m",
    "SYNC_PERIODS, Machine=9s",
    "SYNC_PERIODS, Machine=often",
    "SYNC_PERIODS, 'Machine=1m,Machine=2m'",
    "SYNC_PERIODS, Machines=1m",
    "SYNC_PERIODS, PaperspaceAccount=1m",
    "SLOW_ROUND, 9s",
    "SLOW_ROUND, 25h",
    "LEADER_ELECTION, yes",
    "LEADER_ELECTION_NAMESPACE, a/b",
    "LEADER_ELECTION_LEASE, My_Lease",
    "HTTP_PORT, 65536",
    "HTTP_PORT, -1",
    "HTTP_PORT, http",
    "RECONCILE_THREADS, 0",
    "RECONCILE_THREADS, 257",
    "LOG_FORMAT, xml",
    "LOG_LEVEL, loud",
  })
  void aBadValueIsRefusedByNameAndNotRepeated(Setting setting, String value) {
    assertThat(run(Map.of(setting.name(), value))).isEqualTo(2);
    assertThat(run(Map.of(), setting.flag() + "=" + value)).isEqualTo(2);

    assertThat(started).isEmpty();
    assertThat(err.toString())
        .startsWith(setting.name() + " (" + setting.flag() + ") must ")
        .doesNotContain("Exception");
    if (value.length() > 4) {
      assertThat(err.toString()).doesNotContain(value);
    }
  }

  @Test
  void aComplaintAboutPeriodsNamesTheKindAndWhatIsExpected() {
    assertThat(run(Map.of(), "--sync-periods=Model=1m,Machine=25h")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "SYNC_PERIODS (--sync-periods) must give Machine a duration from 10s to 24h, written as");
  }

  @Test
  void aFlagWinsOverItsVariableAndAnEmptyVariableIsAbsent() {
    OperatorConfig config = config(Map.of("HTTP_PORT", "1", "SYNC_PERIOD", ""), "--http-port", "2");

    assertThat(config.httpPort()).isEqualTo(2);
    assertThat(config.syncPeriod()).isEqualTo(Duration.ofMinutes(5));
  }

  /** As curl and others have it; the usual spelling of what is ours alone is the only one. */
  @Test
  void aProxyIsTakenInSmallLettersToo() {
    OperatorConfig config = config(Map.of("https_proxy", "http://p:1", "http_port", "1"));

    assertThat(config.network()).hasToString("through p:1");
    assertThat(config.httpPort()).isEqualTo(8080);
  }

  @Test
  void leaderElectionNeedsNoValueAsAFlag() {
    assertThat(config(Map.of(), "--leader-election").leaderElection()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--paperspace-api-keys=" + KEY,
    "--paperspace-api-key=a b " + KEY,
    KEY,
    "--http-port=" + KEY,
    "--paperspace-api-url=https://x:" + KEY + "@host",
    "--leader-election=" + KEY,
  })
  void noArgumentIsRepeatedForItMayBeAMisplacedKey(String argument) {
    assertThat(run(Map.of(), argument)).isEqualTo(2);
    assertThat(err.toString() + out).isNotBlank().doesNotContain(KEY);
  }

  @Test
  void aFlagWithoutItsValueIsNamed() {
    assertThat(run(Map.of(), "--http-port")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--http-port needs a value.");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void helpListsFlagVariableAndDefaultEvenWhenTheVariablesAreSet(Setting setting) {
    assertThat(run(Map.of("PAPERSPACE_API_KEY", KEY, "HTTP_PORT", "99"), "--help")).isZero();

    assertThat(out.toString())
        .contains(setting.flag())
        .contains("Environment: " + setting.name())
        .doesNotContain(KEY);
    if (!setting.byDefault().isEmpty()) {
      assertThat(out.toString())
          .contains("Environment: " + setting.name() + ". Default: " + setting.byDefault());
    }
    assertThat(started).isEmpty();
  }

  @Test
  void anOperatorThatCannotStartEndsTheProcess() {
    int code =
        new OperatorCommand(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true))
            .run(
                new String[0],
                config -> {
                  throw new IllegalStateException("no API server");
                });
    assertThat(code).isEqualTo(1);
  }

  @Test
  void theKeyIsHandedOverAndNeverPrinted() {
    OperatorConfig config = config(Map.of("PAPERSPACE_API_KEY", KEY + "\n"));

    assertThat(config.apiKey().get()).contains(KEY);
    assertThat(config.toString()).doesNotContain(KEY).contains("apiKey=(set)");
  }

  @Test
  void keyAndKeyFileTogetherAreAmbiguous() {
    assertThat(run(Map.of("PAPERSPACE_API_KEY", KEY, "PAPERSPACE_API_KEY_FILE", "/x")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("PAPERSPACE_API_KEY_FILE").doesNotContain(KEY);
  }

  @Test
  void aKeyFileIsFollowedAndABrokenOneLeavesTheOldKey(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("apiKey"), KEY + "\n");
    OperatorConfig config = config(Map.of("PAPERSPACE_API_KEY_FILE", file.toString()));
    assertThat(config.apiKey().get()).contains(KEY);

    write(file, "rotated", 10);
    assertThat(config.apiKey().get()).contains("rotated");

    write(file, "", 20);
    assertThat(config.apiKey().get()).contains("rotated");

    Files.delete(file);
    assertThat(config.apiKey().get()).contains("rotated");
    assertThat(config.toString()).doesNotContain("rotated");
  }

  @Test
  void anEmptyKeyFileIsRefusedAtTheStart(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("apiKey"), " \n");

    assertThat(run(Map.of("PAPERSPACE_API_KEY_FILE", file.toString()))).isEqualTo(2);
    assertThat(err.toString()).startsWith("PAPERSPACE_API_KEY_FILE");
  }

  /** Two writes can fall into one tick of the file system's clock; here they do not. */
  private static void write(Path file, String text, long seconds) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
  }
}
