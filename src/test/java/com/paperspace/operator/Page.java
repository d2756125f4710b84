package com.paperspace.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page for readers: where it links to, what can be linked in it, and what it shows in fences. */
public record Page(
    Path file, List<Fence> fences, List<String> links, Set<String> anchors, String prose) {
  private static final Pattern FENCE = Pattern.compile("( *)```(\\w*)");
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

  /**
   * A block between two fences.
   *
   * @param language as it stands at the first fence, empty where nothing stands there
   * @param line of the first fence
   * @param text without the indentation of the fence
   */
  public record Fence(String language, int line, String text) {
    private static final String PROMPT = "$ ";

    /** What a person types of it: the lines after a prompt, or all where there is none. */
    public String typed() {
      if (text.lines().noneMatch(it -> it.startsWith(PROMPT))) {
        return text;
      }
      return text.lines()
          .filter(it -> it.startsWith(PROMPT))
          .map(it -> it.substring(PROMPT.length()) + "\n")
          .collect(Collectors.joining());
    }
  }

  /** Every page of the repository that is written for people. */
  public static List<Page> all() throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md")));
    for (Path folder : List.of(Path.of("docs"), Path.of("helm"), Path.of(".github"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> inside = Files.walk(folder)) {
          inside.filter(it -> it.toString().endsWith(".md")).sorted().forEach(files::add);
        }
      }
    }
    List<Page> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(read(file));
    }
    return pages;
  }

  public static Page read(Path file) throws IOException {
    return of(file, Files.readAllLines(file));
  }

  static Page of(Path file, List<String> lines) {
    List<Fence> fences = new ArrayList<>();
    Set<String> anchors = new HashSet<>();
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      var fence = FENCE.matcher(lines.get(i));
      var heading = HEADING.matcher(lines.get(i));
      if (fence.matches()) {
        int start = i;
        StringBuilder text = new StringBuilder();
        while (++i < lines.size() && !lines.get(i).strip().equals("```")) {
          text.append(lines.get(i).replaceFirst("^ {0," + fence.group(1).length() + "}", ""));
          text.append('\n');
        }
        fences.add(new Fence(fence.group(2), start + 1, text.toString()));
      } else {
        if (heading.matches()) {
          addAnchor(heading.group(1), anchors);
        }
        prose.append(lines.get(i)).append('\n');
      }
    }
    List<String> links =
        LINK.matcher(CODE.matcher(prose).replaceAll("code"))
            .results()
            .map(it -> it.group(1))
            .toList();
    return new Page(file, fences, links, anchors, prose.toString());
  }

  /** As GitHub makes one of a heading; one that is there already is numbered. */
  private static void addAnchor(String heading, Set<String> anchors) {
    String plain = LINK.matcher(heading).replaceAll(it -> it.group().replaceAll("]\\(.*", ""));
    String anchor =
        plain.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    int number = 0;
    while (!anchors.add(number == 0 ? anchor : anchor + "-" + number)) {
      number++;
    }
  }

  /** What it has people type, one command an item, whatever lines it takes. */
  public List<String> commands() {
    return fences.stream()
        .filter(it -> it.language().equals("shell") || it.language().equals("console"))
        .flatMap(it -> it.typed().replace("\\\n", "").lines())
        .map(it -> it.replaceFirst("(^| +)# .*", "").replaceAll(" +", " ").strip())
        .filter(it -> !it.isEmpty())
        .toList();
  }

  /** Each link that leads nowhere, as it stands in the page. */
  List<String> brokenLinks() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : links) {
      if (!leadsSomewhere(link)) {
        broken.add(file + " links to " + link);
      }
    }
    return broken;
  }

  private boolean leadsSomewhere(String link) throws IOException {
    if (link.contains(":")) {
      // Nobody outside is asked: that it can be one has to be enough.
      return link.matches("https://[a-z0-9.-]+\\.[a-z]+(/\\S*)?");
    }
    String[] parts = link.split("#", 2);
    if (parts[0].isEmpty()) {
      return anchors.contains(parts[1]);
    }
    Path target = file.resolveSibling(Path.of(parts[0])).normalize();
    boolean exists = Files.exists(target);
    return parts.length == 1
        ? exists
        : exists && target.toString().endsWith(".md") && read(target).anchors().contains(parts[1]);
  }
}
