package com.paperspace.operator.kind;

import com.paperspace.operator.api.PaperspaceResource;

/** The name an object goes by in the cloud. */
final class CloudName {

  /** The declared one, else the resource's own. */
  static String of(String declared, PaperspaceResource<?, ?> resource) {
    return declared == null ? resource.getMetadata().getName() : declared;
  }

  private CloudName() {}
}
