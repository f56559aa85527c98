package mockwx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** conformance.json, case by case. */
class ConformanceTest {
  @TestFactory
  Stream<DynamicTest> conformance() throws IOException {
    List<?> cases = (List<?>) Json.read(Files.readString(Path.of("../conformance.json")));
    assertTrue(cases.size() > 5);
    return cases.stream().map(ConformanceTest::map).map(one -> dynamicTest((String) one.get("case"), () -> play(one)));
  }

  private static void play(Map<String, Object> one) {
    try (MockWx mockwx = new MockWx()) {
      Map<String, Object> kept = new HashMap<>();
      for (Object shown : (List<?>) one.get("steps")) {
        Map<String, Object> step = new LinkedHashMap<>(map(shown));
        Object as = step.remove("as");
        boolean isGiven = step.containsKey("gives");
        Object gives = step.remove("gives");
        Object fails = step.remove("fails");
        String method = step.keySet().iterator().next();
        Map<String, Object> args = map(filled(step.get(method), kept));
        if (fails != null) {
          isFailure(map(fails), mockwx, method, args);
          continue;
        }
        Object answer = call(mockwx, method, args);
        if (as != null) {
          kept.put((String) as, answer);
        }
        if (isGiven) {
          isAs(filled(gives, kept), answer);
        }
      }
    }
  }

  private static void isFailure(Map<String, Object> shown, MockWx mockwx, String method, Map<String, Object> args) {
    if (shown.containsKey("assertion")) {
      AssertionError failure = assertThrows(AssertionError.class, () -> call(mockwx, method, args));
      isAs(shown.get("assertion"), failure.getMessage());
      return;
    }
    MockWxException refusal = assertThrows(MockWxException.class, () -> call(mockwx, method, args));
    isAs(shown.get("error"), refusal.getMessage());
    assertEquals(shown.get("status"), (long) refusal.status());
    assertEquals(shown.getOrDefault("where", refusal.where()), refusal.where());
  }

  private static Object call(MockWx mockwx, String method, Map<String, Object> args) {
    String api = (String) args.get("api");
    Map<String, Object> rest = new LinkedHashMap<>(args);
    rest.keySet().removeAll(List.of("api", "verb"));
    Phone phone = mockwx.user((String) args.getOrDefault("user", "nobody"));
    switch (method) {
      case "exchange":
        return exchange(mockwx, (String) args.get("code"));
      case "login":
        return mockwx.login((String) args.get("user"));
      case "openid":
        return phone.openid();
      case "unionid":
        return phone.unionid();
      case "check_session":
        return phone.checkSession();
      case "get_phone_number":
        return phone.getPhoneNumber();
      case "get_user_info":
        return phone.getUserInfo();
      case "rotate_session_key":
        phone.rotateSessionKey();
        return null;
      case "clock":
        return mockwx.clock();
      case "advance":
        return mockwx.advance((String) args.get("by"));
      case "set_clock":
        return mockwx.setClock((String) args.get("at"));
      case "freeze":
        mockwx.freeze();
        return null;
      case "flow":
        mockwx.flow();
        return null;
      case "rule":
        return mockwx.rule(api, rest);
      case "refuse":
        int errcode = ((Long) args.get("errcode")).intValue();
        return args.containsKey("times")
            ? mockwx.refuse(api, errcode, ((Long) args.get("times")).intValue())
            : mockwx.refuse(api, errcode);
      case "remove_rule":
        mockwx.removeRule((String) args.get("name"));
        return null;
      case "rules":
        return mockwx.rules();
      case "calls":
        return mockwx.calls(api, rest);
      case "journal":
        return mockwx.journal();
      case "wait":
        return mockwx.await(api, rest);
      case "verify":
        mockwx.verify(api, rest);
        return null;
      case "do":
        return mockwx.perform((String) args.get("verb"), rest);
      case "app":
        return mockwx.app().words();
      case "load":
        mockwx.load(args.get("scenario"));
        return null;
      case "close":
        mockwx.close();
        return null;
      case "reset":
        mockwx.reset();
        return null;
      case "url_for":
        return mockwx.urlFor((String) args.get("host"));
      case "hosts":
        return mockwx.hosts();
      default:
        throw new IllegalArgumentException(method);
    }
  }

  private static Object exchange(MockWx mockwx, String code) {
    String query =
        String.format(
            "appid=%s&secret=%s&js_code=%s&grant_type=authorization_code",
            mockwx.app().appid(), mockwx.app().secret(), code);
    URI url = URI.create(mockwx.url() + "/sns/jscode2session?" + query);
    // By hand: where an answer is lost, the JDK's clients ask again by themselves.
    String request = "GET " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Json.read(answer.substring(answer.indexOf("\r\n\r\n")));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException error) {
      return "lost";
    }
  }

  /** The value with what $NAME stands for. */
  private static Object filled(Object value, Map<String, Object> kept) {
    if (value instanceof Map) {
      Map<String, Object> whole = new LinkedHashMap<>();
      map(value).forEach((key, part) -> whole.put(key, filled(part, kept)));
      return whole;
    }
    if (value instanceof List) {
      List<Object> whole = new ArrayList<>();
      ((List<?>) value).forEach(part -> whole.add(filled(part, kept)));
      return whole;
    }
    return value instanceof String && ((String) value).startsWith("$") ? kept.get(((String) value).substring(1)) : value;
  }

  private static void isAs(Object shown, Object answer) {
    if (shown instanceof Map) {
      map(shown).forEach((key, part) -> isAs(part, map(answer).get(key)));
    } else if (shown instanceof List) {
      List<?> parts = (List<?>) shown;
      assertEquals(parts.size(), assertInstanceOf(List.class, answer).size(), String.valueOf(answer));
      for (int index = 0; index < parts.size(); index++) {
        isAs(parts.get(index), ((List<?>) answer).get(index));
      }
    } else if (shown instanceof String && ((String) shown).contains("…")) {
      String pattern =
          Stream.of(((String) shown).split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
      assertTrue(Pattern.compile(pattern, Pattern.DOTALL).matcher((String) answer).matches(), answer + " / " + shown);
    } else {
      assertEquals(shown, answer);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
