package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.StorageProvider;
import java.util.function.Function;

/** The storage provider a spec names, by reference or by id; only a create can set it. */
final class StorageRef {
  static final String FIELD = "storageProviderRef";

  private StorageRef() {}

  static <S, V> ReferenceRow<S, V> row(
      Function<S, LocalRef> ref, Function<S, String> id, Function<V, String> actual) {
    return new ReferenceRow<>(
        new ResourceRef<>(FIELD, "storageProviderId", StorageProvider.class, ref, id),
        actual,
        (api, it) -> api.storageProviders().get(it).isPresent(),
        true);
  }
}
