package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a list that changes rarely is read. */
class RecentTest {
  private Duration gone = Duration.ZERO;
  private int reads;
  private final List<String> there = new ArrayList<>(List.of("ann"));
  private final Recent recent = new Recent(() -> gone.toNanos());

  private List<String> read() {
    reads++;
    return there;
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0, 1, at once again",
    "299, 1, within five minutes",
    "300, 2, after that it may have changed",
  })
  void aListIsRememberedForAWhile(long later, int expected, String why) {
    recent.list("users", this::read);
    gone = gone.plus(Duration.ofSeconds(later));
    recent.list("users", this::read);
    assertThat(reads).as(why).isEqualTo(expected);
  }

  @Test
  void eachListByItself() {
    recent.list("users", this::read);
    recent.list("templates", this::read);
    assertThat(reads).isEqualTo(2);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "ann, 100, 1, who is there is not looked for anew",
    "bob, 29, 1, many that miss one ask once",
    "bob, 30, 2, who has come since is found",
  })
  void whatIsMissingIsLookedForAnew(String name, long later, int expected, String why) {
    recent.list("users", this::read);
    there.add("bob");
    gone = gone.plus(Duration.ofSeconds(later));
    var found = recent.find("users", this::read, name::equals);
    assertThat(reads).as(why).isEqualTo(expected);
    assertThat(found.isPresent()).isEqualTo(name.equals("ann") || expected == 2);
  }
}
