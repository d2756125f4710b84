package com.paperspace.operator.client;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Where a call goes: the contract's path template, its values and the query. Values are encoded as
 * whole segments, so an id can never reach another path.
 */
record Route(
    String template, List<String> values, Map<String, String> query, Map<String, String> called) {
  /** The id of an object of ours stands where people look for it. */
  private static final Map<String, String> ID = Map.of("id", "status.id");

  static Route of(String template, String... values) {
    return new Route(template, Arrays.asList(values), Map.of(), ID);
  }

  /** A route below this one. */
  Route then(String more, String... its) {
    var extended = new ArrayList<>(values);
    extended.addAll(Arrays.asList(its));
    return new Route(template + more, extended, query, called);
  }

  /** The same route with one more query parameter; null leaves it out. */
  Route with(String name, Object value) {
    if (value == null) {
      return this;
    }
    var extended = new LinkedHashMap<>(query);
    extended.put(name, value.toString());
    return new Route(template, values, extended, called);
  }

  /** The same route, of which people know a parameter by another name. */
  Route called(String parameter, String name) {
    var names = new LinkedHashMap<>(called);
    names.put(parameter, name);
    return new Route(template, values, query, names);
  }

  HttpUrl on(HttpUrl base) {
    var url = base.newBuilder();
    var next = values.iterator();
    for (var part : template.substring(1).split("/", -1)) {
      url.addPathSegment(part.startsWith("{") ? checked(part, next.next()) : part);
    }
    query.forEach(url::addQueryParameter);
    return url.build();
  }

  /** The path for people, with each value as it is to be shown. */
  String shown(UnaryOperator<String> value) {
    var next = values.iterator();
    return Arrays.stream(template.split("/", -1))
        .map(part -> part.startsWith("{") ? value.apply(next.next()) : part)
        .collect(Collectors.joining("/"));
  }

  /** An empty or dotted id would turn one object's path into its collection's or its parent's. */
  private String checked(String part, String value) {
    if (value == null || value.isBlank() || value.equals(".") || value.equals("..")) {
      throw new PaperspaceException(
          Reason.INVALID, -1, template + " not called: no usable value for " + part);
    }
    return value;
  }
}
