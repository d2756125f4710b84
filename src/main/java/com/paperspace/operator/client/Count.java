package com.paperspace.operator.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Function;

/**
 * A number in any form: 1, 1.0 or their text. What is none or does not fit is null, so that it
 * hides neither its object nor the list of it (docs/paperspace-api.md 8.9, 10.25).
 */
final class Count<N extends Number> extends StdScalarDeserializer<N> {
  private static final long serialVersionUID = 1;

  /** Characters; no number that fits has more, and reading one of a million takes long. */
  private static final int LONGEST = 400;

  /** Digits before the point; more fit into no long. */
  private static final int MOST_DIGITS = 19;

  private final transient Function<BigDecimal, N> fitting;

  private Count(Class<N> type, Function<BigDecimal, N> fitting) {
    super(type);
    this.fitting = fitting;
  }

  /** Has numbers read so. */
  static SimpleModule in(SimpleModule module) {
    return module
        .addDeserializer(Integer.class, new Count<>(Integer.class, it -> whole(it).intValueExact()))
        .addDeserializer(Long.class, new Count<>(Long.class, it -> whole(it).longValueExact()))
        .addDeserializer(Double.class, new Count<>(Double.class, Count::finite));
  }

  @Override
  public N deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    var token = parser.currentToken();
    if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return null;
    }
    var text = parser.getText().strip();
    try {
      return text.length() > LONGEST ? null : fitting.apply(new BigDecimal(text));
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  private static BigDecimal whole(BigDecimal number) {
    long digits = (long) number.precision() - number.scale();
    if (digits > MOST_DIGITS) {
      throw new ArithmeticException("too large");
    }
    return digits < 0 ? BigDecimal.ZERO : number.setScale(0, RoundingMode.DOWN);
  }

  private static Double finite(BigDecimal number) {
    double value = number.doubleValue();
    return Double.isFinite(value) ? value : null;
  }
}
