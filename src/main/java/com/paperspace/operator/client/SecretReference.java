package com.paperspace.operator.client;

import java.util.regex.Pattern;

/**
 * How the configuration of a deployment names a secret in place of a value (docs/paperspace-api.md
 * 3.1).
 */
public final class SecretReference {
  private static final String PREFIX = "secret:";

  private static final Pattern FORM = Pattern.compile(PREFIX + "[a-zA-Z][a-zA-Z0-9_]{0,127}");

  /** What stands for the secret of a name. */
  public static String to(String name) {
    return PREFIX + name;
  }

  /** Whether a text is one, and so no secret itself. */
  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }

  private SecretReference() {}
}
