package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the API server notes of the requests of service accounts; nothing of an administrator's. */
final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DECISION = "/annotations/authorization.k8s.io~1decision";

  /** A watch that goes on has begun, and everything else is over. */
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
        userGroups: ["system:serviceaccounts"]
      """;

  private AuditLog() {}

  /** What an API server needs to keep one in a folder. */
  static List<String> flags(Path dir) throws IOException {
    var policy = dir.resolve("audit-policy.yaml");
    Files.writeString(policy, POLICY, UTF_8);
    return List.of(
        "--audit-policy-file", policy.toString(), "--audit-log-path", file(dir).toString());
  }

  /** The rights a ServiceAccount used, such as "update machines.paperspace.com/status". */
  static Set<String> used(Path dir, String namespace, String account) throws IOException {
    var user = "system:serviceaccount:" + namespace + ":" + account;
    var used = new TreeSet<String>();
    var text = Files.readString(file(dir), UTF_8);
    // The last line may be under way.
    for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      var request = JSON.readTree(line);
      if (request.at("/user/username").asText().equals(user)
          && request.at(DECISION).asText().equals("allow")) {
        var about = request.path("objectRef");
        var part = about.path("subresource").asText();
        var resource = about.path("resource").asText() + (part.isEmpty() ? "" : "/" + part);
        used.add(right(request.path("verb").asText(), about.path("apiGroup").asText(), resource));
      }
    }
    return used;
  }

  /** The rights of a role, in the same words. */
  static Set<String> given(String role) throws IOException {
    var given = new TreeSet<String>();
    for (var rule : JSON.readTree(role).path("rules")) {
      for (var group : rule.path("apiGroups")) {
        for (var resource : rule.path("resources")) {
          rule.path("verbs")
              .forEach(it -> given.add(right(it.asText(), group.asText(), resource.asText())));
        }
      }
    }
    return given;
  }

  /** A right in words, as kubectl names a resource: with its group before a slash. */
  private static String right(String verb, String group, String resource) {
    var dotted = group.isEmpty() ? "" : "." + group;
    return verb + " " + resource.replaceFirst("(?=/)|$", dotted);
  }

  private static Path file(Path dir) {
    return dir.resolve("audit.log");
  }
}
