package com.paperspace.operator.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The API contract: which operations exist, and whether a request or an answer obeys them. */
final class Contract {
  private static final String RESOURCE = "openapi.yaml";

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  /** One operation: its parameters resolved, its bodies still in the document. */
  record Operation(
      String method, String template, List<String> segments, JsonNode node, String pointer) {
    boolean takesBody() {
      return node.has("requestBody");
    }

    boolean needsBody() {
      return node.at("/requestBody/required").asBoolean();
    }
  }

  /** One way in which a request or an answer breaks the contract. */
  record Issue(String path, String message) {
    String text() {
      return path.isEmpty() ? message : path + " " + message;
    }
  }

  /** Parsed at first use, then shared by every simulator of the JVM. */
  private static final class Holder {
    private static final Contract CONTRACT = new Contract();
  }

  static Contract shared() {
    return Holder.CONTRACT;
  }

  private Contract() {
    try (var in = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      document = new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the contract cannot be read", e);
    }
    for (var path : document.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        var pointer = "/paths/" + path.getKey().replace("/", "~1") + "/" + method.getKey();
        operations.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                segments(path.getKey()),
                method.getValue(),
                pointer));
      }
    }
    var dialect =
        Dialect.builder(Dialects.getOpenApi30())
            .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
            .build();
    registry = SchemaRegistry.withDialect(dialect);
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The operation behind a path; a template's literal segments win over its parameters. */
  Optional<Operation> find(String method, String path) {
    var segments = segments(path);
    return operations.stream()
        .filter(it -> it.method.equals(method) && matches(it, segments))
        .min((a, b) -> Long.compare(parameters(a), parameters(b)));
  }

  boolean knowsPath(String path) {
    var segments = segments(path);
    return operations.stream().anyMatch(it -> matches(it, segments));
  }

  Map<String, String> pathParameters(Operation operation, String path) {
    var values = new HashMap<String, String>();
    var segments = segments(path);
    for (int i = 0; i < segments.size(); i++) {
      var name = operation.segments.get(i);
      if (name.startsWith("{")) {
        values.put(name.substring(1, name.length() - 1), segments.get(i));
      }
    }
    return values;
  }

  /** What is wrong with the parameters in the path, the query and the headers. */
  List<Issue> checkParameters(Operation operation, Request request) {
    var issues = new ArrayList<Issue>();
    var unknown = new HashSet<>(request.query().keySet());
    var list = operation.node.path("parameters");
    for (int i = 0; i < list.size(); i++) {
      var reference = list.get(i).path("$ref").asText();
      var pointer =
          reference.isEmpty() ? operation.pointer + "/parameters/" + i : reference.substring(1);
      var parameter = document.at(pointer);
      var name = parameter.path("name").asText();
      var value =
          switch (parameter.path("in").asText()) {
            case "path" -> request.pathParameters().get(name);
            case "query" -> request.query().get(name);
            default -> request.headers().get(name);
          };
      unknown.remove(name);
      if (value != null) {
        check(pointer + "/schema", literal(parameter.path("schema"), value))
            .forEach(it -> issues.add(new Issue(name, it.message)));
      } else if (parameter.path("required").asBoolean()) {
        issues.add(new Issue(name, "is required"));
      }
    }
    unknown.forEach(it -> issues.add(new Issue(it, "is not a query parameter of this operation")));
    return issues;
  }

  List<Issue> checkBody(Operation operation, String body) {
    return check(operation.pointer + "/requestBody/content/application~1json/schema", body);
  }

  List<Issue> checkAnswer(Operation operation, int status, String body) {
    return status == 200
        ? check(operation.pointer + "/responses/200/content/application~1json/schema", body)
        : check("/components/schemas/Error", body);
  }

  private List<Issue> check(String pointer, String json) {
    return schemas
        .computeIfAbsent(pointer, this::schema)
        .validate(
            json, InputFormat.JSON, it -> it.executionConfig(c -> c.formatAssertionsEnabled(true)))
        .stream()
        .map(it -> new Issue(it.getInstanceLocation().toString(), it.getMessage()))
        .toList();
  }

  private Schema schema(String pointer) {
    var fragment = pointer.replace("{", "%7B").replace("}", "%7D");
    return registry.getSchema(SchemaLocation.of("classpath:" + RESOURCE + "#" + fragment));
  }

  /** A parameter's text as the JSON its schema speaks of: a number where one is asked for. */
  private static String literal(JsonNode schema, String value) {
    var type = schema.path("type").asText();
    if (type.equals("integer") || type.equals("number") || type.equals("boolean")) {
      try {
        var parsed = Json.parse(value);
        if (parsed.isValueNode() && !(parsed instanceof MissingNode)) {
          return value;
        }
      } catch (JsonProcessingException e) {
        // Not a number: the schema will say so of the quoted text.
      }
    }
    return TextNode.valueOf(value).toString();
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  private static boolean matches(Operation operation, List<String> segments) {
    var template = operation.segments;
    return template.size() == segments.size()
        && IntStream.range(0, template.size())
            .allMatch(
                i ->
                    template.get(i).startsWith("{")
                        ? !segments.get(i).isEmpty()
                        : template.get(i).equals(segments.get(i)));
  }

  private static long parameters(Operation operation) {
    return operation.segments.stream().filter(it -> it.startsWith("{")).count();
  }
}
