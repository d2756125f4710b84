package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * One sweep over a list: every page, each object once, nothing soft-deleted, or an exception; never
 * a part (docs/paperspace-api.md 8.1, 10.7 to 10.9).
 */
final class Pages<T extends Record> {
  /** Rows; the most the contract allows. */
  static final int PAGE = 120;

  /** Pages; only a server that makes up cursors gets there. */
  private static final int MAX_PAGES = 10_000;

  private final Http http;
  private final Route route;
  private final JsonShape<T> shape;
  private final int newest;
  private final LinkedHashMap<String, T> rows = new LinkedHashMap<>();
  private final Set<String> cursors = new HashSet<>();
  private String after;
  private boolean restarted;

  /** Whether the last page had no rows at all. */
  private boolean empty;

  private boolean whole;

  private record Key(Route route, int newest) {}

  private Pages(Http http, Route route, JsonShape<T> shape, int newest) {
    this.http = http;
    this.newest = newest;
    this.route = route.with("limit", Math.max(1, Math.min(newest, PAGE)));
    this.shape = shape;
  }

  static <T extends Record> List<T> all(Http http, Route route, JsonShape<T> shape) {
    return newest(http, route, shape, Integer.MAX_VALUE);
  }

  /** As many of the first rows as asked for, in as few pages as they take. */
  static <T extends Record> List<T> newest(Http http, Route route, JsonShape<T> shape, int newest) {
    var pages =
        http.sittings().list(new Key(route, newest), () -> new Pages<>(http, route, shape, newest));
    return List.copyOf(pages.sweep().subList(0, Math.max(0, Math.min(newest, pages.rows.size()))));
  }

  /** One page and no more, with a limit of the caller's. */
  static <T extends Record> List<T> single(Http http, Route route, JsonShape<T> shape) {
    var pages = new Pages<>(http, route, shape, Integer.MAX_VALUE);
    http.read(route, pages::page);
    return List.copyOf(pages.rows.values());
  }

  private List<T> sweep() {
    while (!whole) {
      http.sittings().beforePage();
      after = nextPage();
      whole = after == null || rows.size() >= newest;
    }
    return new ArrayList<>(rows.values());
  }

  /**
   * A cursor may stop being valid while rows come and go, which is refused or answered with an
   * empty end: that is worth one new start.
   */
  private String nextPage() {
    String next;
    try {
      next = http.read(route.with("after", after), this::page);
    } catch (PaperspaceException e) {
      if (e.status() != 400 || !mayStartOver()) {
        throw e;
      }
      return startOver();
    }
    return next == null && empty && mayStartOver() ? startOver() : next;
  }

  private boolean mayStartOver() {
    return after != null && !restarted;
  }

  private String startOver() {
    restarted = true;
    rows.clear();
    cursors.clear();
    return http.read(route, this::page);
  }

  /** Takes the rows in and returns the next cursor; null ends the sweep. */
  private String page(JsonReply reply) {
    var body = reply.body();
    var items = body.isArray() ? body : body.path("items");
    if (!items.isArray()) {
      reply.checkNoError();
      throw reply.malformed("no list");
    }
    empty = items.isEmpty();
    for (JsonNode item : items) {
      if (!item.isNull() && !Json.deleted(item)) {
        var row = reply.row(item, shape);
        rows.putIfAbsent(shape.key().apply(row), row);
      }
    }
    return body.isArray() ? null : next(reply);
  }

  private String next(JsonReply reply) {
    var cursor = reply.body().path("nextPage").asText("");
    var more = reply.body().path("hasMore");
    if (more.isBoolean() ? !more.asBoolean() : cursor.isEmpty()) {
      return null;
    }
    if (cursor.isEmpty()) {
      throw reply.malformed("more pages, but no cursor");
    }
    if (cursors.size() >= MAX_PAGES) {
      throw reply.malformed("more than " + MAX_PAGES + " pages");
    }
    return cursors.add(cursor) ? cursor : null;
  }
}
