package com.paperspace.operator.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.paperspace.operator.support.KubeServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fabric8's mock server, which kubectl does not understand: a client does what kubectl would. */
final class MockKube implements Kube {
  private final Narrator narrator;
  private final KubeServer server;

  MockKube(Narrator narrator) {
    this.narrator = narrator;
    server = KubeServer.mock();
  }

  @Override
  public String title() {
    return "the Fabric8 mock server (no kubectl; a client does what kubectl would)";
  }

  @Override
  public Config config() {
    return server.config();
  }

  @Override
  public KubernetesClient client() {
    return server.client();
  }

  @Override
  public boolean collectsGarbage() {
    return false;
  }

  @Override
  public void prepare() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata();
    client().resource(namespace.build()).create();
    narrator.say("(client) CRDs and namespace %s are there", NAMESPACE);
  }

  @Override
  public void apply(Path file) {
    narrator.say("(client) apply %s", file);
    for (var item : items(file)) {
      var there = client().resource(item).inNamespace(NAMESPACE).get();
      if (there == null) {
        client().resource(item).inNamespace(NAMESPACE).create();
      } else {
        client().resource(there).edit(it -> merged(it, item));
      }
      narrator.say("%s %s", name(item), there == null ? "created" : "applied");
    }
  }

  /** What {@code kubectl apply} does, but not by a merge patch: the mock appends to lists. */
  private HasMetadata merged(HasMetadata there, HasMetadata wanted) {
    var json = client().getKubernetesSerialization();
    Map<?, ?> before = json.convertValue(there, Map.class);
    var merged = new LinkedHashMap<Object, Object>(before);
    Map<?, ?> declared = json.convertValue(wanted, Map.class);
    for (var part : List.of("spec", "data")) {
      if (declared.containsKey(part)) {
        merged.put(part, declared.get(part));
      }
    }
    return json.convertValue(merged, there.getClass());
  }

  @Override
  public void delete(Path... files) {
    for (var file : files) {
      narrator.say("(client) delete %s", file);
      items(file).forEach(item -> client().resource(item).inNamespace(NAMESPACE).delete());
    }
  }

  @Override
  public void rotate(String secret, String key, String value) {
    narrator.say("(client) Secret %s: %s is now '%s'", secret, key, value);
    client()
        .secrets()
        .inNamespace(NAMESPACE)
        .withName(secret)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"data\":{\"%s\":\"%s\"}}".formatted(key, encoded(value)));
  }

  @Override
  public void show() {
    narrator.say("(client) all our objects in all namespaces: as in the table above");
  }

  @Override
  public void showEvents(String reason) {
    narrator.say("(client) events with reason %s", reason);
    client().events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> reason.equals(event.getReason()))
        .forEach(
            it -> narrator.say("%s  %s  %s", reason, it.getRegarding().getName(), it.getNote()));
  }

  private List<HasMetadata> items(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var items = new ArrayList<>(client().load(in).items());
      items.forEach(MockKube::encode);
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A real API server does this to every Secret. */
  private static void encode(HasMetadata item) {
    if (item instanceof Secret secret && secret.getStringData() != null) {
      var data = new HashMap<String, String>();
      secret.getStringData().forEach((key, value) -> data.put(key, encoded(value)));
      secret.setData(data);
      secret.setStringData(null);
    }
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
  }

  private static String name(HasMetadata item) {
    return item.getKind() + "/" + item.getMetadata().getName();
  }

  @Override
  public void close() {
    server.close();
  }
}
