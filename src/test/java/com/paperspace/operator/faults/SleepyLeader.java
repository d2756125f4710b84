package com.paperspace.operator.faults;

import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lease of a process that is suspended at one of its changes in the cloud; when it wakes,
 * another has the lease.
 */
final class SleepyLeader implements MutationGuard {
  private final CountDownLatch awake = new CountDownLatch(1);
  private final AtomicInteger changes = new AtomicInteger();
  private volatile Moment moment;
  private volatile int at;
  private volatile boolean asleep;

  /** Where in a change it falls asleep; the client asks its guard twice. */
  enum Moment {
    /** It was allowed to, and is about to connect. */
    BEFORE_CONNECTING,
    /** It is connected, and about to ask again and to write the first byte. */
    BEFORE_WRITING;

    private static final Class<?> CALL = ofClient("Http");
    private static final Class<?> BODY = ofClient("OneShotBody");

    /** A call asks before it begins, and its body when OkHttp wants it written. */
    private boolean isNow() {
      boolean writing = isAsking(BODY);
      return this == BEFORE_WRITING ? writing : !writing && isAsking(CALL);
    }

    private static boolean isAsking(Class<?> asker) {
      return StackWalker.getInstance()
          .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(asker.getName())));
    }

    /** The classes are not visible from here, and a name that has changed must not go unnoticed. */
    private static Class<?> ofClient(String name) {
      try {
        return Class.forName(Paperspace.class.getPackageName() + "." + name);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Has it fall asleep at its n-th change, counted from 1. */
  void sleepAt(Moment where, int n) {
    at = n;
    moment = where;
  }

  boolean isAsleep() {
    return asleep;
  }

  /** Wakes it; it leads no longer. */
  void wake() {
    awake.countDown();
  }

  @Override
  public void check() {
    if (!asleep && moment != null && moment.isNow() && changes.incrementAndGet() == at) {
      asleep = true;
      sleep();
      if (moment == Moment.BEFORE_CONNECTING) {
        return;
      }
    } else if (asleep) {
      sleep();
    }
    if (asleep) {
      throw new NotLeaderException("another process leads by now");
    }
  }

  private void sleep() {
    try {
      awake.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotLeaderException("interrupted");
    }
  }
}
