package mockwx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One world of WeChat's: what a test holds. Two of them never meet, so tests may run at once.
 *
 * <p>The server is the one that the environment variable MOCKWX_URL names, or one that is started and ends with this
 * process, with the {@code mockwx} on the PATH (MOCKWX_COMMAND: another command), or with docker from the image {@code
 * mockwx} (MOCKWX_IMAGE: another image).
 */
public final class MockWx implements AutoCloseable {
  private static final List<String> HOSTS =
      List.of(
          "api.weixin.qq.com",
          "qyapi.weixin.qq.com",
          "open.weixin.qq.com",
          "mp.weixin.qq.com",
          "long.open.weixin.qq.com",
          "open.work.weixin.qq.com",
          "login.work.weixin.qq.com");
  /** The words of a rule that say when; the others, but for name and times, say then. */
  private static final Set<String> WHEN = Set.of("app", "user", "call", "count_by", "chance", "between");

  private final String server;
  private final String name;

  /** The mini program {@code shop} and the users alice and bob. */
  public MockWx() {
    this(Server.start(), null);
  }

  /** A file that ends in .yaml, .yml or .json, a ready scenario's name, or a map of the same shape. */
  public MockWx(Object scenario) {
    this(Server.start(), scenario);
  }

  private MockWx(String server, Object scenario) {
    this.server = server;
    // Its own, never one that another process had before: a backend of that one may still be calling.
    Map<String, Object> body = new LinkedHashMap<>(Map.of("name", "t-" + UUID.randomUUID().toString().substring(24)));
    if (scenario != null) {
      body.put("scenario", document(scenario));
    }
    Object world = Control.call(server, "POST", "worlds", Map.of(), body);
    if (!(world instanceof Map) || !(((Map<?, ?>) world).get("name") instanceof String)) {
      throw Control.noMockwx(200, String.valueOf(world));
    }
    this.name = (String) ((Map<?, ?>) world).get("name");
  }

  /** A world of a server that runs already. */
  public static MockWx at(String server) {
    return at(server, null);
  }

  /** The same, which begins with a scenario. */
  public static MockWx at(String server, Object scenario) {
    return new MockWx(server.replaceAll("/+$", ""), scenario);
  }

  /** Forget the world. */
  @Override
  public void close() {
    try {
      Control.call(server, "DELETE", "worlds/" + Control.quote(name), Map.of(), null);
    } catch (MockWxException error) {
      if (error.status() != 404) { // somebody else forgot it first
        throw error;
      }
    }
  }

  /** The world's name. */
  public String name() {
    return name;
  }

  /** What a backend uses in place of {@code https://api.weixin.qq.com}; without a slash at the end. */
  public String url() {
    return server + "/~" + name;
  }

  /** What a backend uses in place of {@code https://HOST}. */
  public String urlFor(String host) {
    return url() + "/" + host;
  }

  /** The same for each of WeChat's hosts that a login backend calls. */
  public Map<String, String> hosts() {
    return HOSTS.stream().collect(Collectors.toMap(host -> host, this::urlFor, (a, b) -> a, LinkedHashMap::new));
  }

  /** The first app. */
  public App app() {
    return apps().values().iterator().next();
  }

  /** All apps by name, in the scenario's order. */
  public Map<String, App> apps() {
    Map<String, App> apps = new LinkedHashMap<>();
    map(call("GET", "apps", Map.of(), null)).forEach((app, words) -> apps.put(app, new App(map(words))));
    return apps;
  }

  /** The user's phone; a user that nobody declared is made. */
  public Phone user(String user) {
    return new Phone(this, user);
  }

  /** A fresh code: what wx.login gives the mini program. */
  public String login(String user) {
    return user(user).login();
  }

  /** {@code at} in Beijing time, {@code unix} in seconds, {@code mode}: frozen or flowing. */
  public Map<String, Object> clock() {
    return map(call("GET", "clock", Map.of(), null));
  }

  /** Time goes on at once, by {@code "5m1s"}; nobody sleeps. */
  public Map<String, Object> advance(String by) {
    return perform("clock.advance", Map.of("by", by));
  }

  /** An ISO 8601 instant with its zone. */
  public Map<String, Object> setClock(String at) {
    return perform("clock.set", Map.of("at", at));
  }

  /** Time stands still until it is advanced or flows again. */
  public void freeze() {
    perform("clock.freeze", Map.of());
  }

  /** Time goes on by itself. */
  public void flow() {
    perform("clock.flow", Map.of());
  }

  /**
   * A rule, with the words of the scenario language side by side; its name is returned. {@code rule("code2session",
   * Map.of("call", 1, "net", "reset", "commit", true))}: WeChat spent the code, the answer never came.
   */
  public String rule(String api, Map<String, ?> words) {
    Map<String, Object> rule = new LinkedHashMap<>();
    Map<String, Object> when = new LinkedHashMap<>(Map.of("api", api));
    Map<String, Object> then = new LinkedHashMap<>();
    words.forEach(
        (word, value) ->
            (word.equals("name") || word.equals("times") ? rule : WHEN.contains(word) ? when : then).put(word, value));
    rule.put("when", when);
    rule.put("then", then);
    return (String) map(call("POST", "rules", Map.of(), rule)).get("name");
  }

