package mockwx;

import java.util.Map;

/** Anything with an appid and a secret. */
public final class App {
  private final Map<String, Object> words;

  App(Map<String, Object> words) {
    this.words = words;
  }

  public String name() {
    return (String) words.get("name");
  }

  public String appid() {
    return (String) words.get("appid");
  }

  public String secret() {
    return (String) words.get("secret");
  }

  /** Null where the app has no owner. */
  public String owner() {
    return (String) words.get("owner");
  }

  /** All that is known of it, in the words of a scenario. */
  public Map<String, Object> words() {
    return words;
  }
}
