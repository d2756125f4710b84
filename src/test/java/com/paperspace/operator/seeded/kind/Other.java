package com.paperspace.operator.seeded.kind;

/** The other half. */
public record Other(String name) {
  One one() {
    return new One(this);
  }
}
