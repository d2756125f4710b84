package com.paperspace.operator.api;

/** Names one key of an object of Kubernetes that holds values. */
public sealed interface KeyRef permits ConfigMapKeyRef, SecretKeyRef {

  /** Name of the object. */
  String name();

  /** Key inside it. */
  String key();
}
