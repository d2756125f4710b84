package com.paperspace.operator.operator;

/** A setting that cannot be used; the message names it and what is allowed, never its value. */
final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSettingException(String message) {
    super(message);
  }
}
