package mockwx;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** One control call over HTTP: JSON goes and comes as a value, all else as a text. */
final class Control {
  private static final HttpClient CLIENT =
      // No proxy: the control plane is never on the other side of one.
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).version(HttpClient.Version.HTTP_1_1).build();

  private Control() {}

  static Object call(String base, String method, String path, Map<String, ?> query, Object body) {
    String words =
        query.entrySet().stream()
            .filter(entry -> entry.getValue() != null)
            .map(entry -> entry.getKey() + "=" + quote(entry.getValue().toString()))
            .collect(Collectors.joining("&", "?", ""));
    String content = body == null ? "" : body instanceof String ? (String) body : Json.write(body);
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base + "/_mockwx/" + path + words))
              .timeout(Duration.ofSeconds(660))
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + Server.token())
              .method(method, HttpRequest.BodyPublishers.ofString(content))
              .build();
      return answer(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException | IllegalArgumentException error) {
      throw new MockWxException("no mockwx answers at " + base + ": " + error + " | " + base + " 没有 mockwx 应答");
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new MockWxException("interrupted | 被中断");
    }
  }

  static String quote(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Object answer(HttpResponse<String> response) {
    boolean isJson = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    if (response.statusCode() < 400) {
      return isJson ? Json.read(response.body()) : response.body();
    }
    Object said = isJson ? Json.read(response.body()) : null;
    if (!(said instanceof Map) || !(((Map<?, ?>) said).get("error") instanceof String)) {
      throw noMockwx(response.statusCode(), response.body());
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> more = (Map<String, Object>) said;
    String what = (String) more.remove("error");
    Object where = more.remove("where");
    throw new MockWxException(what, where == null ? "" : where.toString(), response.statusCode(), more);
  }

  static MockWxException noMockwx(int status, String said) {
    String start = said.substring(0, Math.min(200, said.length()));
    return new MockWxException(
        "that is no mockwx: HTTP " + status + " | 这不是 mockwx：HTTP " + status + ": " + start);
  }
}
