package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a project that names its models by their resources decides on. */
class ProjectOfModelTest {
  private static PaperspaceProject project(String spec) {
    return Given.resource(PaperspaceProject.class, spec);
  }

  private static List<String> words(List<SharedField> fields) {
    return fields.stream().map(SharedField::words).toList();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{projectId: p1} | it names its project by id | false",
        "{projectRef: {name: p}} | or by reference | false",
        "{name: m} | its project is left to others | true",
        "none | nothing is known of it | true",
      })
  void aModelThatDeclaresItsProjectIsNotAProjectsToDeclare(String spec, String why, boolean fits) {
    var model = spec.equals("none") ? new Model() : Given.resource(Model.class, spec);
    assertThat(unfit(model).isEmpty()).as(why).isEqualTo(fits);
    if (!fits) {
      assertThat(unfit(model)).startsWith("declares its project itself");
    }
  }

  private static String unfit(PaperspaceResource<?, ?> resource) {
    var named = project("{modelRefs: [{name: a}]}").getSpec();
    var reference =
        (Reference.ToResource) ProjectOfModel.DECLARED.references(named).findFirst().orElseThrow();
    return reference.unfit().apply(resource).orElse("");
  }

  @Test
  void whatIsNoModelIsOfNoConcern() {
    assertThat(unfit(project("{name: p}"))).isEmpty();
  }

  @Test
  void aModelIsKnownByItsResourceAndByItsId() {
    var both = project("{models: [mo1], modelRefs: [{name: a}]}");
    assertThat(words(ProjectOfModel.declaredByProject(both)))
        .containsExactly("project of Model mo1", "project of Model ml/a");
    var refs = project("{modelRefs: [{name: a}, {name: b}]}");
    assertThat(words(ProjectOfModel.declaredByProject(refs)))
        .containsExactly("project of Model ml/a", "project of Model ml/b");
    assertThat(words(ProjectOfModel.namedByProject(refs, Given.given())))
        .containsExactly(
            "project of Model id-of-modelRefs[a]", "project of Model id-of-modelRefs[b]");
    assertThat(ProjectOfModel.namedByProject(project("{models: [mo1]}"), Given.given())).isEmpty();
  }

  @Test
  void aModelThatIsNamedIsLookedFor() {
    try (var told = new ToldApi().get("/models/mo1", "{'id': 'mo1', 'name': 'a'}")) {
      assertThat(ProjectOfModel.DECLARED.exists().test(told.api(), "mo1")).isTrue();
      assertThat(ProjectOfModel.DECLARED.exists().test(told.api(), "mo2")).isFalse();
    }
  }
}
