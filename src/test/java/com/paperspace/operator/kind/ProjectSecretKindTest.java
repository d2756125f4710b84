package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.client.Secrets;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is known by its project and name, and its value by what stands for it. */
class ProjectSecretKindTest {
  private static final String SPEC =
      "{projectId: pj1, name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: k}}}";

  private final Adapter<ProjectSecret, ProjectSecret.Observed, Remote<Secrets.View>> adapter =
      ProjectSecretKind.adapter();

  private static ProjectSecret secret(String spec) {
    return Given.resource(ProjectSecret.class, spec);
  }

  private static Remote<Secrets.View> seen(String project, String view) {
    return Remote.of(project, Given.read(Secrets.View.class, view));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "pj1/A, pj1/B, true, two secrets of one project",
    "pj1/A, pj1/A, true, one and the same",
    "pj1/A, pj2/A, false, the same name in another project",
    "pj1/A, pj11/A, false, a project whose id begins alike",
    "pj1, pj1/A, true, an id without a name is its project's",
  })
  void idsBelongToTheScopeOfTheirProject(String id, String other, boolean same, String why) {
    assertThat(adapter.sameScope(id, other)).as(why).isEqualTo(same);
  }

  @Test
  void theProjectIsNamedByReferenceOrById() {
    var byId = secret(SPEC);
    var byRef = secret(SPEC.replace("projectId: pj1", "projectRef: {name: p}"));
    var value = new Reference.ToSecret("valueFrom.secretKeyRef", new SecretKeyRef("s", "k"));
    assertThat(adapter.references(byId)).containsExactly(value);
    assertThat(adapter.references(byRef))
        .containsExactly(
            new Reference.ToResource("projectRef", PaperspaceProject.class, "p"), value);
    assertThat(adapter.scope(byId, Given.given())).isEqualTo("pj1");
    assertThat(adapter.scope(byRef, Given.given())).isEqualTo("id-of-projectRef");
    assertThat(adapter.naturalKey(byId, Given.given())).contains("pj1/TOKEN");
    assertThat(adapter.naturalKey(secret(SPEC.replace("name: TOKEN, ", "")), Given.given()))
        .as("by its own name")
        .contains("pj1/here");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "pj1 | TOKEN |                                    | as declared",
        "pj2 | TOKEN | REPLACE project pj1 was pj2        | a secret does not move",
        "pj1 | OTHER | REPLACE name TOKEN was OTHER       | nor is it renamed",
      })
  void whereItIsAndWhatItIsCalledIsFixed(String project, String name, String drift, String why) {
    var known = Given.given("value", "digest(s3cret)", "valueKey", "digest()", "valueSource", "v1");
    assertThat(
            Given.words(adapter.diff(secret(SPEC), seen(project, "{name: " + name + "}"), known)))
        .as(why)
        .isEqualTo(drift == null ? "" : drift);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "digest(s3cret) | 2026-11-20T00:00:00Z | 2026-11-20T00:00:00Z || as it was sent",
        "digest(s3cret) | 2026-11-20T00:00:00Z | 2026-11-19T00:00:00Z || a read may lag",
        "digest(s3cret) | 2026-11-20T00:00:00Z | 2026-11-20T00:00:01Z "
            + "| CORRECT (changed elsewhere at 2026-11-20T00:00:01Z) | written since",
        "digest(s3cret) | 2026-11-20T00:00:00Z | || what is not shown is no difference",
        "digest(s3cret) | | 2026-11-20T00:00:00Z || nor is what was not noted",
        "digest(s3cret) | 2026-11-21T00:01:01Z | 2026-11-20T00:00:00Z "
            + "| CORRECT (changed elsewhere at 2026-11-20T00:00:00Z) | a note from the future",
        "digest(s3cret) | 2026-11-21T00:01:00Z | 2026-11-20T00:00:00Z || clocks differ by a minute",
        "digest(s3cret) | 2026-12-21T00:00:00Z | 2026-12-21T00:00:00Z || an answer from there",
        "digest(old) | 2026-11-20T00:00:00Z | 2026-11-20T00:00:00Z | VERB (an older value) | edited",
        "| 2026-11-20T00:00:00Z | 2026-11-20T00:00:00Z | CORRECT (unknown) | never sent from here",
      })
  void whatStandsForTheValueIsCompared(
      String sent, String noted, String shown, String drift, String why) {
    var marks = new HashMap<String, String>();
    if (sent != null) {
      marks.put("value", sent);
      marks.put("valueKey", "digest()");
      marks.put("valueSource", "v1");
    }
    if (noted != null) {
      marks.put("dtModified", noted);
    }
    var view = "{name: TOKEN, dtModified: " + (shown == null ? "null" : "'" + shown + "'") + "}";
    var expected = "";
    if (drift != null) {
      var parts = drift.split(" ", 2);
      expected = parts[0] + " value (as in Secret s, key k) was " + parts[1];
    }
    assertThat(
            Given.words(adapter.diff(secret(SPEC), seen("pj1", view), new Given(marks, "s3cret"))))
        .as(why)
        .isEqualTo(expected);
  }

  @Test
  void whoOnlyWatchesIsNotToldOfAValueNeverSent() {
    var watched =
        secret(SPEC.replace("{projectId", "{policy: {management: ObserveOnly}, projectId"));
    assertThat(adapter.diff(watched, seen("pj1", "{name: TOKEN}"), Given.given())).isEmpty();
  }

  @Test
  void aValueLongerThanTheApiTakesIsRefusedHere() {
    var known = Map.of("value", "digest(x)");
    assertThat(
            adapter.diff(
                secret(SPEC), seen("pj1", "{name: TOKEN}"), new Given(known, "x".repeat(8192))))
        .as("8192 characters are taken")
        .hasSize(1);
    assertThatThrownBy(
            () ->
                adapter.diff(
                    secret(SPEC), seen("pj1", "{name: TOKEN}"), new Given(known, "x".repeat(8193))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has 8193 characters; the API takes at most 8192");
  }

  @Test
  void whatADeploymentUsesIsNotDeleted() {
    assertThatThrownBy(
            () ->
                adapter
                    .delete(seen("pj1", "{name: TOKEN, hasDeploymentAttached: true}"))
                    .call()
                    .send(null))
        .isInstanceOf(InUseException.class)
        .hasMessageContaining("A deployment still uses secret TOKEN");
  }

  @Test
  void itIsShownWithoutItsValue() {
    var seen =
        seen(
            "pj1",
            "{name: TOKEN, dtCreated: '2026-11-20T10:00:00Z', dtModified: '2026-11-20T11:00:00Z'}");
    assertThat(adapter.observe(secret(SPEC), seen, Given.given()).observed())
        .isEqualTo(
            new ProjectSecret.Observed(
                "pj1", "TOKEN", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z", false));
    assertThat(
            adapter
                .observe(
                    secret(SPEC),
                    seen("pj1", "{name: T, hasDeploymentAttached: true}"),
                    Given.given())
                .observed())
        .isEqualTo(new ProjectSecret.Observed("pj1", "T", null, null, true));
    assertThat(adapter.identity(seen).id()).isEqualTo("pj1/TOKEN");
    assertThat(adapter.identity(seen).name()).isEqualTo("TOKEN");
    assertThat(adapter.identity(seen).createdAt()).isEqualTo("2026-11-20T10:00:00Z");
  }
}
