package com.paperspace.operator.kind;

/**
 * The id of what a parent holds, {@code <parent id>/<key>}, for the API has none.
 *
 * @param key what the API knows it by in its parent
 */
record ScopedId(String parent, String key) {

  /** Reads an id; one without a key is its parent's. */
  static ScopedId of(String id) {
    int slash = id.indexOf('/');
    return slash < 0
        ? new ScopedId(id, id)
        : new ScopedId(id.substring(0, slash), id.substring(slash + 1));
  }

  @Override
  public String toString() {
    return parent + "/" + key;
  }
}
