package com.paperspace.operator.app;

/** A setting that cannot be used; the message names it and what is allowed, never its value. */
final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSettingException(String message) {
    super(message);
  }
}
