package com.paperspace.operator.reconcile.cluster;

import java.util.Map;

/**
 * What a cloud object gives away. Prints no value.
 *
 * @param id of the cloud object
 * @param values by key
 * @param whole whether a key that is left out is there no more; if not, its value is not shown
 */
public record OutputValues(String id, Map<String, String> values, boolean whole) {
  @Override
  public String toString() {
    return "OutputValues[id=" + id + ", keys=" + values.keySet() + "]";
  }
}
