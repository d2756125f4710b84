package com.paperspace.operator.client;

import java.util.regex.Pattern;

/** What others say, made fit for a status, an event and a log. */
public final class ForeignText {
  private static final Pattern BLANKS = Pattern.compile("[\\p{Cntrl}\\s]+");

  /** Also behind the words of somebody who was answered one. */
  private static final Pattern PAGE = Pattern.compile("(?is)<(?:!doctype|html).*");

  /** User and password of a URL, to the last @: a password may have a slash nobody has encoded. */
  private static final Pattern LOGIN = Pattern.compile("(?<=//)\\S*@");

  /** One line of at most {@code max} characters, without a page of HTML or the login of a URL. */
  public static String line(String text, int max) {
    var line = BLANKS.matcher(text).replaceAll(" ").strip();
    var bare = PAGE.matcher(line).replaceFirst("(an HTML page)");
    return cut(LOGIN.matcher(bare).replaceAll("***@"), max);
  }

  /** A text of at most {@code max} characters, of which the last is an ellipsis where it is cut. */
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end) + "…";
  }

  private ForeignText() {}
}
