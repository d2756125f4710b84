package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The client against the one contract: every operation, every query parameter, every field. */
class ContractTest {
  private static final JsonNode CONTRACT = contract();

  /** Operations of these tags are covered; a new collection adds its own. */
  private static final Set<String> TAGS =
      Set.of(
          "Authentication",
          "Container Registries",
          "Datasets",
          "Models",
          "Machines",
          "Machine Events",
          "Machine Types",
          "Deployments",
          "Private Networks",
          "Projects",
          "Tags",
          "Custom Templates",
          "OS Templates",
          "Public IPs",
          "Shared Drives",
          "Snapshots",
          "Startup Scripts",
          "Storage Providers",
          "Teams");

  /** Operations of these that the client must not have (docs/paperspace-api.md 1.15). */
  private static final Set<String> NEVER_CALLED =
      Set.of("PUT /teams/{teamId}/users/{userId}", "DELETE /teams/{teamId}/users/{userId}");

  /** What the service takes and the client must never send, by schema and field. */
  private static final Set<String> NEVER_SENT =
      // It moves the machines of others (docs/paperspace-api.md 2.5).
      Set.of("PrivateNetworkCreate.migrateMachines");

  private static JsonNode contract() {
    try (var in = ContractTest.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  // Operations

  @Test
  void everyOperationIsCalledWithNothingButItsOwnParameters() throws Exception {
    var sent = callEveryMethod();
    var expected = operations();
    assertThat(sent.keySet())
        .as("operations the client has; those of TAGS in this test must be all of them")
        .isEqualTo(expected.keySet());
    sent.forEach(
        (operation, query) -> assertThat(expected.get(operation)).as(operation).containsAll(query));
  }

  /** Query parameters by operation. */
  private static Map<String, Set<String>> operations() {
    var operations = new TreeMap<String, Set<String>>();
    for (var path : CONTRACT.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (TAGS.contains(method.getValue().at("/tags/0").asText())) {
          var query = new TreeSet<String>();
          for (var parameter : method.getValue().path("parameters")) {
            if (resolve(parameter).path("in").asText().equals("query")) {
              query.add(resolve(parameter).path("name").asText());
            }
          }
          operations.put(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), query);
        }
      }
    }
    assertThat(operations.keySet()).containsAll(NEVER_CALLED);
    operations.keySet().removeAll(NEVER_CALLED);
    return operations;
  }

