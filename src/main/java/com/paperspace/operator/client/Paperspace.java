package com.paperspace.operator.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Typed access to the Paperspace API under one API key. Thread-safe; all keys of a process share
 * one connection pool. Every method throws {@link PaperspaceException} and never tries twice.
 */
public final class Paperspace {
  /**
   * Immutable in itself; each key derives its own client from it. HTTP/1.1 alone, for HTTP/2 sends
   * the head of a request before its body is asked for, and with it the last check ({@link
   * OneShotBody}).
   */
  static final OkHttpClient SHARED =
      new OkHttpClient.Builder()
          .protocols(List.of(Protocol.HTTP_1_1))
          .connectionSpecs(Tls.specs())
          .connectionPool(new ConnectionPool(32, 5, TimeUnit.MINUTES))
          .build();

  private final Http http;
  private final Clock clock;
  private final Recent recent;

  private Paperspace(Http http, Clock clock, Recent recent) {
    this.http = http;
    this.clock = clock;
    this.recent = recent;
  }

  /** Does not call the service; ask {@link #session()} whether the key is good. */
  public static Paperspace connect(ClientConfig config) {
    return new Paperspace(new Http(config, SHARED), config.clock(), new Recent(config.nanoTime()));
  }

  /**
   * The same client, whose calls that change something have to pass a further check, right before
   * their body is written; what it throws goes through, and nothing was sent.
   */
  public Paperspace checkedBy(Runnable check) {
    return new Paperspace(http.checkedBy(check), clock, recent);
  }

  /**
   * A client whose lists are read over several sittings: each page has to pass a check, what that
   * throws ends the sitting and goes through, and the same call goes on behind the last page.
   */
  public Paperspace inSittings(Runnable beforePage) {
    return new Paperspace(http.in(new Sittings(beforePage)), clock, recent);
  }

  /** How long a whole call may take at the most. */
  public Duration callTimeout() {
    return http.callTimeout();
  }

  public Auth session() {
    return new Auth(http);
  }

  public ContainerRegistries containerRegistries() {
    return new ContainerRegistries(http);
  }

  public Datasets datasets() {
    return new Datasets(http);
  }

  public DatasetVersions datasetVersions() {
    return new DatasetVersions(http);
  }

  public Models models() {
    return new Models(http);
  }

  public Projects projects() {
    return new Projects(http);
  }

  public Secrets projectSecrets() {
    return new Secrets(http, "/projects/{id}/secrets", "projectRef or projectId");
  }

  public Deployments deployments() {
    return new Deployments(http);
  }

  public DeploymentTelemetry deploymentTelemetry() {
    return new DeploymentTelemetry(http);
  }

  public MachineAccess machineAccess() {
    return new MachineAccess(http);
  }

  public Machines machines() {
    return new Machines(http);
  }

  public MachineTypes machineTypes() {
    return new MachineTypes(http);
  }

  public MachineEvents machineEvents() {
    return new MachineEvents(http);
  }

  public CustomTemplates customTemplates() {
    return new CustomTemplates(http);
  }

  public OsTemplates osTemplates() {
    return new OsTemplates(http, recent);
  }

  public PublicIps publicIps() {
    return new PublicIps(http);
  }

  public PrivateNetworks privateNetworks() {
    return new PrivateNetworks(http);
  }

  public SharedDrives sharedDrives() {
    return new SharedDrives(http);
  }

  public Snapshots snapshots() {
    return new Snapshots(http);
  }

  public StartupScripts startupScripts() {
    return new StartupScripts(http);
  }

  public StorageProviders storageProviders() {
    return new StorageProviders(http);
  }

  public Secrets teamSecrets() {
    return new Secrets(http, "/teams/{id}/secrets", "accountRef");
  }

  public TeamUsers teamUsers() {
    return new TeamUsers(http, recent);
  }

  /**
   * What time the service thinks it is, to about a second; our own time before its first answer.
   * Worth nothing where {@link #isClockSet()}.
   */
  public Instant serverNow() {
    return clock.instant().plus(http.ahead());
  }

  /** Whether our clock was set since the service's last answer; any answer makes up for it. */
  public boolean isClockSet() {
    return http.isClockSet();
  }
}
