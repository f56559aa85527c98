package mockwx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as Map, List, String, Long, Double, Boolean and null: the JDK has none, and a test's libraries are its own. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.blanks();
    if (json.at < text.length()) {
      throw json.wrong();
    }
    return value;
  }

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map) {
      String comma = "{";
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        out.append(comma);
        write(String.valueOf(entry.getKey()), out);
        write(entry.getValue(), out.append(':'));
        comma = ",";
      }
      out.append(comma.equals("{") ? "{}" : "}");
    } else if (value instanceof Iterable) {
      String comma = "[";
      for (Object part : (Iterable<?>) value) {
        write(part, out.append(comma));
        comma = ",";
      }
      out.append(comma.equals("[") ? "[]" : "]");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      quote(value.toString(), out);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (char sign : text.toCharArray()) {
      if (sign == '"' || sign == '\\') {
        out.append('\\').append(sign);
      } else if (sign < ' ' || Character.isSurrogate(sign)) {
        out.append(String.format("\\u%04x", (int) sign));
      } else {
        out.append(sign);
      }
    }
    out.append('"');
  }

  private Object value() {
    blanks();
    char first = at < text.length() ? text.charAt(at) : 0;
    switch (first) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      default:
        return word();
    }
  }

  private Map<String, Object> object() {
    Map<String, Object> whole = new LinkedHashMap<>();
    at++;
    if (next('}')) {
      return whole;
    }
    do {
      blanks();
      String key = string();
      expect(':');
      whole.put(key, value());
    } while (next(','));
    expect('}');
    return whole;
  }

  private List<Object> array() {
    List<Object> whole = new ArrayList<>();
    at++;
    if (next(']')) {
      return whole;
    }
    do {
      whole.add(value());
    } while (next(','));
    expect(']');
    return whole;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    if (at >= text.length() || text.charAt(at) != '"') {
      throw wrong();
    }
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      char sign = text.charAt(at);
      out.append(sign == '\\' ? escaped() : sign);
    }
    expect('"');
    return out.toString();
  }

  private char escaped() {
    char sign = text.charAt(++at);
    int plain = "bfnrt".indexOf(sign);
    if (plain >= 0) {
      return "\b\f\n\r\t".charAt(plain);
    }
    if (sign != 'u') {
      return sign;
    }
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
  }

  private Object word() {
    int from = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(from, at);
    switch (word) {
      case "null":
        return null;
      case "true":
      case "false":
        return Boolean.valueOf(word);
      default:
        try {
          return word.matches("-?\\d+") ? (Object) Long.valueOf(word) : Double.valueOf(word);
        } catch (NumberFormatException error) {
          throw wrong();
        }
    }
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean next(char sign) {
    blanks();
    boolean is = at < text.length() && text.charAt(at) == sign;
    at += is ? 1 : 0;
    return is;
  }

  private void expect(char sign) {
    if (!next(sign)) {
      throw wrong();
    }
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no JSON at " + at + ": " + text.substring(0, Math.min(200, text.length())));
  }
}
