package com.paperspace.operator.client;

import java.util.Arrays;
import java.util.List;

/** One problem of a request: where, in the terms of its body, and what. */
record Issue(List<String> path, String message) {

  /** The steps of a path written as text. */
  static List<String> steps(String path) {
    return Arrays.stream(path.split("[./\\[\\]]+", -1)).filter(it -> !it.isEmpty()).toList();
  }
}
