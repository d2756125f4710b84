package com.paperspace.operator.client;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The only place where a status and its words become a {@link Reason} (docs/paperspace-api.md 5 and
 * 10.5).
 */
final class Reasons {
  private static final Map<String, Integer> STATUS_OF_CODE =
      Map.ofEntries(
          Map.entry("BAD_REQUEST", 400),
          Map.entry("PARSE_ERROR", 400),
          Map.entry("UNAUTHORIZED", 401),
          Map.entry("PAYMENT_REQUIRED", 402),
          Map.entry("FORBIDDEN", 403),
          Map.entry("NOT_FOUND", 404),
          Map.entry("METHOD_NOT_SUPPORTED", 405),
          Map.entry("TIMEOUT", 408),
          Map.entry("CONFLICT", 409),
          Map.entry("PRECONDITION_FAILED", 412),
          Map.entry("PAYLOAD_TOO_LARGE", 413),
          Map.entry("UNPROCESSABLE_CONTENT", 422),
          Map.entry("TOO_MANY_REQUESTS", 429),
          Map.entry("CLIENT_CLOSED_REQUEST", 499),
          Map.entry("INTERNAL_SERVER_ERROR", 500),
          Map.entry("SERVICE_UNAVAILABLE", 503));

  private static final Pattern NO_QUOTA =
      Pattern.compile(
          "(\\b|_)quota(\\b|_)|maxmachines|maximum number of"
              + "|(machine|team|account|plan|instance|resource|service)s?[ _]limit"
              + "|limit (has been |was |is )?reached|reached (the|your|its) limit"
              + "|limit of \\d+ ([a-z0-9-]+ )?(machine|vm|instance|gpu|project|deployment"
              + "|notebook|drive|network|address|template)(s|es)?\\b");

  /**
   * Overlapping power calls fail with "This machine is currently starting." (docs/paperspace-api.md
   * 2.2).
   */
  private static final Pattern IN_BETWEEN = Pattern.compile("is currently [a-z]+ing\\b");

  /** The status that a code stands for; {@code otherwise} for one nobody knows. */
  static int status(String code, int otherwise) {
    return STATUS_OF_CODE.getOrDefault(code.toUpperCase(Locale.ROOT), otherwise);
  }

  static Reason of(int status, ErrorBody said) {
    var text = (said.code() + " " + said.words()).toLowerCase(Locale.ROOT);
    return switch (status) {
      case 401 -> Reason.UNAUTHORIZED;
      case 404, 410 -> Reason.NOT_FOUND;
      case 408, 499 -> Reason.NO_ANSWER;
      case 429 -> Reason.RATE_LIMITED;
      case 402 -> scarce(text, Reason.QUOTA);
      case 403 -> scarce(text, Reason.FORBIDDEN);
      case 409, 412, 423 -> scarce(text, Reason.CONFLICT);
      default -> {
        if (isAway(status)) {
          yield PaperspaceException.saysNoCapacity(text)
              ? Reason.OUT_OF_CAPACITY
              : Reason.UNAVAILABLE;
        }
        var refused = IN_BETWEEN.matcher(text).find() ? Reason.CONFLICT : Reason.INVALID;
        yield status >= 400 ? scarce(text, refused) : Reason.MALFORMED;
      }
    };
  }

  /** A redirect is its front's, as to a sign-in or a page of maintenance: none is followed. */
  static boolean isAway(int status) {
    return status >= 500 || status / 100 == 3;
  }

  private static Reason scarce(String text, Reason otherwise) {
    if (PaperspaceException.saysNoCapacity(text)) {
      return Reason.OUT_OF_CAPACITY;
    }
    return NO_QUOTA.matcher(text).find() ? Reason.QUOTA : otherwise;
  }

  private Reasons() {}
}
