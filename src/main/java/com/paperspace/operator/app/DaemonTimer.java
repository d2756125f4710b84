package com.paperspace.operator.app;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/** Looks that are due again and again, on one thread that keeps no process alive. */
final class DaemonTimer {
  private DaemonTimer() {}

  static ScheduledThreadPoolExecutor named(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          var thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        },
        // An event may still come when all is closed.
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
