package com.paperspace.operator.app;

import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Listener;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.status.MutationGuard;
import java.util.Optional;

/** Makes the client of an API key: its calls are counted, and its changes need the lease. */
record PaperspaceClients(
    OperatorConfig config, Wiring wiring, Metrics metrics, Optional<Leadership> leadership) {

  Paperspace connect(String apiKey, Listener listener) {
    Listener counted =
        new Listener() {
          @Override
          public void calling() {
            listener.calling();
          }

          @Override
          public void called(Call call) {
            count(call);
            listener.called(call);
          }
        };
    return Paperspace.connect(
        ClientConfig.of(config.paperspaceApiUrl(), apiKey)
            .withNetwork(config.network())
            .withClock(wiring.clock(), wiring.timers()::nanoTime)
            .withListener(counted)
            .withBeforeMutation(guard()::check));
  }

  private void count(Listener.Call call) {
    metrics.apiCall(
        call.method(), call.route(), Math.max(call.status(), 0), call.reason(), call.duration());
    Audit.note(call);
  }

  /** What every change in the cloud asks first. */
  MutationGuard guard() {
    return () -> {
      leadership.ifPresent(Leadership::check);
      wiring.guard().check();
    };
  }
}
