package com.paperspace.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.ManifestCheck;
import com.paperspace.operator.support.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A page sends nobody astray: its links lead somewhere, and what it shows can be typed. */
class PagesTest {
  private static final Path VALUES = Path.of("helm/paperspace-operator/values.yaml");
  private static final Path TESTS = Path.of("src/test/java");

  /** What is only looked at. */
  private static final Set<String> SHOWN = Set.of("text");

  private static final Pattern CITED_TEST =
      Pattern.compile("`(\\w+(?:Test|IT|Sweep))(?:#(\\w+))?(?:\\(\\))?`");

  static Stream<Page> pages() throws IOException {
    return Page.all().stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Page page) throws IOException {
    assertThat(page.brokenLinks()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySnippetParses(Page page) throws IOException {
    for (Page.Fence fence : page.fences()) {
      check(page.file() + ":" + fence.line(), fence);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'yaml', 'a: [1'",
    "'yaml', '{kind: Machine, apiVersion: paperspace.com/v1alpha1, spec: {machineTypo: A}}'",
    "'yaml', '{kind: Machine, apiVersion: paperspace.com/v1alpha1, spec: {diskSize: 1}}'",
    "'yaml', 'spec: {policy: {deletoin: Retain}}'",
    "'json', '{'",
    "'shell', 'if true'",
    "'console', '$ echo \"'",
    "'', 'kubectl get pods'",
    "'klingon', 'a'"
  })
  void aBadSnippetIsFound(String language, String text) {
    assertThatThrownBy(() -> check("here", new Page.Fence(language, 1, text)))
        .isInstanceOfAny(AssertionError.class, IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "gone@, false",
    "README@, true",
    "README@#kinds, true",
    "README@#kind, false",
    "#two-words-of-it, true",
    "#two-words, false",
    "http://example.com, false",
    "https://example.com/a#b, true"
  })
  void aLinkThatLeadsNowhereIsFound(String link, boolean leadsSomewhere) throws IOException {
    // What is made up here is not cited by this file.
    var made = link.replace("@", ".md");
    var lines = List.of("## Two `words` of it!", "See [it](" + made + ") and `[this](gone)`.");
    assertThat(Page.of(Path.of("page"), lines).brokenLinks().isEmpty()).isEqualTo(leadsSomewhere);
  }

  /** What a page promises is held by a test that can be run. */
  @ParameterizedTest
  @MethodSource("pages")
  void everyTestThatIsCitedIsThere(Page page) throws IOException {
    Set<String> missing = new TreeSet<>();
    for (var cited : CITED_TEST.matcher(page.prose()).results().toList()) {
      List<Path> files = testsCalled(cited.group(1));
      boolean found =
          cited.group(2) == null
              ? !files.isEmpty()
              : files.size() == 1 && Files.readString(files.get(0)).contains(cited.group(2) + "(");
      if (!found) {
        missing.add(cited.group());
      }
    }
    assertThat(missing).as(page.file().toString()).isEmpty();
  }

  @Test
  void everyPromiseOfTheSecurityPageNamesItsTest() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/security.md")).stream()
            .filter(it -> it.startsWith("| ") && !it.startsWith("| ---"))
            .filter(it -> !it.startsWith("| Promise"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(rows).allMatch(it -> CITED_TEST.matcher(it).find());
  }

  private static List<Path> testsCalled(String name) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files.filter(it -> it.endsWith(name + ".java")).toList();
    }
  }

  private static void check(String where, Page.Fence fence) throws IOException {
    switch (fence.language()) {
      case "yaml" -> checkYaml(where, fence.text());
      case "json" -> new ObjectMapper().readTree(fence.text());
      case "shell", "console" -> checkShell(where, fence.typed());
      default ->
          assertThat(SHOWN).as("%s: say what is in the fence", where).contains(fence.language());
    }
  }

  private static void checkYaml(String where, String text) throws IOException {
    try (var all = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      for (JsonNode document : all.readAll()) {
        if (document.path("apiVersion").asText().startsWith("paperspace.com/")) {
          assertThat(ManifestCheck.complaints(document)).as(where).isEmpty();
        } else if (text.startsWith("# values.yaml")) {
          var known = new YAMLMapper().readTree(VALUES.toFile());
          assertThat(document.fieldNames()).toIterable().as(where).allMatch(known::has);
        } else if (!document.has("kind")) {
          // A part that all kinds have.
          ManifestCheck.readPart("Machine", document);
        }
      }
    }
  }

  private static void checkShell(String where, String text) throws IOException {
    // What a reader fills in looks like a redirection.
    String filledIn = text.replaceAll("<[\\w ./-]+>", "filled-in");
    Result result = Result.of(List.of("bash", "-n"), Path.of("target"), filledIn);
    assertThat(result.exit()).as("%s: %s", where, result).isZero();
  }
}
