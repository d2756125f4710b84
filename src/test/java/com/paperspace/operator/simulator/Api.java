package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.function.Function;

/** Decides what a request is answered: route, key, limit, contract, then the estate. */
final class Api {
  private static final String SESSION = "/auth/session";

  private final Contract contract = Contract.shared();
  private final Routes routes = new Routes();
  private final World world;
  private final Journal journal;
  private final Function<String, Key> keys;

  Api(World world, Journal journal, Function<String, Key> keys) {
    this.world = world;
    this.journal = journal;
    this.keys = keys;
  }

  /** The request with the route and path parameters the contract has for it, if any. */
  Request matched(Request raw) {
    return contract
        .find(raw.method(), raw.path())
        .map(
            it ->
                new Request(
                    raw.method(),
                    it.template(),
                    raw.path(),
                    contract.pathParameters(it, raw.path()),
                    raw.query(),
                    raw.headers(),
                    raw.text(),
                    raw.body()))
        .orElse(raw);
  }

  /** Answers a request that came with a key; never throws. */
  Answer answer(Request request) {
    try {
      var key = key(request);
      var team = key.team().orElse(null);
      if (team == null) {
        return badKey(request);
      }
      var wait = key.take();
      if (wait.isPresent()) {
        return tooMany(wait.get().toMillis());
      }
      checkOrNote(request);
      var result = team.turn(() -> perform(team, request, key.user()));
      return Answer.json(200, Accent.of(world.choices, request, result));
    } catch (Refusal refusal) {
      return refusal.answer();
    } catch (RuntimeException bug) {
      journal.violation(request, "the simulator failed: " + bug);
      var body = Json.object().put("code", "INTERNAL_SERVER_ERROR").put("message", bug.toString());
      return Answer.json(500, body);
    }
  }

  /** The same without key, limit and journal. */
  JsonNode console(Team team, Request raw) {
    var request = matched(raw);
    check(request);
    return perform(team, request, Key.OWNER);
  }

  Key key(Request request) {
    var header = request.header("authorization");
    return keys.apply(header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "");
  }

  private JsonNode perform(Team team, Request request, String user) {
    var operation = contract.find(request.method(), request.path()).orElseThrow();
    var route =
        routes
            .find(operation)
            .orElseThrow(() -> Refusal.notFound("simulated operation " + request.path()));
    var call = new Call(team, request, user);
    if (user.equals(Key.OWNER) || world.choices.is(Dialects.MemberSees.ALL)) {
      return route.handle(call);
    }
    var assigned = new Assigned(team, user);
    assigned.check(request);
    return assigned.only(request, route.handle(call));
  }

  private Answer badKey(Request request) {
    return request.route().equals(SESSION) && world.choices.is(Choices.BadKey.NULL_BODY)
        ? Answer.json(200, NullNode.getInstance())
        : Refusal.unauthorized().answer();
  }

  private Answer tooMany(long millis) {
    var answer = Refusal.tooManyRequests().answer();
    var seconds = Math.max(1, (millis + 999) / 1000);
    return switch (world.choices.of(Choices.RetryHint.class)) {
      case NONE -> answer;
      case SECONDS -> answer.with("Retry-After", Long.toString(seconds));
      case HTTP_DATE ->
          answer.with("Retry-After", Fault.date(world.clock.instant().plusSeconds(seconds)));
    };
  }

  private void checkOrNote(Request request) {
    try {
      check(request);
    } catch (Refusal refusal) {
      journal.violation(request, refusal.getMessage());
      throw refusal;
    }
  }

  private void check(Request request) {
    var found = contract.find(request.method(), request.path());
    if (found.isEmpty()) {
      throw contract.knowsPath(request.path())
          ? Refusal.methodNotSupported()
          : Refusal.notFound("Path " + request.path());
    }
    refuse("BAD_REQUEST", contract.checkParameters(found.get(), request));
    if (request.mutating()) {
      checkBody(found.get(), request);
    }
  }

  private void checkBody(Contract.Operation operation, Request request) {
    var json = request.header("content-type").startsWith("application/json");
    if (request.text().isEmpty()) {
      if (operation.needsBody()) {
        refuse("PARSE_ERROR", "a body is required");
      }
      if (json && world.choices.is(Choices.EmptyJsonBody.REJECTED)) {
        refuse("PARSE_ERROR", "a JSON content type without a body");
      }
      return;
    }
    if (!operation.takesBody()) {
      refuse("BAD_REQUEST", "this operation takes no body");
    }
    if (!json) {
      refuse("BAD_REQUEST", "the content type must be application/json");
    }
    if (request.body().isMissingNode()) {
      refuse("PARSE_ERROR", "the body is not JSON");
    }
    refuse("BAD_REQUEST", contract.checkBody(operation, documented(request)));
  }

  /** The body without what this service takes although the contract does not know it. */
  private String documented(Request request) {
    return world.choices.is(Dialects.Integrations.ALSO_UNDOCUMENTED)
        ? DeploymentConfig.documented(request.body()).toString()
        : request.text();
  }

  private void refuse(String code, String problem) {
    refuse(code, List.of(new Contract.Issue("", problem)));
  }

  private void refuse(String code, List<Contract.Issue> issues) {
    if (!issues.isEmpty()) {
      throw Refusal.invalid(world.choices, code, issues);
    }
  }
}
