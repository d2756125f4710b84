package com.paperspace.operator.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Every request an operator made to its API server. */
public final class KubeJournal implements Interceptor {
  private final List<Entry> entries = new ArrayList<>();

  /** One request. */
  public record Entry(String method, String path, int status) {
    /** Whether it was meant to change something. */
    public boolean isWrite() {
      return !method.equals("GET");
    }

    /** Whether it is about an event, which is beside what has to be written. */
    public boolean isEvent() {
      return isEvent(path);
    }

    public static boolean isEvent(String path) {
      return path.contains("/events.k8s.io/");
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    var request = chain.request();
    var response = chain.proceed(request);
    synchronized (this) {
      entries.add(new Entry(request.method(), request.url().encodedPath(), response.code()));
    }
    return response;
  }

  /** Writes so far, leases and events aside. */
  public synchronized List<Entry> writes() {
    return entries.stream()
        .filter(Entry::isWrite)
        .filter(e -> !e.isEvent())
        .filter(e -> !e.path().contains("/leases"))
        .filter(e -> !e.path().contains("selfsubject"))
        .toList();
  }

  /** Writes of events so far. */
  public synchronized List<Entry> events() {
    return entries.stream().filter(Entry::isWrite).filter(Entry::isEvent).toList();
  }

  /** How many requests there were. */
  public synchronized int size() {
    return entries.size();
  }

  public synchronized void clear() {
    entries.clear();
  }
}