  private static Map<String, Set<String>> callEveryMethod() throws Exception {
    var sent = new TreeMap<String, Set<String>>();
    try (var service = new FakeService()) {
      service.server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse.Builder().code(500).build();
            }
          });
      var client = service.client();
      for (var accessor : publicMethods(Paperspace.class)) {
        if (accessor.getParameterCount() > 0 || !isCollection(accessor.getReturnType())) {
          continue;
        }
        var collection = accessor.invoke(client);
        for (var method : publicMethods(collection.getClass())) {
          int before = service.calls.size();
          call(collection, method);
          assertThat(service.calls).as(method.toString()).hasSize(before + 1);
          var call = service.calls.get(before);
          var url = service.server.takeRequest().getUrl();
          sent.computeIfAbsent(call.method() + " " + call.route(), key -> new TreeSet<>())
              .addAll(url.queryParameterNames());
        }
      }
    }
    return sent;
  }

  private static boolean isCollection(Class<?> type) {
    return type.getPackage() == Paperspace.class.getPackage() && !type.isRecord();
  }

  private static List<Method> publicMethods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  private static void call(Object collection, Method method) throws Exception {
    try {
      method.invoke(
          collection,
          Arrays.stream(method.getGenericParameterTypes()).map(ContractTest::filled).toArray());
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).as(method.toString()).isInstanceOf(PaperspaceException.class);
    }
  }

  // Request bodies

  static Stream<Arguments> bodies() {
    return Stream.of(
        // One body for both; which of them has which field, kind/MachineRowsTest checks.
        Arguments.of(Machines.Body.class, "MachineCreate MachineUpdate"),
        Arguments.of(Projects.NewCollaborator.class, "UserIdBody"),
        Arguments.of(MachineAccess.NewAccessor.class, "UserIdBody"),
        Arguments.of(PrivateNetworks.Create.class, "PrivateNetworkCreate"),
        Arguments.of(PrivateNetworks.Change.class, "NameOptional"),
        Arguments.of(Projects.Create.class, "ProjectBody"),
        Arguments.of(Projects.Change.class, "ProjectBody"),
        Arguments.of(Projects.NewTag.class, "NameRequired"),
        Arguments.of(Secrets.Create.class, "SecretCreate"),
        Arguments.of(Secrets.Change.class, "SecretUpdate"),
        Arguments.of(ContainerRegistries.Create.class, "ContainerRegistryCreate"),
        Arguments.of(ContainerRegistries.Change.class, "ContainerRegistryUpdate"),
        Arguments.of(CustomTemplates.Create.class, "CustomTemplateCreate"),
        Arguments.of(CustomTemplates.Change.class, "NameRequired"),
        Arguments.of(DatasetVersions.Create.class, "DatasetVersionCreate"),
        Arguments.of(DatasetVersions.Change.class, "DatasetVersionUpdate"),
        Arguments.of(Datasets.Create.class, "DatasetCreate"),
        Arguments.of(Datasets.Change.class, "DatasetUpdate"),
        Arguments.of(Models.Create.class, "ModelCreate"),
        Arguments.of(PublicIps.Claim.class, "PublicIpClaim"),
        Arguments.of(PublicIps.Assignment.class, "PublicIpAssign"),
        Arguments.of(SharedDrives.Create.class, "SharedDriveCreate"),
        Arguments.of(SharedDrives.Change.class, "NameOptional"),
        Arguments.of(Snapshots.Create.class, "SnapshotCreate"),
        Arguments.of(Snapshots.Change.class, "NameOptional"),
        Arguments.of(Snapshots.Restore.class, "SnapshotRestore"),
        Arguments.of(StartupScripts.Create.class, "StartupScriptCreate"),
        Arguments.of(StartupScripts.Change.class, "StartupScriptUpdate"),
        Arguments.of(StartupScripts.OnMachine.class, "MachineIdBody"),
        Arguments.of(StorageProviders.Create.class, "StorageProviderCreate"),
        Arguments.of(StorageProviders.Change.class, "StorageProviderUpdate"),
        Arguments.of(Deployments.Upsert.class, "DeploymentUpsert"),
        Arguments.of(ContainerConfig.class, "DeploymentConfigV1"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void everyRequestHasExactlyTheFieldsOfTheContract(Class<?> body, String schemas)
      throws IOException {
    var json = Json.parse(Json.write(filled(body)));
    var named = Stream.of(schemas.split(" ", -1));
    check(json, named.map(it -> CONTRACT.at("/components/schemas/" + it)), schemas);
  }

  /** What a schema may be: itself, or each branch of its combinators. */
  private static Stream<JsonNode> branches(JsonNode schema) {
    var resolved = resolve(schema);
    // The client writes v1 and nothing older.
    if (resolved.at("/discriminator/mapping").has("v1")) {
      return Stream.of(CONTRACT.at("/components/schemas/DeploymentConfigV1"));
    }
    var parts =
        Stream.of("oneOf", "anyOf", "allOf").flatMap(name -> resolved.path(name).valueStream());
    var nested = parts.flatMap(ContractTest::branches).toList();
    return nested.isEmpty() ? Stream.of(resolved) : nested.stream();
  }

  private static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? CONTRACT.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static void check(JsonNode json, Stream<JsonNode> schemas, String where) {
    var branches = schemas.flatMap(ContractTest::branches).toList();
    if (json.isObject() && branches.stream().anyMatch(ContractTest::isOpen)) {
      return;
    }
    if (json.isObject()) {
      var properties = properties(branches);
      properties.keySet().removeIf(field -> NEVER_SENT.contains(where + "." + field));
      assertThat(fields(json))
          .as(
              "%s; what the service takes stands in src/test/resources/openapi.yaml, under"
                  + " components/schemas",
              where)
          .isEqualTo(properties.keySet());
      for (var field : json.properties()) {
        var name = field.getKey();
        check(field.getValue(), properties.get(name).stream(), where + "." + name);
      }
    } else if (json.isArray()) {
      check(json.path(0), branches.stream().map(it -> it.path("items")), where + "[]");
    } else {
      var types = branches.stream().map(it -> it.path("type").asText()).toList();
      var ours = json.isTextual() ? "string" : json.isBoolean() ? "boolean" : "number";
      assertThat(json.isInt() ? List.of("integer", "number") : List.of(ours))
          .as(where + " against " + types)
          .containsAnyElementsOf(types);
    }
  }

  /** Takes whatever names people give. */
  private static boolean isOpen(JsonNode schema) {
    return schema.path("additionalProperties").asBoolean() && !schema.has("properties");
  }

  private static Set<String> fields(JsonNode json) {
    return json.properties().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, List<JsonNode>> properties(List<JsonNode> branches) {
    var properties = new TreeMap<String, List<JsonNode>>();
    for (var branch : branches) {
      for (var property : branch.path("properties").properties()) {
        if (!property.getValue().path("deprecated").asBoolean()) {
          properties
              .computeIfAbsent(property.getKey(), key -> new ArrayList<>())
              .add(property.getValue());
        }
      }
    }
    return properties;
  }

  // Masks

  @Test
  void everyRecordWithASecretHidesIt() throws Exception {
    var seen = new ArrayList<String>();
    for (var owner :
        List.of(
            ClientConfig.class,
            Paperspace.class,
            Auth.class,
            Machines.class,
            MachineAccess.class,
            PrivateNetworks.class,
            Projects.class,
            Secrets.class,
            Deployments.class,
            DeploymentTelemetry.class,
            ContainerConfig.class,
            ContainerRegistries.class,
            SharedDrives.class,
            StartupScripts.class,
            StorageProviders.class)) {
      var types = Stream.concat(Stream.of(owner), Arrays.stream(owner.getDeclaredClasses()));
      for (var type : types.toList()) {
        if (type.isRecord() && holdsSecret(type)) {
          var within = type == owner ? "" : owner.getSimpleName() + ".";
          seen.add(within + type.getSimpleName());
          var shown = sample(type).toString();
          for (var component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Sensitive.class)) {
              assertThat(shown).contains(component.getName() + "=***");
            }
          }
        }
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "ClientConfig",
            "MachineAccess.Vnc",
            "Secrets.Create",
            "Secrets.Change",
            "Deployments.View",
            "Deployments.Spec",
            "DeploymentTelemetry.LogEntry",
            "ContainerConfig",
            "ContainerConfig.Env",
            "ContainerConfig.Header",
            "ContainerConfig.Integration",
            "ContainerRegistries.Create",
            "ContainerRegistries.Change",
            "SharedDrives.View",
            "StartupScripts.Create",
            "StartupScripts.Change",
            "StorageProviders.S3Config");
  }

  private static boolean holdsSecret(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(component -> component.isAnnotationPresent(Sensitive.class));
  }

  // Samples

  private static Object filled(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return List.of(filled(list.getActualTypeArguments()[0]));
    }
    if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
      return Map.of("x", "x");
    }
    if (type instanceof Class<?> simple) {
      return simple.isRecord() ? sample(simple) : scalar(simple);
    }
    return null;
  }

  private static Object scalar(Class<?> type) {
    if (type == String.class) {
      return "x";
    }
    if (type == Integer.class || type == int.class) {
      return 1;
    }
    if (type == Double.class) {
      return 1.5;
    }
    if (type == Boolean.class) {
      return true;
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(1);
    }
    if (type == JsonNode.class) {
      return CONTRACT.path("openapi");
    }
    if (type == URI.class) {
      return URI.create("http://localhost");
    }
    if (type == Clock.class) {
      return Clock.systemUTC();
    }
    if (type == Network.class) {
      return Network.DEFAULT;
    }
    if (type == Runnable.class) {
      return (Runnable) () -> {};
    }
    if (type == LongSupplier.class) {
      return (LongSupplier) () -> 0;
    }
    return type == Listener.class ? Listener.NONE : null;
  }

  private static Object sample(Class<?> type) {
    try {
      var components = type.getRecordComponents();
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(components).map(component -> filled(component.getGenericType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
