package com.paperspace.operator.demo;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.binary.BinaryManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One try to get the control plane's binaries the way Fabric8's kube-api-test does: etcd,
 * kube-apiserver and kubectl from the releases of controller-tools, without
 * kube-controller-manager.
 */
final class Download {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Download() {}

  /** Where kube-api-test, and everything here, looks for binaries. */
  static Path home() {
    return Path.of(new KubeAPIServerConfigBuilder().build().getKubeAPITestDir());
  }

  /** Tries, and says in a few words how it went; never throws. */
  static String attempt() throws InterruptedException {
    // Without the network it must fail soon, and the downloader sets no timeouts of its own.
    System.setProperty("sun.net.client.defaultConnectTimeout", "5000");
    System.setProperty("sun.net.client.defaultReadTimeout", "20000");
    var task = new FutureTask<>(Download::intoPlace);
    var thread = new Thread(task, "download");
    thread.setDaemon(true);
    thread.start();
    try {
      return "downloaded into " + task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return "given up after " + PATIENCE.toSeconds() + " s";
    } catch (ExecutionException e) {
      return "failed: " + rootOf(e);
    }
  }

  /** By a folder aside, so that half a download is never taken for a whole one. */
  private static Path intoPlace() throws IOException {
    Files.createDirectories(home());
    var aside = Files.createTempDirectory(home(), "download-");
    try {
      var config =
          new KubeAPIServerConfigBuilder()
              .withTestDir(aside.toString())
              .withUpdateKubeConfig(false)
              .build();
      var manager = new BinaryManager(config);
      manager.initAndDownloadIfRequired();
      var folder = manager.binaries().getEtcd().toPath().getParent();
      var place = Files.createDirectories(home().resolve("k8s")).resolve(folder.getFileName());
      return Files.move(folder, place);
    } finally {
      remove(aside);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private static String rootOf(Throwable e) {
    return e.getCause() == null ? e.toString() : rootOf(e.getCause());
  }
}
