package com.paperspace.operator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Some threads that do one thing to many. */
final class Crew {
  private Crew() {}

  /** Returns when all are done; fails when one fails. */
  static <T> void run(int threads, List<T> all, Consumer<T> work) {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var running = new ArrayList<Future<?>>();
      all.forEach(it -> running.add(pool.submit(() -> work.accept(it))));
      for (var one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }
}
