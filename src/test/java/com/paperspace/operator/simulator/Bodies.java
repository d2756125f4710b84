package com.paperspace.operator.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Request bodies the simulator's own tests share. */
final class Bodies {
  private Bodies() {}

  static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }

  static String machine(String name) {
    return machine(name, null);
  }

  static String machine(String name, String network) {
    var body =
        Json.object()
            .put("name", name)
            .put("machineType", "A4000")
            .put("templateId", "t0nspur5")
            .put("diskSize", 50)
            .put("region", "ny2");
    if (network != null) {
      body.put("networkId", network);
    }
    return body.toString();
  }

  static String registry(String name) {
    return """
        {"name": "%s", "kind": "ghcr", "namespace": "acme", "url": "https://ghcr.test",
         "username": "bot", "password": "hunter2"}"""
        .formatted(name);
  }

  static String storage(String bucket, String accessKey, String secretKey, boolean isDefault) {
    return """
        {"name": "s", "storageProviderType": "s3", "isTeamDefault": %s, "s3Config":
         {"bucket": "%s", "accessKey": "%s", "secretAccessKey": "%s"}}"""
        .formatted(isDefault, bucket, accessKey, secretKey);
  }

  static String deployment(String project, String name, String image, int replicas) {
    return """
        {"projectId": "%s", "config": {"apiVersion": "v1", "name": "%s", "image": "%s",
         "resources": {"machineType": "A4000", "ports": [80], "replicas": %d}}}"""
        .formatted(project, name, image, replicas);
  }
}
