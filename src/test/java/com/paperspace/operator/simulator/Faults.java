package com.paperspace.operator.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The script of what goes wrong on the wire, and when. */
public final class Faults {
  private final List<Rule> rules = new ArrayList<>();

  /** Strikes the next request of this method and route template; {@code *} stands for any. */
  public synchronized Rule next(String method, String route, Fault fault) {
    var rule = new Rule(method, route, fault);
    rules.add(rule);
    return rule;
  }

  /** Nothing goes wrong any more. */
  public synchronized void clear() {
    rules.clear();
  }

  synchronized Optional<Fault> strike(Request request) {
    var rule = rules.stream().filter(it -> it.strikes(request)).findFirst();
    rules.removeIf(it -> it.left == 0);
    return rule.map(it -> it.fault);
  }

  /** One line of the script; its methods narrow or widen it. */
  public final class Rule {
    private final String method;
    private final String route;
    private final Fault fault;
    private Predicate<Request> when = request -> true;
    private int pass;
    private int left = 1;

    private Rule(String method, String route, Fault fault) {
      this.method = method;
      this.route = route;
      this.fault = fault;
    }

    /** Strikes so many requests instead of one. */
    public Rule times(int times) {
      synchronized (Faults.this) {
        left = times;
        return this;
      }
    }

    /** Strikes every request, until {@link Faults#clear}. */
    public Rule always() {
      return times(Integer.MAX_VALUE);
    }

    /** Lets so many matching requests pass before the first strike. */
    public Rule afterPassing(int requests) {
      synchronized (Faults.this) {
        pass = requests;
        return this;
      }
    }

    /** Strikes only requests like this. */
    public Rule when(Predicate<Request> condition) {
      synchronized (Faults.this) {
        when = when.and(condition);
        return this;
      }
    }

    /** Strikes only requests for this page of a list, counted from 1. */
    public Rule onPage(int page) {
      return when(request -> Pages.number(request.query()) == page);
    }

    private boolean strikes(Request request) {
      var matches =
          (method.equals("*") || method.equals(request.method()))
              && (route.equals("*") || route.equals(request.route()))
              && when.test(request);
      if (!matches || left == 0) {
        return false;
      }
      if (pass > 0) {
        pass--;
        return false;
      }
      left -= left == Integer.MAX_VALUE ? 0 : 1;
      return true;
    }
  }
}
