package com.paperspace.operator.demo;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** What a person does to a Kubernetes API in the demo, shown as it is done. */
sealed interface Kube extends AutoCloseable permits Kubectl, MockKube {
  /** Where everything happens. */
  String NAMESPACE = "demo";

  /** What it is, in one line. */
  String title();

  /** How the operator reaches it. */
  Config config();

  /** For looking; what changes something is a method here. */
  KubernetesClient client();

  /** Whether owned objects go when their owner goes. */
  boolean collectsGarbage();

  /** Installs the CRDs and makes the namespace. */
  void prepare();

  /** Creates or changes everything in a file. */
  void apply(Path file);

  /** Deletes everything in some files, without waiting. */
  void delete(Path... files);

  /** Replaces one value of a Secret. */
  void rotate(String secret, String key, String value);

  /** Shows all our objects. */
  void show();

  /** Shows the events of one reason. */
  void showEvents(String reason);

  @Override
  void close();
}
