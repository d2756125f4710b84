package com.paperspace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comment that cites what is not in the repository sends its reader nowhere. */
class CitationsTest {
  /** Citations made up here are not this file's own. */
  private static final String END = ".md";

  private static final String API =
      """
      # The API

      ## 2. Life cycles

      ### 2.1 States

      ## 8. Rules

      1. A list is read to its end.

      ## 10. Either way

      | # | Point |
      | --- | --- |
      | 36 | region |
      """;

  @TempDir Path root;

  @Test
  void everyCitationLeadsSomewhere() throws IOException {
    assertThat(Citations.broken(Path.of(""))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "See gone@.                              | gone@",
        "See docs/gone@.                         | docs/gone@",
        "(docs/api@ 2.2)                         | docs/api@ 2.2",
        "(docs/api@ 2.1, 2.2)                    | docs/api@ 2.2",
        "(docs/api@ 2.1 and 10.37)               | docs/api@ 10.37",
        "(docs/api@ 2.1 to 2.4)                  | docs/api@ 2.4",
        "(docs/api@, section 3, from row 25 on)  | docs/api@ 3",
        "* (docs/api@%  * 8.2).                  | docs/api@ 8.2",
        "// (docs/api@%  // 8.2).                | docs/api@ 8.2",
        "(docs/api@, \"Deaths\")                 | docs/api@, \"Deaths\""
      })
  void leadsNowhere(String comment, String cited) throws IOException {
    assertThat(brokenWith("src/A.java", comment))
        .containsExactly("src/A.java cites " + cited.replace("@", END));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "docs/api@ 2.1, 8.1 and 10.36",
        "docs/api@ 2.1, rule 7",
        "`docs/api@`, section 10, from row 25 on",
        "docs/api@, \"Life cycles\", step 4",
        "https://example.com/other@ 4"
      })
  void leadsSomewhere(String comment) throws IOException {
    assertThat(brokenWith("src/A.java", comment)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"src/A.java", "docs/other@", "examples/a.yaml", "helm/values.yaml", "README@"})
  void everyPlaceIsRead(String file) throws IOException {
    assertThat(brokenWith(file.replace("@", END), "gone@")).hasSize(1);
  }

  private List<String> brokenWith(String file, String comment) throws IOException {
    write("docs/api" + END, API);
    write(file, comment.replace("@", END).replace("%", "\n"));
    return Citations.broken(root);
  }

  private void write(String file, String text) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
