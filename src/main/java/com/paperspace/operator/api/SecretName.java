package com.paperspace.operator.api;

/** The name of a secret of the cloud, and the rules for where it is that of its resource. */
final class SecretName {
  static final String PATTERN = "^[a-zA-Z][a-zA-Z0-9_]*$";
  static final String FIELD = ".spec.name";
  static final String WORDS =
      "Name deployments use: a letter, then letters, digits and underscores; immutable once a create"
          + " may have happened. By default metadata.name, which must then have this form.";

  static final String FORM = "has(self.spec.name) || self.metadata.name.matches('" + PATTERN + "')";
  static final String OTHER_FORM =
      "name must be set when metadata.name is not a letter followed by letters, digits and"
          + " underscores";

  static final String LENGTH = "has(self.spec.name) || size(self.metadata.name) <= 128";
  static final String TOO_LONG =
      "name must be set when metadata.name is longer than 128 characters";

  private SecretName() {}
}
