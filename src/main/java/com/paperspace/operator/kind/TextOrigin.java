package com.paperspace.operator.kind;

import com.paperspace.operator.api.ConfigMapKeyRef;
import com.paperspace.operator.api.KeyRef;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.api.TextSource;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Text;
import java.util.Optional;

/**
 * Where a spec has a text from. Prints none.
 *
 * @param place where in the spec it is said
 * @param key of the Secret or ConfigMap that has it; null if the spec has it
 * @param inline the text, if the spec has it
 */
record TextOrigin(String place, KeyRef key, String inline) {

  static TextOrigin of(String place, SecretKeyRef key) {
    return new TextOrigin(place, key, null);
  }

  static TextOrigin of(String field, TextSource source) {
    if (source.secretKeyRef() != null) {
      return of(field + ".secretKeyRef", source.secretKeyRef());
    }
    return source.configMapKeyRef() != null
        ? new TextOrigin(field + ".configMapKeyRef", source.configMapKeyRef(), null)
        : new TextOrigin(field + ".inline", null, source.inline());
  }

  /** What is to be resolved before it can be read. */
  Optional<Reference> reference() {
    if (key instanceof SecretKeyRef secret) {
      return Optional.of(new Reference.ToSecret(place, secret));
    }
    return key instanceof ConfigMapKeyRef map
        ? Optional.of(new Reference.ToConfigMap(place, map))
        : Optional.empty();
  }

  String text(Inputs inputs) {
    if (key instanceof SecretKeyRef secret) {
      return inputs.secret(secret);
    }
    return key instanceof ConfigMapKeyRef map ? inputs.text(map) : inline;
  }

  /** What stands for it in a status; a text of the spec itself is no secret. */
  String version(Inputs inputs) {
    return key == null ? Text.sha256(inline) : inputs.version(key);
  }

  /** What has it, in words. */
  String object() {
    if (key == null) {
      return "the spec";
    }
    return (key instanceof SecretKeyRef ? "Secret " : "ConfigMap ") + key.name();
  }

  /** Likewise, to the key. */
  String words() {
    return object() + (key == null ? "" : ", key " + key.key());
  }

  /** The text, in words. */
  String what() {
    return key == null ? "the text" : "the value under " + key.key() + " of " + object();
  }

  /** Never the text. */
  @Override
  public String toString() {
    return "TextOrigin[place=" + place + ", key=" + key + "]";
  }
}
