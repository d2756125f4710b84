package com.paperspace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each command of a page is run by something, or it is said here why it is not. */
class CommandsTest {
  /** Run as they stand, by {@code WrittenCommandsIT}. */
  private static final List<String> RUN =
      List.of("docs/quickstart.md", "docs/troubleshooting.md", "docs/upgrade.md");

  /** The others: what runs one like it. */
  private static final Map<String, String> LIKE =
      Map.ofEntries(
          Map.entry("kubectl get (psmachine -n ml|paperspace -A)", "KubectlTest"),
          Map.entry("kubectl apply --server-side -f crds", "ControlPlane"),
          Map.entry("kubectl delete (paperspace --all|-k helm/|-f crds).*", "KustomizeIT"),
          Map.entry("kubectl get paperspace --all-namespaces", "KustomizeIT"),
          Map.entry("mvn package -DskipTests && java -jar .*--help", "OperatorConfigTest"),
          Map.entry("kubectl -n <namespace> patch rolebinding .*", "NamespacedIT"),
          Map.entry("kubectl -n ml annotate .*/protected=true", "ChartIT"),
          Map.entry("kubectl annotate .*get crd.*/protected=true", "CrdProtectionIT"),
          Map.entry("mvn -Pbench( .*)?", ".ci/run, with few objects"),
          Map.entry("cp target/bench/.*", "nothing: after hours of measuring, by hand"),
          Map.entry("mvn test -Dtest=CrashSweep -Dupdate", ".ci/long"),
          Map.entry("cosign verify .*", "nothing: it needs a release"),
          Map.entry("mvn -Pmutation.*", "nothing: hours, by hand"),
          Map.entry("curl .*api.paperspace.com.*", "nothing: it needs a key of the live service"));

  @Test
  void everyCommandIsRunBySomething() throws IOException {
    Set<String> run = new HashSet<>();
    for (String page : RUN) {
      run.addAll(Page.read(Path.of(page)).commands());
    }
    List<String> others = new ArrayList<>();
    Set<String> unused = new HashSet<>(LIKE.keySet());
    for (Page page : Page.all()) {
      for (String command : page.commands()) {
        var like = LIKE.keySet().stream().filter(command::matches).toList();
        unused.removeAll(like);
        if (!run.contains(command) && like.isEmpty()) {
          others.add(page.file() + ": " + command);
        }
      }
    }
    assertThat(others).as("have them run, or say in LIKE by what").isEmpty();
    assertThat(unused).as("rows of LIKE no page has any more").isEmpty();
  }

  @Test
  void whatIsSaidToRunThemIsThere() throws IOException {
    for (String by : LIKE.values()) {
      if (by.startsWith(".ci")) {
        assertThat(Path.of(by.replaceFirst(",.*", ""))).exists();
      } else if (!by.startsWith("nothing: ")) {
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
          assertThat(tests).as(by).anyMatch(it -> it.endsWith(by + ".java"));
        }
      }
    }
  }
}
