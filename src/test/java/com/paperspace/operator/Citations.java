package com.paperspace.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What files of a repository cite that a reader of it would not find. */
final class Citations {
  private static final List<String> READ = List.of("src", "docs", "examples", "helm", "README.md");

  private static final String END = ".md";
  private static final Pattern DOCUMENT = Pattern.compile("[\\w.:/-]*\\w\\.md\\b");
  private static final Pattern NUMBER = Pattern.compile("[`})]*,? (?:section )?(\\d+(?:\\.\\d+)?)");
  private static final Pattern MORE = Pattern.compile("(?:, | and | to )(\\d+(?:\\.\\d+)?)\\b");
  private static final Pattern HEADING = Pattern.compile("[`})]*, \"([^\"]+)\"");

  /** A line's end within a comment: what is cited may stand on the next line. */
  private static final Pattern WRAP = Pattern.compile("\\s*\\n\\s*(?:\\*|//|#)?\\s*");

  private static final Pattern TITLE = Pattern.compile("#+ (?:(\\d+(?:\\.\\d+)?)\\.? )?(.*)");
  private static final Pattern ITEM = Pattern.compile("(?:\\| )?(\\d+)(?:\\. | \\| ).*");

  /** Decided under these names, which the head of the page explains; its rows stay as they were. */
  private static final Map<String, String> FORMER =
      Map.of("design", "architecture", "semantics", "paperspace-api");

  private static final Path DECISIONS = Path.of("docs/decisions.md");

  private final Path root;
  private final Map<Path, Document> documents = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  /**
   * What can be cited of a document.
   *
   * @param numbers of sections; an item or row n of section 8 counts as 8.n
   * @param headings without their numbers
   */
  private record Document(TreeSet<String> numbers, TreeSet<String> headings) {}

  private Citations(Path root) {
    this.root = root;
  }

  /** Each citation that leads nowhere, with the file it stands in. */
  static List<String> broken(Path root) throws IOException {
    var citations = new Citations(root);
    for (var start : READ) {
      if (Files.exists(root.resolve(start))) {
        try (Stream<Path> files = Files.walk(root.resolve(start))) {
          for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
            citations.check(file);
          }
        }
      }
    }
    return citations.broken;
  }

  private void check(Path file) throws IOException {
    var text = WRAP.matcher(new String(Files.readAllBytes(file), UTF_8)).replaceAll(" ");
    var found = DOCUMENT.matcher(text);
    while (found.find()) {
      if (!found.group().contains("://")) {
        check(file, found.group(), text.substring(found.end()));
      }
    }
  }

  private void check(Path file, String cited, String rest) throws IOException {
    var path = resolve(file, cited);
    if (path == null) {
      broken.add(root.relativize(file) + " cites " + cited);
      return;
    }
    var document = document(path);
    for (var number : numbers(rest)) {
      if (!document.numbers().isEmpty() && !document.numbers().contains(number)) {
        broken.add(root.relativize(file) + " cites " + cited + " " + number);
      }
    }
    var heading = HEADING.matcher(rest);
    // By a former name it is the words of that time that are quoted.
    boolean current = path.endsWith(Path.of(cited).getFileName());
    if (current && heading.lookingAt() && !document.headings().contains(heading.group(1))) {
      broken.add(root.relativize(file) + " cites " + cited + ", \"" + heading.group(1) + "\"");
    }
  }

  /** From the root, from where the file stands, or among the documents. */
  private Path resolve(Path file, String cited) {
    boolean old = root.relativize(file).equals(DECISIONS);
    var stem = cited.substring(0, cited.length() - END.length());
    var name = (old ? FORMER.getOrDefault(stem, stem) : stem) + END;
    return Stream.of(root.resolve(name), file.resolveSibling(name), root.resolve("docs/" + name))
        .map(Path::normalize)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  private static List<String> numbers(String rest) {
    var numbers = new ArrayList<String>();
    var next = NUMBER.matcher(rest);
    while (next.lookingAt()) {
      numbers.add(next.group(1));
      next = MORE.matcher(rest).region(next.end(), rest.length());
    }
    return numbers;
  }

  private Document document(Path path) throws IOException {
    var known = documents.get(path);
    if (known != null) {
      return known;
    }
    var document = new Document(new TreeSet<>(), new TreeSet<>());
    var section = "";
    for (var line : Files.readAllLines(path)) {
      var title = TITLE.matcher(line);
      var item = ITEM.matcher(line);
      if (title.matches()) {
        document.headings().add(title.group(2));
        section = title.group(1) == null ? "" : title.group(1);
        if (!section.isEmpty()) {
          document.numbers().add(section);
        }
      } else if (!section.isEmpty() && item.matches()) {
        document.numbers().add(section + "." + item.group(1));
      }
    }
    documents.put(path, document);
    return document;
  }
}
