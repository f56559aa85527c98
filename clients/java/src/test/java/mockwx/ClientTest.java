package mockwx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import mockwx.junit5.Mockwx;
import mockwx.junit5.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is Java's own: JUnit, worlds side by side, hard-coded hosts, JSON. */
@Mockwx
class ClientTest {
  private static final URI HARD_CODED = URI.create("https://api.weixin.qq.com/sns/jscode2session?appid=x");
  private MockWx before;

  @BeforeEach
  void before(MockWx mockwx) {
    before = mockwx;
  }

  private static String get(HttpClient client, String url) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private static void isInvalidAppid(String text) {
    assertTrue(text.startsWith("{\"errcode\":40013,"), text);
  }

  @Test
  void aTestHasOneWorldAllThrough(MockWx mockwx) {
    assertSame(before, mockwx);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void worldsDoNotMeet(int number, MockWx mockwx) throws Exception {
    mockwx.refuse("code2session", 45011, number);
    for (int nth = 0; nth < number; nth++) {
      get(HttpClient.newHttpClient(), mockwx.url() + "/sns/jscode2session");
    }
    mockwx.verify("code2session", Map.of("count", number, "errcode", 45011));
    assertEquals(number, mockwx.calls(null).size());
  }

  @Test
  @Scenario("src/test/resources/throttled.yaml")
  void aScenarioFileIsTheWorld(MockWx mockwx) throws Exception {
    String text = get(HttpClient.newHttpClient(), mockwx.url() + "/sns/jscode2session");
    assertTrue(text.startsWith("{\"errcode\":45011,"), text);
  }

  @Test
  void hardCodedHostsLeadToTheWorld(MockWx mockwx) throws Exception {
    ProxySelector former = ProxySelector.getDefault();
    try (Interception interception = mockwx.intercept()) {
      isInvalidAppid(get(HttpClient.newHttpClient(), HARD_CODED.toString()));
      try (InputStream body = new URL(HARD_CODED.toString()).openStream()) {
        isInvalidAppid(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      HttpClient own =
          HttpClient.newBuilder()
              .proxy(interception.proxySelector())
              .sslContext(interception.sslContext())
              .build();
      isInvalidAppid(get(own, HARD_CODED.toString()));
    }
    assertSame(former, ProxySelector.getDefault());
    mockwx.verify("code2session", 3);
  }

  @ParameterizedTest
  @CsvSource({"200, text/html, <h1>hello</h1>", "200, application/json, []", "404, application/json, {\"message\": 1}"})
  void whatIsNoMockwxIsTold(int status, String contentType, String body) throws Exception {
    HttpServer stranger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", contentType);
          exchange.sendResponseHeaders(status, body.length());
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    stranger.start();
    try {
      String url = "http://127.0.0.1:" + stranger.getAddress().getPort();
      MockWxException error = assertThrows(MockWxException.class, () -> MockWx.at(url));
      assertTrue(error.getMessage().startsWith("that is no mockwx: HTTP " + status), error.getMessage());
    } finally {
      stranger.stop(0);
    }
    MockWxException error = assertThrows(MockWxException.class, () -> MockWx.at("127.0.0.1:1"));
    assertTrue(error.getMessage().startsWith("no mockwx answers at 127.0.0.1:1"), error.getMessage());
  }

  @Nested
  @Scenario("wechat-busy")
  class InAClassWithAScenario {
    @Nested
    class AndInOneInsideIt {
      @Test
      void theWorldIsTheScenarios(MockWx mockwx) {
        assertEquals(1, mockwx.rules().size());
      }
    }
  }

  @Test
  void aContainerIsMadeWithTheTokenThatWorldsAreAskedForWith() {
    MockWxContainer container = new MockWxContainer();
    assertEquals(Map.of("MOCKWX_TOKEN", "none"), container.getEnvMap());
    assertEquals(List.of(8780), container.getExposedPorts());
  }

  @Test
  void whoHasNoMockwxIsToldWhatToDo() {
    MockWxException error = assertThrows(MockWxException.class, () -> Server.find("no-such-mockwx"));
    assertTrue(error.getMessage().contains("`no-such-mockwx`; install it"), error.getMessage());
  }

  @Test
  void jsonComesAsItWent() {
    Object value = Json.read(" {\"a\" : [1, -2.5, true, null, \"\\\"\\u5c0f\\n\\/\", {}, []], \"小\": \"😀\"} ");
    assertEquals(value, Json.read(Json.write(value)));
    assertEquals("\"小\n/", ((List<?>) ((Map<?, ?>) value).get("a")).get(4));
    for (String broken : List.of("", "{", "[1", "{\"a\" 1}", "nul", "1 2", "\"a")) {
      assertThrows(IllegalArgumentException.class, () -> Json.read(broken), broken);
    }
  }
}
