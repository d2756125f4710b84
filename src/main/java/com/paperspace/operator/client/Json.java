package com.paperspace.operator.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * JSON as this API needs it: writes no nulls, and reads whatever comes. An unknown field is ignored
 * and a value of the wrong type is null, so that one odd field never hides an object.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withCoercionConfigDefaults(
              it -> it.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
          .addHandler(new WrongTypeIsNull())
          .addModule(
              Count.in(new SimpleModule())
                  .addDeserializer(Instant.class, new Time())
                  .addSerializer(Double.class, new PlainNumber()))
          .build();

  private Json() {}

  static byte[] write(Object body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A body with these values by the names of its fields; a name it does not have is a mistake. */
  static <T> T from(Map<String, ?> values, Class<T> body) {
    try {
      return MAPPER
          .readerFor(body)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(MAPPER.<JsonNode>valueToTree(values));
    } catch (IOException e) {
      // Without its cause, whose message quotes the values.
      throw new IllegalArgumentException(
          "no " + body.getName() + " has all of the fields " + values.keySet());
    }
  }

  /** The tree, or a missing node when there are no bytes. Jackson's own messages quote the body. */
  static JsonNode parse(byte[] body) throws IOException {
    return body.length == 0 ? MissingNode.getInstance() : MAPPER.readTree(body);
  }

  static <T> T read(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** A value as text; null for none, and for what is no single value. */
  static String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : null;
  }

  /**
   * Non-empty text means deleted; null, absent or an empty object means alive:
   * docs/paperspace-api.md 2.7.
   */
  static boolean deleted(JsonNode row) {
    return !row.path("dtDeleted").asText("").isBlank();
  }

  private static final class WrongTypeIsNull extends DeserializationProblemHandler {
    @Override
    public Object handleUnexpectedToken(
        DeserializationContext context, JavaType type, JsonToken token, JsonParser parser, String m)
        throws IOException {
      parser.skipChildren();
      return null;
    }

    @Override
    public Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String value, String message) {
      return null;
    }

    @Override
    public Object handleWeirdNumberValue(
        DeserializationContext context, Class<?> type, Number value, String message) {
      return null;
    }

    @Override
    public Object handleMissingInstantiator(
        DeserializationContext context,
        Class<?> type,
        ValueInstantiator instantiator,
        JsonParser parser,
        String message)
        throws IOException {
      parser.skipChildren();
      return null;
    }
  }

  /** RFC 3339, or null: some answers have an empty object where a time belongs. */
  private static final class Time extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    Time() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        parser.skipChildren();
        return null;
      }
      try {
        return OffsetDateTime.parse(parser.getText().strip()).toInstant();
      } catch (DateTimeParseException e) {
        return null;
      }
    }
  }

  /** Writes 80 and not 80.0: percentages have to be integers in the contract. */
  private static final class PlainNumber extends StdScalarSerializer<Double> {
    private static final long serialVersionUID = 1;

    PlainNumber() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (value % 1 == 0 && Math.abs(value) < 1e15) {
        out.writeNumber(value.longValue());
      } else {
        out.writeNumber(value);
      }
    }
  }

  /**
   * A machine type as text; early answers held an object with a label (docs/paperspace-api.md 1.2).
   */
  static final class Label extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    Label() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode node = context.readTree(parser);
      return (node.isObject() ? node.path("label") : node).asText(null);
    }
  }
}
