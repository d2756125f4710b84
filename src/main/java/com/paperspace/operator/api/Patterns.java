package com.paperspace.operator.api;

/** What texts of several kinds must look like, so that a typing error is refused at once. */
final class Patterns {
  /** Name of a Kubernetes object (RFC 1123 subdomain). */
  static final String OBJECT = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** Key of a Kubernetes Secret or ConfigMap. */
  static final String DATA_KEY = "^[-._a-zA-Z0-9]+$";

  /** Name in the cloud: without control characters, and no blank at its ends. */
  static final String NAME =
      "^[^\\s\\x00-\\x1f\\x7f]([^\\x00-\\x1f\\x7f]*[^\\s\\x00-\\x1f\\x7f])?$";

  /** Likewise one of several that go into one text with commas between. */
  static final String TAG =
      "^[^\\s,\\x00-\\x1f\\x7f]([^,\\x00-\\x1f\\x7f]*[^\\s,\\x00-\\x1f\\x7f])?$";

  /** A URL, without blanks. */
  static final String URL = "^https?://[^\\s/]\\S*$";

  /** A word of the cloud: a label or an id, without blanks. */
  static final String WORD = "^\\S+$";

  /** An e-mail address, so far as a typing error is seen at once. */
  static final String EMAIL = "^[^@\\s]+@[^@\\s]+$";

  /** Id that becomes part of a path. */
  static final String ID = "^[a-zA-Z0-9][-_a-zA-Z0-9]*$";

  /** Likewise, or nothing. */
  static final String ID_OR_NONE = "^([a-zA-Z0-9][-_a-zA-Z0-9]*)?$";

  /**
   * Id of any kind, or nothing: of those with a parent {@code <project>/<name>} or {@code
   * <dataset>/<version>}, of an address itself, with its dots.
   */
  static final String EXTERNAL_ID = "^([a-zA-Z0-9][-_.a-zA-Z0-9]*(/[a-zA-Z0-9][-_a-zA-Z0-9]*)?)?$";

  /** A period, in one unit; the longest in seconds has five digits. */
  static final String PERIOD = "^[0-9]{1,5}[smh]$";

  private Patterns() {}
}
