package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.client.PaperspaceException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Turns what went wrong with one call into the one exception. */
record ErrorMapping(String method, Route route, Fields.Names names, Masks masks, Clock clock) {
  /** Characters of an id; those of the service have a third of it. */
  private static final int MAX_ID = 128;

  private static final String UNTRUSTED =
      "; if a proxy or an authority of your own vouches for the service, name its certificates in"
          + " PAPERSPACE_CA_FILE";

  /** The edge says neither what it found nor where. */
  private static final String REFUSED_TEXT =
      "the service's edge refused the text of %s, which looks like an attack to it."
          + " Write it in another way, or have it fetch such parts when it runs";

  /**
   * What was called, of which object; ids are no secrets, but anything may stand in their place.
   */
  private String call() {
    return method + " " + path(false);
  }

  /**
   * Where the call goes, as people may see it.
   *
   * @param accepted whether the service carried it out, and so knows the ids as such
   */
  String path(boolean accepted) {
    return route.shown(accepted ? masks::ofId : id -> ErrorBody.clean(id, masks.all(), MAX_ID));
  }

  private boolean isMutation() {
    return !method.equals("GET");
  }

  /** An answer outside 2xx, or a page that no service sends. */
  PaperspaceException refused(HttpAnswer answer) {
    if (answer.html()) {
      return html(answer);
    }
    var body = answer.jsonOrNothing();
    return refused(answer, answer.status(), body);
  }

  /** A 2xx whose body is an error; its code says which. */
  PaperspaceException refused(HttpAnswer answer, JsonNode body) {
    return refused(answer, Reasons.status(body.path("code").asText(""), answer.status()), body);
  }

  private PaperspaceException refused(HttpAnswer answer, int meant, JsonNode body) {
    var said = ErrorBody.in(body, names, masks.all());
    var code = said.code() == null ? "" : " " + said.code();
    var words = said.words().isEmpty() ? "" : ": " + said.words();
    var message = call() + " answered " + answer.status() + code + redirect(answer) + words;
    var reason = Reasons.of(meant, said);
    var effect = PaperspaceException.unknownEffect(reason, meant);
    return exception(reason, answer, message, said, effect);
  }

  private PaperspaceException html(HttpAnswer answer) {
    int status = answer.status();
    // A 404 page may be any proxy's: taking it for "gone" would make things twice.
    var edge = status == 403 || status == 404;
    // A page of success is its front's too: of maintenance, or of a sign-in.
    var down = answer.successful() || Reasons.isAway(status);
    var otherwise = down ? Reason.UNAVAILABLE : Reasons.of(status, ErrorBody.NOTHING);
    var reason = edge ? Reason.BLOCKED : otherwise;
    var message =
        call()
            + " answered "
            + status
            + " with an HTML page"
            + redirect(answer)
            + page(edge, status, down);
    var effect = PaperspaceException.unknownEffect(reason, status);
    return exception(reason, answer, message, ErrorBody.NOTHING, effect);
  }

  /** Where to, by its host alone: what follows may hold a session. */
  private String redirect(HttpAnswer answer) {
    if (answer.status() / 100 != 3) {
      return "";
    }
    var to =
        Optional.ofNullable(answer.headers().get("Location"))
            .map(HttpUrl::parse)
            .map(it -> " to " + ErrorBody.clean(it.host(), masks.all(), MAX_ID));
    return ", a redirect" + to.orElse("") + ", which is not followed";
  }

  private String page(boolean edge, int status, boolean down) {
    var text = status == 403 ? names.screened() : Optional.<String>empty();
    if (text.isPresent()) {
      return ", blocked at the edge: " + REFUSED_TEXT.formatted(text.get());
    }
    if (edge) {
      return ", blocked at the edge";
    }
    return down ? ": the service cannot be reached behind its front now" : "";
  }

  /** A success of which only the first part came; for a mutation its effect is unknown. */
  PaperspaceException brokenOff(HttpAnswer answer) {
    var message = call() + " answered " + answer.status() + ", but the body broke off";
    return exception(Reason.NO_ANSWER, answer, message, ErrorBody.NOTHING, true);
  }

  /** An answer that was not understood; for a mutation its effect is unknown. */
  PaperspaceException malformed(HttpAnswer answer, String why) {
    var message = call() + " answered " + answer.status() + ", not understood: " + why;
    return exception(Reason.MALFORMED, answer, message, ErrorBody.NOTHING, true);
  }

  /** Name look-up, connection or TLS failed: nothing of the request has left. */
  PaperspaceException notSent(IOException cause) {
    return silent(Reason.UNAVAILABLE, " not sent, no connection: ", cause, false);
  }

  /** The request, or a part of it, has left. */
  PaperspaceException noAnswer(IOException cause) {
    return silent(Reason.NO_ANSWER, " got no answer: ", cause, true);
  }

  /** The cause is named and not attached: its message may quote what the server sent. */
  private PaperspaceException silent(Reason reason, String what, IOException e, boolean effect) {
    var words = ErrorBody.clean(Words.of(e), masks.all(), ErrorBody.MAX_TEXT);
    var message = call() + what + words + (Words.isUntrusted(e) ? UNTRUSTED : "");
    return new PaperspaceException(
        reason,
        -1,
        ForeignText.cut(message, ErrorBody.MAX_TEXT),
        ErrorBody.NOTHING,
        null,
        effect && isMutation());
  }

  private PaperspaceException exception(
      Reason reason, HttpAnswer answer, String message, ErrorBody said, boolean effect) {
    return new PaperspaceException(
        reason,
        answer.status(),
        ForeignText.cut(message, ErrorBody.MAX_TEXT),
        said,
        RetryAfter.in(answer.headers(), clock),
        effect && isMutation());
  }
}
