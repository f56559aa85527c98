package mockwx;

import java.util.Map;

/** mockwx cannot do what it was asked; nothing has changed. The message says what, where and what to write instead. */
public final class MockWxException extends RuntimeException {
  private final String what;
  private final String where;
  private final int status;
  private final transient Map<String, Object> more;

  MockWxException(String what, String where, int status, Map<String, Object> more) {
    super(what.startsWith(where) ? what : where + ": " + what);
    this.what = what;
    this.where = where;
    this.status = status;
    this.more = more;
  }

  MockWxException(String what) {
    this(what, "", 0, Map.of());
  }

  /** The text without the place. */
  public String what() {
    return what;
  }

  /** The place in the request; empty where it is none of them. */
  public String where() {
    return where;
  }

  /** The HTTP status of a call that was refused; 0 where nobody answered. */
  public int status() {
    return status;
  }

  /** What the answer says beside. */
  public Map<String, Object> more() {
    return more;
  }
}
