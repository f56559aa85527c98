package mockwx;

import java.util.LinkedHashMap;
import java.util.Map;

/** One user's WeChat. Every method answers as wx.* does, for the first mini program; {@code perform} names another app. */
public final class Phone {
  private final MockWx mockwx;
  private final String name;

  Phone(MockWx mockwx, String name) {
    this.mockwx = mockwx;
    this.name = name;
  }

  /** Any verb of a phone's, such as {@code chooseAvatar}; also {@code wechat.*} about this user. */
  public Map<String, Object> perform(String verb, Map<String, ?> args) {
    Map<String, Object> words = new LinkedHashMap<>(args);
    words.put("user", name);
    return mockwx.perform(verb.contains(".") ? verb : "phone." + verb, words);
  }

  /** A fresh code: what wx.login gives the mini program. */
  public String login() {
    return (String) perform("login", Map.of()).get("code");
  }

  /** The same for another app, by name or appid. */
  public String login(String app) {
    return (String) perform("login", Map.of("app", app)).get("code");
  }

  public boolean checkSession() {
    return "checkSession:ok".equals(perform("checkSession", Map.of()).get("errMsg"));
  }

  /** After a login with {@code encryptedData} and {@code iv}. */
  public Map<String, Object> getUserInfo() {
    return perform("getUserInfo", Map.of());
  }

  /** With what the mini program says that it is for. */
  public Map<String, Object> getUserProfile(String desc) {
    return perform("getUserProfile", Map.of("desc", desc));
  }

  /** {@code code} for getuserphonenumber; after a login also {@code encryptedData} and {@code iv}. */
  public Map<String, Object> getPhoneNumber() {
    return perform("getPhoneNumber", Map.of());
  }

  /** WeChat makes a new key on its own; the backend's is stale from now on. */
  public void rotateSessionKey() {
    perform("wechat.rotate_session_key", Map.of());
  }

  /** What the user is called in the first app. */
  public String openid() {
    return of("openids", mockwx.app().name());
  }

  /** What the user is called in an app, by its name. */
  public String openid(String app) {
    return of("openids", app);
  }

  /** Null where the first app has no owner. */
  public String unionid() {
    String owner = mockwx.app().owner();
    return owner == null ? null : of("unionids", owner);
  }

  private String of(String kind, String key) {
    return (String) ((Map<?, ?>) account().get(kind)).get(key);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> account() {
    String path = "users/" + Control.quote(name);
    try {
      return (Map<String, Object>) mockwx.call("GET", path, Map.of(), null);
    } catch (MockWxException error) {
      if (error.status() != 404) {
        throw error;
      }
      return (Map<String, Object>) mockwx.call("PUT", path, Map.of(), Map.of());
    }
  }
}
