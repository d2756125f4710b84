package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.support.KubeServer;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each trouble with a RoleBinding is said once, and again when it was over in between. */
class RightsPlaceTest {
  private final KubeServer kubernetes = KubeServer.mock();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RightsPlace.class);
  private final RightsPlace place =
      new RightsPlace(
          new RightsBinding(kubernetes.client(), "here", "rights"),
          new ResourceIndex(),
          new Events(kubernetes.client(), Clock.systemUTC()),
          MutationGuard.ALWAYS);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    kubernetes.close();
  }

  private List<String> warned() {
    return log.list.stream()
        .filter(it -> it.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private RoleBinding bind() {
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("rights")
            .withNamespace("here")
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "role")
            .build();
    return kubernetes.client().resource(binding).create();
  }

  private void unbind() {
    var client = kubernetes.client();
    var binding = client.rbac().roleBindings().inNamespace("here").withName("rights");
    binding.edit(
        it -> new RoleBindingBuilder(it).editMetadata().withFinalizers().endMetadata().build());
    binding.delete();
    place.changed(null);
  }

  @Test
  void whatIsMissingAgainIsSaidAgain() {
    place.hold("one");
    place.look();
    place.hold("one");
    assertThat(warned()).singleElement().asString().contains("does not exist");

    place.changed(bind());
    place.hold("one");
    assertThat(
            kubernetes.client().rbac().roleBindings().inNamespace("here").withName("rights").get())
        .matches(it -> it.getMetadata().getFinalizers().contains(Annotations.IN_USE_FINALIZER));
    unbind();
    place.hold("one");
    assertThat(warned()).hasSize(2);
  }
}
