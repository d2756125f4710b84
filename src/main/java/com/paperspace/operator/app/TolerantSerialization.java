package com.paperspace.operator.app;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.stream.Stream;

/**
 * Reads what a newer version may have written: unknown fields are ignored, and a resource that
 * cannot be read is marked {@link PaperspaceResource#unreadable()} instead of ending the watch of
 * all others, which would end the process.
 */
public final class TolerantSerialization {

  private TolerantSerialization() {}

  /** A serialization for the Kubernetes client. */
  public static KubernetesSerialization create() {
    ObjectMapper mapper =
        new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A size of 1.5 must not silently become 1.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .registerModule(objects());
    return knowing(mapper, Kinds.types());
  }

  /**
   * A serialization that knows these kinds by their names, and no others: those of Fabric8 are
   * hundreds of classes to load. A watch hands over what it does not know as maps, and reads it a
   * second time.
   */
  static KubernetesSerialization knowing(
      ObjectMapper mapper, Stream<? extends Class<? extends KubernetesResource>> kinds) {
    var serialization = new KubernetesSerialization(mapper, false);
    // How a watch is told that it went wrong.
    serialization.registerKubernetesResource(Status.class);
    kinds.forEach(serialization::registerKubernetesResource);
    return serialization;
  }

  private static SimpleModule objects() {
    var module = new SimpleModule();
    module.setDeserializers(new PerObject());
    return module;
  }

  private static final class PerObject extends SimpleDeserializers {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description)
        throws JsonMappingException {
      return PaperspaceResource.class.isAssignableFrom(type.getRawClass())
          ? new TolerantDeserializer(type)
          : super.findBeanDeserializer(type, config, description);
    }
  }
}
