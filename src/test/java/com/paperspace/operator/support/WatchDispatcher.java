package com.paperspace.operator.support;

import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;

/**
 * Fabric8's mock of the API server, which has no watch hold up all others. Where one is closed
 * while an event is on its way, its own listener waits for the write on the event loop that would
 * have to carry it out, 30 s in vain (7.8.0, {@code WatchEventsListener.onClosed}); here a thread
 * of its own does.
 */
final class WatchDispatcher extends KubernetesCrudDispatcher {
  /** It tells nobody who listens. */
  private static final Field LISTENERS = listeners();

  WatchDispatcher(List<CustomResourceDefinitionContext> crds) {
    super(crds);
  }

  @Override
  public MockResponse handleWatch(String path) {
    var response = super.handleWatch(path);
    var listener = response.getWebSocketListener();
    return listener == null ? response : response.withWebSocketUpgrade(new Apart(listener));
  }

  /** Who ends is sent nothing more: it would refuse, and those behind it would hear nothing. */
  private void leave(WebSocketListener listener) {
    try {
      ((Set<?>) LISTENERS.get(this)).remove(listener);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field listeners() {
    try {
      var field = KubernetesCrudDispatcher.class.getDeclaredField("watchEventListeners");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Apart extends WebSocketListener {
    private final WebSocketListener inner;

    Apart(WebSocketListener inner) {
      this.inner = inner;
    }

    @Override
    public void onBeforeAccept(WebSocket socket, Response response) {
      inner.onBeforeAccept(socket, response);
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      inner.onOpen(socket, response);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      inner.onClosing(socket, code, reason);
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
      leave(inner);
      apart(() -> inner.onClosed(socket, code, reason));
    }

    @Override
    public void onFailure(WebSocket socket, Throwable error, Response response) {
      leave(inner);
      apart(() -> inner.onFailure(socket, error, response));
    }

    private void apart(Runnable end) {
      var thread = new Thread(end, "mock-watch-end");
      thread.setDaemon(true);
      thread.start();
    }
  }
}
