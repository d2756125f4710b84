package com.paperspace.operator.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Filters, sorts and cuts a list the way the service does. */
final class Pages {
  private static final Set<String> PAGING = Set.of("after", "limit", "orderBy", "order");
  private static final Cursor START = new Cursor(0, "", "");

  private Pages() {}

  /** Where the next page goes on: pages so far, what was asked, and the last row given. */
  private record Cursor(int pages, String asked, String row) {
    static Cursor read(String text) {
      try {
        var parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split("\n", 3);
        return new Cursor(Integer.parseInt(parts[0]), parts[1], parts[2]);
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        return new Cursor(1, "", text);
      }
    }

    String write() {
      var text = pages + "\n" + asked + "\n" + row;
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
  }

  /** The number, from 1, of the page a request asks for. */
  static int number(Map<String, String> query) {
    var after = query.getOrDefault("after", "");
    return after.isEmpty() ? 1 : Cursor.read(after).pages() + 1;
  }

  static ObjectNode page(Call call, Table table) {
    return page(call, table, row -> true, Json::view);
  }

  static ObjectNode page(
      Call call, Table table, Predicate<ObjectNode> inScope, UnaryOperator<ObjectNode> view) {
    var rows =
        table.listed().stream()
            .filter(it -> inScope.test(it.node()) && matches(call, it.node()))
            .collect(Collectors.toList());
    order(call, rows);
    var after = call.query("after");
    var cursor = after.isEmpty() ? START : Cursor.read(after);
    int from = after.isEmpty() ? 0 : from(call, rows, cursor);
    int to = Math.min(rows.size(), from + limit(call));
    var page = Json.object().put("hasMore", to < rows.size());
    if (to < rows.size()) {
      page.put("nextPage", next(call, cursor.pages() + 1, rows.get(to - 1).key()));
    } else {
      page.putNull("nextPage");
    }
    var items = page.putArray("items");
    rows.subList(from, to).forEach(it -> items.add(view.apply(it.node())));
    return page;
  }

  private static int from(Call call, List<Table.Row> rows, Cursor cursor) {
    var same = cursor.asked().isEmpty() || cursor.asked().equals(asked(call));
    int last =
        IntStream.range(0, rows.size())
            .filter(i -> same && rows.get(i).key().equals(cursor.row()))
            .findFirst()
            .orElse(-1);
    if (last >= 0) {
      return last + 1;
    }
    return switch (call.team().world().choices.of(Choices.LostCursor.class)) {
      case BAD_REQUEST -> throw Refusal.badRequest("Invalid cursor");
      case EMPTY_PAGE -> rows.size();
      case RESTART -> 0;
    };
  }

  /** Activity's {@code after} is a UUID by contract, so there the row's own id is the cursor. */
  private static String next(Call call, int pages, String row) {
    return call.request().route().endsWith("/activity")
        ? row
        : new Cursor(pages, asked(call), row).write();
  }

  private static String asked(Call call) {
    var asked = new TreeMap<>(call.request().query());
    asked.keySet().removeAll(Set.of("after", "limit"));
    return asked.toString();
  }

  private static int limit(Call call) {
    var limit = call.query("limit");
    if (!limit.isEmpty()) {
      return Integer.parseInt(limit);
    }
    return call.chose(Choices.DefaultPage.TWENTY) ? 20 : 3;
  }

  /** Rows come oldest first, which is the ascending order of dtCreated and of ids. */
  private static void order(Call call, List<Table.Row> rows) {
    var field = call.query("orderBy");
    if (field.equals("name") || field.equals("state")) {
      rows.sort(Comparator.comparing(it -> it.node().path(field).asText()));
    }
    if (!call.query("order").equals("asc")) {
      Collections.reverse(rows);
    }
  }

  private static boolean matches(Call call, ObjectNode row) {
    return call.request().query().entrySet().stream()
        .filter(it -> !PAGING.contains(it.getKey()))
        .allMatch(it -> matches(call, row, it.getKey(), it.getValue()));
  }

  private static boolean matches(Call call, ObjectNode row, String field, String wanted) {
    if (field.equals("privacy")) {
      return wanted.equals(row.path("isPublic").asBoolean() ? "PUBLIC" : "PRIVATE");
    }
    if (field.equals("tags")) {
      var tags = row.path("tags").valueStream().map(JsonNode::asText).toList();
      return tags.containsAll(List.of(wanted.split(",", -1)));
    }
    var actual = row.path(row.has(field) ? field : "_" + field).asText();
    if (!field.equals("name")) {
      return actual.equalsIgnoreCase(wanted);
    }
    var exactCase = call.chose(Choices.NameCase.SENSITIVE);
    var name = exactCase ? actual : actual.toLowerCase(Locale.ROOT);
    var part = exactCase ? wanted : wanted.toLowerCase(Locale.ROOT);
    return switch (call.team().world().choices.of(Choices.NameFilter.class)) {
      case PREFIX -> name.startsWith(part);
      case SUBSTRING -> name.contains(part);
      case EXACT -> name.equals(part);
    };
  }
}
