package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.client.ContainerRegistries.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a registry differs, what its login is tried for, and how a deployment names it. */
class ContainerRegistryKindTest {
  private static final String SPEC =
      "{name: hub, kind: ghcr, url: 'https://a', registryNamespace: acme, username: bot,"
          + " passwordFrom: {secretKeyRef: {name: s, key: k}}}";
  private static final String VIEW =
      "{id: cr1, name: hub, kind: ghcr, url: 'https://a', namespace: acme, username: bot,"
          + " dtCreated: '2026-11-20T10:00:00Z', dtModified: '2026-11-20T11:00:00Z'}";

  private final Adapter<ContainerRegistry, ContainerRegistry.Observed, Remote<View>> adapter =
      ContainerRegistryKind.adapter();

  private static ContainerRegistry registry(String spec) {
    return Given.resource(ContainerRegistry.class, spec);
  }

  private static Remote<View> view(String yaml) {
    return Remote.of("", Given.read(View.class, yaml));
  }

  private static Given sent(String modified) {
    return RegistryAnswersTest.marks("s3cret", modified);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: hub      | name: old      | CORRECT name hub was old",
        "kind: ghcr     | kind: other    | CORRECT kind ghcr was other",
        "'https://a'    | 'https://b'    | CORRECT url https://a was https://b",
        "username: bot  | username: fox  | CORRECT username bot was fox",
        "namespace: acme| namespace: ''  | CORRECT registryNamespace acme was (none)",
        "kind: ghcr     | kind: null     |",
        "11:00:00Z      | 11:00:01Z      | CORRECT password (as in Secret s, key k) was"
            + " (changed elsewhere at 2026-11-20T11:00:01Z)",
      })
  void whatDiffers(String as, String shown, String drift) {
    var seen = view(VIEW.replace(as, shown));
    var found = adapter.diff(registry(SPEC), seen, sent("2026-11-20T11:00:00Z"));
    assertThat(Given.words(found)).isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void whatIsLeftOutIsNotCompared() {
    var spec = SPEC.replace("kind: ghcr, ", "").replace("registryNamespace: acme, ", "");
    assertThat(adapter.diff(registry(spec), view(VIEW), sent("2026-11-20T11:00:00Z"))).isEmpty();
    assertThat(adapter.references(registry(SPEC)))
        .containsExactly(
            new Reference.ToSecret("passwordFrom.secretKeyRef", new SecretKeyRef("s", "k")));
  }

  private String subject(String view, Given inputs) {
    var check = adapter.check(registry(SPEC), view(view), inputs).orElseThrow();
    assertThat(check.condition()).isEqualTo("LoginVerified");
    assertThat(check.subject().replace("digest(s3cret)", "")).doesNotContain("s3cret");
    return check.subject();
  }

  /** The test itself may count as a write, so that the date tells nothing. */
  @Test
  void theLoginIsTriedForWhatTheCloudHasAndForEachPassword() {
    var sent = sent("2026-11-20T11:00:00Z");
    var known = subject(VIEW, sent);
    assertThat(subject(VIEW, sent)).isEqualTo(known);
    assertThat(subject(VIEW.replace("T11:00:00Z", "T11:00:01Z"), sent)).isEqualTo(known);
    assertThat(subject(VIEW.replace("bot", "fox"), sent)).isNotEqualTo(known);
    var marks = new HashMap<>(sent.marks());
    marks.put("value", "digest(another)");
    assertThat(subject(VIEW, new Given(marks, "another"))).isNotEqualTo(known);
    assertThat(SharedDriveKind.adapter().check(null, null, Given.given())).isEmpty();
  }

  @Test
  void itIsShownWithoutItsPassword() {
    assertThat(adapter.observe(registry(SPEC), view(VIEW), Given.given()).observed())
        .isEqualTo(
            new ContainerRegistry.Observed(
                "hub", "ghcr", "https://a", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"));
  }

  /** One made in the console may hold a login. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "https://robot:tok3n@registry.example.com, https://***@registry.example.com",
    "https://robot:tok3n/@x@registry.example.com, https://***@registry.example.com",
    "robot:tok3n@registry.example.com, ***@registry.example.com",
    "https://tok3n@registry.example.com/v2, https://***@registry.example.com/v2",
  })
  void theLoginInAnAddressIsNotShown(String url, String shown) {
    var view = view(VIEW.replace("https://a", url));
    var seen = adapter.observe(registry(SPEC), view, Given.given()).observed();
    assertThat(seen.url()).isEqualTo(shown);
    var found = adapter.diff(registry(SPEC), view, sent("2026-11-20T11:00:00Z"));
    assertThat(Given.words(found))
        .isEqualTo("CORRECT url https://a was " + shown + " (value digest(" + url.charAt(0) + ")");
  }

  private static ManagedStatus<Object> status(Object observed) {
    var draft = StatusDraft.from(null, Given.NOW);
    draft.id = "cr1";
    draft.observed = observed;
    return draft.build();
  }

  @Test
  void aDeploymentKnowsItByTheNameItHasInTheCloud() {
    var resources =
        "projectId: p1, image: a, resources: {machineType: C4, ports: [80], replicas: 1}";
    var byRef =
        Given.resource(Deployment.class, "{" + resources + ", containerRegistryRef: {name: hub}}");
    var reference = (Reference.ToResource) new DeploymentAdapter().references(byRef).get(0);
    assertThat(reference.field()).isEqualTo("containerRegistryRef");
    assertThat(reference.kind()).isEqualTo(ContainerRegistry.class);
    var seen = new ContainerRegistry.Observed("in-cloud", null, null, null, null);
    assertThat(reference.value().apply(status(seen))).isEqualTo("in-cloud");
    assertThat(reference.value().apply(status(null))).as("not seen yet").isNull();
    assertThat(DeploymentConfig.declared(byRef, Given.given()).containerRegistry())
        .isEqualTo("id-of-containerRegistryRef");
    var byName = Given.resource(Deployment.class, "{" + resources + ", containerRegistry: own}");
    assertThat(new DeploymentAdapter().references(byName)).isEmpty();
    assertThat(DeploymentConfig.declared(byName, Given.given()).containerRegistry())
        .isEqualTo("own");
  }
}
