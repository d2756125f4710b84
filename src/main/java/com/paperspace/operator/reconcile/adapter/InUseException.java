package com.paperspace.operator.reconcile.adapter;

import java.util.List;

/** Deleting now would destroy, or is refused because of, something else; the message names it. */
public final class InUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Part> parts;

  /**
   * A cloud object that would be destroyed with the other.
   *
   * @param kind the class of the resources that manage such objects
   */
  public record Part(Class<?> kind, String id) {}

  /** Says what is in the way and what to do. */
  public InUseException(String message) {
    super(message);
    this.parts = List.of();
  }

  /** Leaves it to the engine to name the parts: it knows which of them a resource manages. */
  public InUseException(String whole, List<Part> parts) {
    super(whole);
    this.parts = List.copyOf(parts);
  }

  /**
   * Returns where nothing would be destroyed.
   *
   * @throws InUseException otherwise
   */
  public static void requireNone(String whole, List<Part> parts) {
    if (!parts.isEmpty()) {
      throw new InUseException(whole, parts);
    }
  }

  /** What would be destroyed; empty when the message says it all. */
  public List<Part> parts() {
    return parts;
  }
}
