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
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/_mockwx/" + path + words))
            .timeout(Duration.ofSeconds(660))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(content));
    String token = System.getenv("MOCKWX_TOKEN");
    if (token != null && !token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return answer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException error) {
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
    if (!isJson) {
      int status = response.statusCode();
      throw new MockWxException("that is no mockwx: HTTP " + status + " | 这不是 mockwx：HTTP " + status);
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> more = (Map<String, Object>) Json.read(response.body());
    String what = String.valueOf(more.remove("error"));
    Object where = more.remove("where");
    throw new MockWxException(what, where == null ? "" : where.toString(), response.statusCode(), more);
  }
}
