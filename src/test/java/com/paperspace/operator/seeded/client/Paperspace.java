package com.paperspace.operator.seeded.client;

/** A client of nothing, for {@code SeededFaultsTest}. */
public final class Paperspace {
  /** One collection of it. */
  public record Machines() {}

  /** The way to it. */
  public Machines machines() {
    return new Machines();
  }
}
