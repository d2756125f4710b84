package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rights of a namespace stay as long as something of ours is there, and no longer. */
class RightsHoldTest {
  private final Desk desk = Desk.inKubernetes();
  private boolean leads = true;
  private final RightsHold rights = rights(Optional.of("rights"), desk.namespace);

  private RightsHold rights(Optional<String> name, String namespace) {
    return new RightsHold(
        desk.client,
        desk.index,
        EventsInPlace.of(desk.client, desk.time),
        () -> {
          if (!leads) {
            throw new NotLeaderException("another leads");
          }
        },
        name,
        Set.of(namespace));
  }

  @BeforeEach
  void bind() {
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("rights")
            .withNamespace(desk.namespace)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "role")
            .build();
    desk.client.resource(binding).create();
  }

  private RoleBinding binding() {
    return desk.client.rbac().roleBindings().inNamespace(desk.namespace).withName("rights").get();
  }

  private boolean isHeld() {
    return RightsBinding.isHeld(binding());
  }

  /** A project that the API server has; the caches know it too. */
  private PaperspaceProject ours(String name) {
    var read = desk.read(PaperspaceProject.class, name, "spec: {name: p}");
    read.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    return desk.know(desk.client.resource(read).create());
  }

  /** It is gone from the API server and from the caches. */
  private void goes(PaperspaceProject project) {
    desk.gone(project);
    var fresh = desk.client.resource(project).get();
    fresh.getMetadata().setFinalizers(List.of());
    desk.client.resource(fresh).update();
    desk.client.resource(project).delete();
  }

  private static PaperspaceProject released(PaperspaceProject project, boolean leaving) {
    project.getMetadata().setFinalizers(List.of());
    project.getMetadata().setDeletionTimestamp(leaving ? "2026-11-27T00:00:00Z" : null);
    return project;
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "rights, true, true, named and served",
    ", true, false, no name is known",
    "rights, false, false, of a namespace that is not served",
  })
  void whatIsHeld(String name, boolean here, boolean held, String why) {
    rights(Optional.ofNullable(name), here ? desk.namespace : "elsewhere").notice(ours("p"));
    assertThat(isHeld()).as(why).isEqualTo(held);
  }

  @Test
  void whatIsNotOursHoldsNothing() {
    rights.notice(desk.stored("p", "spec: {name: p}"));
    assertThat(isHeld()).isFalse();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "true, it is gone but for others",
    "false, it is about to be held",
  })
  void whatIsLetGoIsCountedNoMore(boolean leaving, String why) {
    var project = ours("p");
    rights.notice(project);
    goes(project);
    rights.notice(released(project, leaving));
    assertThat(isHeld()).as(why).isEqualTo(!leaving);
  }

  @Test
  void theLastLetsTheRightsGo() {
    rights.hold(desk.read(PaperspaceProject.class, "p", "spec: {name: p}"));
    rights.hold(desk.read(PaperspaceProject.class, "q", "spec: {name: p}"));
    rights.left(desk.namespace, "p-uid");
    assertThat(isHeld()).as("another is there").isTrue();
    rights.left("elsewhere", "q-uid");
    assertThat(isHeld()).as("not there").isTrue();
    rights.left(desk.namespace, "q-uid");
    assertThat(isHeld()).isFalse();
  }

  @Test
  void theApiServerIsAskedBeforeTheLastStep() {
    var project = ours("p");
    rights.notice(project);
    desk.gone(project);
    rights.left(desk.namespace, project.getMetadata().getUid());
    assertThat(isHeld()).as("the caches are behind").isTrue();
  }

  @Test
  void whatTheCachesShowIsEnough() {
    var project = ours("p");
    rights.notice(project);
    rights.left(desk.namespace, project.getMetadata().getUid());
    assertThat(isHeld()).isTrue();
  }

  @Test
  void onlyTheLeaderLetsGo() {
    var project = ours("p");
    rights.notice(project);
    goes(project);
    leads = false;
    rights.left(desk.namespace, project.getMetadata().getUid());
    assertThat(isHeld()).isTrue();
    leads = true;
    rights.look();
    assertThat(isHeld()).isFalse();
  }

  /** Somebody takes our finalizer off. */
  private void isTakenOff() {
    var binding = binding();
    binding.getMetadata().setFinalizers(List.of());
    rights.changed(desk.namespace, desk.client.resource(binding).update());
  }

  @Test
  void whatSomebodyTakesOffIsHeldAgain() {
    rights.notice(ours("p"));
    isTakenOff();
    leads = false;
    rights.look();
    assertThat(isHeld()).as("only by the leader").isFalse();
    leads = true;
    rights.look();
    assertThat(isHeld()).isTrue();
  }

  @Test
  void whatNobodyNeedsIsNotHeldAgain() {
    var project = ours("p");
    rights.notice(project);
    goes(project);
    isTakenOff();
    rights.look();
    assertThat(isHeld()).isFalse();
  }

  private void theRightsAreTaken() {
    rights.notice(ours("p"));
    desk.client.resource(binding()).delete();
    rights.changed(desk.namespace, binding());
    rights.changed("elsewhere", binding());
  }

  @Test
  void rightsThatAreTakenAreLetGoWithAWord() {
    var namespace =
        new NamespaceBuilder().withNewMetadata().withName(desk.namespace).endMetadata().build();
    desk.client.resource(namespace).create();
    theRightsAreTaken();
    leads = false;
    rights.look();
    assertThat(isHeld()).as("only by the leader").isTrue();
    leads = true;
    rights.look();
    assertThat(binding()).as("gone").isNull();
    assertThat(desk.events())
        .singleElement()
        .asString()
        .startsWith("Warning RightsTaken This gives the operator its rights here")
        .contains("PaperspaceProject/p");
  }

  @Test
  void inANamespaceThatGoesTheyStayToTheLast() {
    desk.namespaceGoes();
    theRightsAreTaken();
    rights.look();
    assertThat(isHeld()).isTrue();
  }

  @Test
  void whatIsOnItsWayOutIsNotHeldAnew() {
    desk.client
        .rbac()
        .roleBindings()
        .inNamespace(desk.namespace)
        .withName("rights")
        .edit(
            it ->
                new RoleBindingBuilder(it)
                    .editMetadata()
                    .addToFinalizers("example.com/held")
                    .endMetadata()
                    .build());
    desk.client.resource(binding()).delete();
    rights.changed(desk.namespace, binding());
    rights.notice(ours("p"));
    rights.look();
    assertThat(Metadata.finalizers(binding())).containsExactly("example.com/held");
  }

  @Test
  void itIsNamedForPeople() {
    assertThat(new RightsBinding(null, "here", "rights"))
        .hasToString("RoleBinding rights in namespace here");
  }
}
