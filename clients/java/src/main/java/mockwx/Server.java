package mockwx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The server of this process: the one that MOCKWX_URL names, or one that is started, alone or in a container, and ends
 * with the process.
 */
final class Server {
  private static final String MISSING =
      "no mockwx: there is no command `%1$s`; install it (pipx install CHECKOUT), or start one elsewhere, such as in a "
          + "container, and name it in MOCKWX_URL | 没有 mockwx：找不到命令 `%1$s`；请安装（pipx install 源码目录），"
          + "或在别处（例如容器里）启动，并在 MOCKWX_URL 写明地址";
  private static String url;
  /** The server's standard input: it ends when this process does, and the server with it. */
  private static OutputStream held;

  private Server() {}

  static synchronized String start() {
    if (url == null) {
      String running = setting("MOCKWX_URL", null);
      url = running == null ? find(setting("MOCKWX_COMMAND", null)) : running.split("/~")[0].replaceAll("/+$", "");
    }
    return url;
  }

  /** What control calls are sent with; a server without a token looks at none. */
  static String token() {
    return setting("MOCKWX_TOKEN", "none");
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  /** Null is the usual command, and where there is none, a container. */
  static String find(String command) {
    List<String> words = new ArrayList<>(List.of(command == null ? "mockwx" : command, "serve", "--port", "0"));
    words.addAll(0, List.of(words.remove(0).split(" ")));
    try {
      return launch(words, "", "");
    } catch (IOException error) {
      if (command == null) {
        try {
          return launchContainer(setting("MOCKWX_IMAGE", null));
        } catch (IOException noDocker) {
          // It is told below.
        }
      }
      throw new MockWxException(String.format(MISSING, command == null ? "mockwx" : command));
    }
  }

  /** An image that nobody named is one's own: a registry's of that name would be a stranger's. */
  private static String launchContainer(String named) throws IOException {
    String image = named == null ? "mockwx" : named;
    String address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + free.getLocalPort();
    }
    List<String> run = new ArrayList<>(List.of("docker", "run", "--rm", "--interactive"));
    run.addAll(List.of("--pull", named == null ? "never" : "missing", "--publish", address + ":8780"));
    run.addAll(List.of("--env", "MOCKWX_TOKEN", image, "serve", "--host", "0.0.0.0"));
    launch(
        run,
        "; is there an image `" + image + "`? docker build -t mockwx CHECKOUT",
        "；有镜像 `" + image + "` 吗？docker build -t mockwx 源码目录");
    return "http://" + address;
  }

  /** Where it says that it listens. */
  private static String launch(List<String> command, String advice, String adviceInChinese) throws IOException {
    command.addAll(List.of("--quiet", "--stop-with-stdin"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (command.get(0).equals("docker")) {
      builder.environment().put("MOCKWX_TOKEN", token());
    }
    Process process = builder.start();
    BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = null;
    try {
      line = said.readLine();
    } catch (IOException error) {
      // It is told below.
    }
    String listening = "mockwx listening on ";
    if (line == null || !line.startsWith(listening)) {
      process.destroy();
      String shown = "`" + String.join(" ", command) + "`";
      throw new MockWxException(shown + " did not start" + advice + " | " + shown + " 没有启动" + adviceInChinese + ": " + line);
    }
    Thread reader = new Thread(() -> said.lines().forEach(ignored -> {}), "mockwx");
    reader.setDaemon(true);
    reader.start();
    held = process.getOutputStream();
    return line.substring(listening.length()).trim();
  }
}