  /** Answer {@code api} with {@code errcode} for good; the rule's name is returned. */
  public String refuse(String api, int errcode) {
    return rule(api, Map.of("errcode", errcode));
  }

  /** The same so many times. */
  public String refuse(String api, int errcode, int times) {
    return rule(api, Map.of("errcode", errcode, "times", times));
  }

  public void removeRule(String rule) {
    call("DELETE", "rules/" + Control.quote(rule), Map.of(), null);
  }

  /** As in a scenario file, each with how many calls it has {@code seen} and its {@code hits}. */
  public List<Map<String, Object>> rules() {
    return list(map(call("GET", "rules", Map.of(), null)).get("rules"));
  }

  /** The journal's entries, oldest first. */
  public List<Map<String, Object>> calls(String api) {
    return calls(api, Map.of());
  }

  /** Filters: {@code user}, {@code app}, {@code errcode}, {@code since}, {@code limit}. */
  public List<Map<String, Object>> calls(String api, Map<String, ?> filters) {
    Map<String, Object> query = new LinkedHashMap<>(Map.of("limit", 1_000_000_000));
    query.put("api", api);
    query.putAll(filters);
    return list(map(call("GET", "journal", query, null)).get("entries"));
  }

  /** The journal as text, a line per call, and under it why rules fired or did not. */
  public String journal() {
    return calls(null).stream()
        .flatMap(entry -> Stream.concat(Stream.of(entry.get("line")), ((List<?>) entry.get("trace")).stream()))
        .map(String::valueOf)
        .collect(Collectors.joining("\n"));
  }

  /**
   * Wait in real time until there are {@code count} (1) such calls, with the filters of {@link #calls}.
   *
   * @throws AssertionError they did not come within {@code timeout} (10s)
   */
  public List<Map<String, Object>> await(String api, Map<String, ?> filters) {
    Map<String, Object> query = new LinkedHashMap<>(filters);
    query.put("api", api);
    try {
      return list(map(call("GET", "journal/wait", query, null)).get("entries"));
    } catch (MockWxException error) {
      if (error.status() != 408) {
        throw error;
      }
      throw new AssertionError(error.getMessage() + "\n" + journal());
    }
  }

  /** Assert that there were so many such calls; the error is mockwx's explanation. */
  public void verify(String api, int count) {
    verify(api, Map.of("count", count));
  }

  /** Words: {@code count} (2, "1..3"; by default at least one), {@code user}, {@code app}, {@code errcode}. */
  public void verify(String api, Map<String, ?> expected) {
    Map<String, Object> calls = new LinkedHashMap<>(expected);
    calls.put("api", api);
    try {
      call("POST", "verify", Map.of(), Map.of("calls", List.of(calls)));
    } catch (MockWxException error) {
      if (error.status() != 409) {
        throw error;
      }
      throw new AssertionError(error.what());
    }
  }

  /** Begin the world anew with a scenario, as the constructor takes it. */
  public void load(Object scenario) {
    call("PUT", "scenario", Map.of(), document(scenario));
  }

  /** Back to the scenario's first state. */
  public void reset() {
    call("POST", "reset", Map.of(), null);
  }

  /** What leads WeChat's hosts here; this process is left alone until {@link Interception#install}. */
  public Interception interception() {
    return new Interception(server, name, (String) call("GET", "ca.pem", Map.of(), null));
  }

  /** Until it is closed, clients of the JDK in this process lead WeChat's hosts here; for one world at a time. */
  public Interception intercept() {
    return interception().install();
  }

  /** Any verb, in the words of a scenario's steps: {@code perform("wechat.block_user", Map.of("user", "alice"))}. */
  public Map<String, Object> perform(String verb, Map<String, ?> args) {
    return map(call("POST", verb.replaceFirst("\\.", "/"), Map.of(), args));
  }

  /** Any control call by its path below {@code /_mockwx/}; JSON goes and comes as a value, all else as a text. */
  public Object call(String method, String path, Map<String, ?> query, Object body) {
    return Control.call(url(), method, path, query, body);
  }

  /** A file is read here, for the server may be another machine; a map need not say the language's version. */
  private static Object document(Object scenario) {
    if (scenario instanceof Map) {
      Map<Object, Object> complete = new LinkedHashMap<>(Map.of("mockwx", 1));
      complete.putAll((Map<?, ?>) scenario);
      return complete;
    }
    String text = scenario.toString();
    try {
      return text.matches(".*\\.(ya?ml|json)") ? Files.readString(Path.of(text)) : text;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Object value) {
    return (List<Map<String, Object>>) value;
  }
}
