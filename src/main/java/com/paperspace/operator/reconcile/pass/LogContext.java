package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.PaperspaceResource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;

/**
 * What each line of the log tells beside its words while a pass runs: the resource, its cloud
 * object and team, and the pass. Ends with the pass.
 */
public final class LogContext {
  /** Names the pass in all its lines, and hardly ever another one. */
  public static final String PASS = "pass";

  private static final String KIND = "kind";
  private static final String NAMESPACE = "namespace";
  private static final String NAME = "name";
  private static final String ID = "id";
  private static final String TEAM = "team";

  /** All of them, in the order of a line. */
  public static final List<String> KEYS = List.of(KIND, NAMESPACE, NAME, ID, TEAM, PASS);

  private static final int BASE = 36;

  /** Seven digits of base 36, the first of them no zero: seventy milliards of names. */
  private static final long LEAST = Long.parseLong("1000000", BASE);

  private LogContext() {}

  /** Begins a pass over a resource, on this thread. */
  public static void begin(PaperspaceResource<?, ?> resource) {
    var metadata = resource.getMetadata();
    MDC.put(KIND, resource.getKind());
    MDC.put(NAMESPACE, metadata.getNamespace());
    MDC.put(NAME, metadata.getName());
    MDC.put(PASS, Long.toString(ThreadLocalRandom.current().nextLong(LEAST, LEAST * BASE), BASE));
  }

  /** The pass is about this cloud object; null if there is none. */
  public static void object(String id) {
    put(ID, id);
  }

  /** The pass uses a key of this team. */
  public static void team(String id) {
    put(TEAM, id);
  }

  /** The resource of the pass on this thread, for people. */
  public static String subject() {
    return MDC.get(PASS) == null
        ? "no resource"
        : MDC.get(KIND) + " " + MDC.get(NAMESPACE) + "/" + MDC.get(NAME);
  }

  private static void put(String key, String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }

  /** The pass has ended. */
  public static void end() {
    KEYS.forEach(MDC::remove);
  }
}
