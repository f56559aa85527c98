import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwx.MockWx;
import mockwx.junit5.Mockwx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login backend and what WeChat does to it, without an AppID, a phone or the network. */
@Mockwx
class LoginTest {
  @Test
  void aliceLogsIn(MockWx mockwx) throws Exception {
    assertEquals("200 " + mockwx.user("alice").openid(), login(mockwx, mockwx.login("alice")));
  }

  @Test
  void aCodeExpires(MockWx mockwx) throws Exception {
    String code = mockwx.login("alice");
    mockwx.advance("5m1s");
    assertEquals("401", login(mockwx, code));
  }

  @Test
  void weChatIsBusyOnce(MockWx mockwx) throws Exception {
    mockwx.refuse("code2session", 45011, 1);
    String code = mockwx.login("alice");
    assertEquals("503", login(mockwx, code));
    assertEquals("200", login(mockwx, code).substring(0, 3));
  }

  @Test
  void theAnswerIsLostAndTheCodeIsSpent(MockWx mockwx) throws Exception {
    // Twice: where an answer is lost, the JDK's client asks once more by itself.
    mockwx.rule("code2session", Map.of("call", "1..2", "net", "reset", "commit", true));
    String code = mockwx.login("alice");
    assertEquals("503", login(mockwx, code));
    assertEquals("401", login(mockwx, code));
    mockwx.verify("code2session", Map.of("user", "alice", "count", 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void eightAtOnceInWorldsOfTheirOwn(int number, MockWx mockwx) throws Exception {
    mockwx.refuse("code2session", 45011, number);
    String code = mockwx.login("alice");
    for (int nth = 0; nth < number; nth++) {
      assertEquals("503", login(mockwx, code));
    }
    assertEquals("200", login(mockwx, code).substring(0, 3));
    mockwx.verify("code2session", number + 1);
  }

  /** A login as a backend does it; where WeChat is comes from its settings. */
  static String login(MockWx mockwx, String code) throws InterruptedException {
    String query = "appid=%s&secret=%s&js_code=%s&grant_type=authorization_code";
    String url = mockwx.url() + "/sns/jscode2session?";
    URI uri = URI.create(url + String.format(query, mockwx.app().appid(), mockwx.app().secret(), code));
    String answer;
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException lost) {
      return "503";
    }
    Matcher openid = Pattern.compile("\"openid\":\"([^\"]+)").matcher(answer);
    if (openid.find()) {
      return "200 " + openid.group(1);
    }
    return answer.contains("40029") || answer.contains("40163") ? "401" : "503";
  }
}
