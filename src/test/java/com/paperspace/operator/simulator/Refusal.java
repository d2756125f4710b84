package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An error the service answers with: status, code, message and, for bad requests, issues. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final ObjectNode body;

  private Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.body = Json.object().put("code", code).put("message", message);
  }

  static Refusal invalid(Choices choices, String code, List<Contract.Issue> issues) {
    var refusal = new Refusal(400, code, "Invalid input: " + issues.get(0).text());
    Wording.into(refusal.body, choices, issues);
    return refusal;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, "BAD_REQUEST", message);
  }

  static Refusal unauthorized() {
    return new Refusal(401, "UNAUTHORIZED", "Invalid credentials");
  }

  static Refusal forbidden(String message) {
    return new Refusal(403, "FORBIDDEN", message);
  }

  static Refusal notFound(String what) {
    return new Refusal(404, "NOT_FOUND", what + " not found");
  }

  static Refusal methodNotSupported() {
    return new Refusal(405, "METHOD_NOT_SUPPORTED", "Unsupported method");
  }

  static Refusal conflict(String message) {
    return new Refusal(409, "CONFLICT", message);
  }

  static Refusal preconditionFailed(String message) {
    return new Refusal(412, "PRECONDITION_FAILED", message);
  }

  static Refusal tooManyRequests() {
    return new Refusal(429, "TOO_MANY_REQUESTS", "Too many requests");
  }

  static Refusal unavailable(String message) {
    return new Refusal(503, "SERVICE_UNAVAILABLE", message);
  }

  Answer answer() {
    return Answer.json(status, body);
  }
}
