package com.paperspace.operator.support;

/** What the pictures of the documents have in common. */
public final class Svg {
  private Svg() {}

  /** The text of a file: these parts on white. */
  public static String picture(int width, int height, CharSequence... parts) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">\n"
            .formatted(width, height)
        + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
        + String.join("", parts)
        + "</svg>\n";
  }

  /** Words as they may stand in one. */
  public static String words(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
