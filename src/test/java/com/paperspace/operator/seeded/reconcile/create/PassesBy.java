package com.paperspace.operator.seeded.reconcile.create;

import com.paperspace.operator.seeded.client.Paperspace;
import java.util.function.Supplier;

/** Calls the API beside the door, and hands it to others, for {@code SeededFaultsTest}. */
public final class PassesBy {
  String calls(Paperspace api) {
    return api.machines().toString();
  }

  Supplier<Object> refers(Paperspace api) {
    return api::machines;
  }

  String hands(Paperspace api) {
    return calls(api);
  }
}
