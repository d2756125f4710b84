package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.app.Kinds;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the CRDs from the classes: the generator's output, finished by {@link CrdFinish}. */
public final class Crds {

  /** Every kind there is, in the order a person would meet them. */
  static final List<Class<? extends PaperspaceResource<?, ?>>> KINDS = kinds();

  // Quotes every text: a bare On would be a boolean.
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
          .addModule(new SimpleModule().addSerializer(Double.class, new WholeNumbersAreShort()))
          .build();

  private Crds() {}

  private static List<Class<? extends PaperspaceResource<?, ?>>> kinds() {
    List<Class<? extends PaperspaceResource<?, ?>>> kinds = new ArrayList<>();
    kinds.add(PaperspaceAccount.class);
    Kinds.all().forEach(adapter -> kinds.add(adapter.type()));
    return List.copyOf(kinds);
  }

  /** The CRD of every kind, in the order of {@link #KINDS}. */
  static List<CustomResourceDefinition> all() {
    return of(KINDS);
  }

  /** The CRD of a kind that need not be among them. */
  public static CustomResourceDefinition of(Class<? extends PaperspaceResource<?, ?>> kind) {
    return of(List.<Class<? extends PaperspaceResource<?, ?>>>of(kind)).get(0);
  }

  private static List<CustomResourceDefinition> of(
      List<Class<? extends PaperspaceResource<?, ?>>> kinds) {
    Map<String, CustomResourceDefinition> byKind = new HashMap<>();
    ObjectMapper mapper = new ObjectMapper().addMixIn(ManagedStatus.class, WithoutMaps.class);
    new CRDGenerator()
        .withObjectMapper(mapper, new KubernetesSerialization(mapper, false))
        .forCRDVersions("v1")
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata generated, String version) {
                CustomResourceDefinition crd = (CustomResourceDefinition) generated;
                byKind.put(crd.getSpec().getNames().getKind(), crd);
                return crd;
              }
            })
        .withOutput(new Nowhere())
        .customResourceClasses(List.copyOf(kinds))
        .generate();
    kinds.forEach(kind -> CrdFinish.apply(byKind.get(kind.getSimpleName()), kind));
    return kinds.stream().map(kind -> byKind.get(kind.getSimpleName())).toList();
  }

  /** The content of every file of {@code crds/}, by its name. */
  static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    all().forEach(crd -> files.put(crd.getMetadata().getName() + ".yaml", yaml(crd)));
    return files;
  }

  /** The class of a kind. */
  static Class<? extends PaperspaceResource<?, ?>> kind(String name) {
    return KINDS.stream()
        .filter(type -> type.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind " + name));
  }

  private static String yaml(CustomResourceDefinition crd) {
    String kind = crd.getSpec().getNames().getKind();
    try {
      return "# Generated from the class "
          + kind
          + "; mvn test -Dupdate -Dtest=CrdsAreCurrentTest writes it anew.\n"
          + YAML.writeValueAsString(crd);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generator fails on a map inside a generic record: it reads the record's own type. */
  interface WithoutMaps {
    @JsonIgnore
    Map<String, String> marks();

    @JsonIgnore
    Map<String, Object> createdWith();
  }

  /** The generator's own files are not wanted. */
  private static final class Nowhere implements CRDGenerator.CRDOutput<OutputStream> {
    @Override
    public OutputStream outputFor(String crdName) {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {}
  }

  private static final class WholeNumbersAreShort extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider unused)
        throws IOException {
      if (value == value.longValue()) {
        out.writeNumber(value.longValue());
      } else {
        out.writeNumber(value);
      }
    }
  }
}
