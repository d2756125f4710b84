package com.paperspace.operator.faults;

import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.KubeJournal;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Request;

/**
 * What one process changes, in the cloud and in Kubernetes, in its order. It may die at one of
 * these operations, and then nothing it does reaches either any more.
 */
final class Operations {
  private final KubeFaults kube;
  private final Operation fatal;
  private final List<Operation> seen = new ArrayList<>();

  /**
   * One operation, told from others by what is called and by how often that was called before.
   *
   * @param isCall whether it goes to the cloud, and not to Kubernetes
   */
  record Operation(boolean isCall, String name, int before) {
    @Override
    public String toString() {
      return name + (before == 0 ? "" : ", time " + (before + 1));
    }
  }

  private Operations(Stage stage, Operation fatal) {
    this.kube = stage.kube();
    this.fatal = fatal;
    stage.cloud.faults().clear();
  }

  /** Those of the process that runs now, from now on. */
  static Operations of(Stage stage) {
    var operations = new Operations(stage, null);
    operations.listen(stage, CrashPoint.BEFORE_THE_REQUEST);
    return operations;
  }

  /** The same of a process that dies at one of them. */
  static Operations of(Stage stage, Operation fatal, CrashPoint point) {
    var operations = new Operations(stage, fatal);
    operations.listen(stage, point);
    return operations;
  }

  private void listen(Stage stage, CrashPoint point) {
    var faults = stage.cloud.faults();
    faults
        .next("*", "*", Fault.RESET_BEFORE_EFFECT)
        .when(it -> it.mutating() && kube.isDead())
        .always();
    faults
        .next("*", "*", point.fault())
        .when(it -> it.mutating() && isLastCall(it.method() + " " + it.route()));
    switch (point) {
      case BEFORE_THE_REQUEST -> kube.crashAt(this::isLastWrite);
      case AFTER_ITS_EFFECT -> kube.crashAfter(this::isLastWrite);
      case AFTER_THE_ANSWER -> kube.after(this::isLastWrite, kube::die);
    }
  }

  private boolean isLastCall(String name) {
    boolean last = isFatal(true, name);
    if (last) {
      kube.die();
    }
    return last;
  }

  private boolean isLastWrite(Request request) {
    var path = request.url().encodedPath();
    return !request.method().equals("GET")
        && !path.contains("selfsubject")
        && !KubeJournal.Entry.isEvent(path)
        && isFatal(false, request.method() + " " + path.replaceFirst(".*/namespaces/[^/]+/", ""));
  }

  private synchronized boolean isFatal(boolean isCall, String name) {
    int before = (int) seen.stream().filter(it -> it.name().equals(name)).count();
    var operation = new Operation(isCall, name, before);
    seen.add(operation);
    return operation.equals(fatal);
  }

  /** Whether the process is dead. */
  boolean areOver() {
    return kube.isDead();
  }

  synchronized List<Operation> seen() {
    return List.copyOf(seen);
  }
}
