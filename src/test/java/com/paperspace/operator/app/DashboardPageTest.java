package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Committed;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page about the dashboard shows the panels there are, each with its plot. */
class DashboardPageTest {
  private static final String COMMAND = "mvn test -Dupdate -Dtest='Dashboard*Test'";

  @Test
  void thePageIsThatOfTheDashboard() throws IOException {
    Committed.compare(DashboardPage.FILE, DashboardPage.text(), COMMAND);
  }

  @Test
  void everyPanelHasItsPlotAndNoOtherIsLeft() throws IOException {
    assertThat(DashboardPage.panels())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            it ->
                assertThat(Files.readString(DashboardPage.plot(it)))
                    .as("run " + COMMAND)
                    .contains(it.at("/title").asText())
                    .containsAnyOf("<polyline", "#1b6ac9"));
    try (var plots = Files.list(DashboardPage.PLOTS)) {
      assertThat(DashboardPage.panels())
          .extracting(DashboardPage::plot)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(plots.toList());
    }
  }
}
