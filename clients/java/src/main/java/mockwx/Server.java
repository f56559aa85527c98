package mockwx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The server of this process: the one that MOCKWX_URL names, or one that is started and ends with the process. */
final class Server {
  private static final String MISSING =
      "no mockwx: there is no command `%1$s`; install it (pipx install mockwx), or start one elsewhere, such as in a "
          + "container, and name it in MOCKWX_URL | 没有 mockwx：找不到命令 `%1$s`；请安装（pipx install mockwx），"
          + "或在别处（例如容器里）启动，并在 MOCKWX_URL 写明地址";
  private static String url;
  /** The server's standard input: it ends when this process does, and the server with it. */
  private static OutputStream held;

  private Server() {}

  static synchronized String start() {
    if (url == null) {
      String running = System.getenv("MOCKWX_URL");
      String command = System.getenv().getOrDefault("MOCKWX_COMMAND", "mockwx");
      url = running == null || running.isEmpty() ? launch(command) : running.split("/~")[0].replaceAll("/+$", "");
    }
    return url;
  }

  static String launch(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("serve", "--port", "0", "--quiet", "--stop-with-stdin"));
    Process process;
    try {
      process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException error) {
      throw new MockWxException(String.format(MISSING, command));
    }
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
      throw new MockWxException(String.format("`%1$s serve` did not start | `%1$s serve` 没有启动: %2$s", command, line));
    }
    Thread reader = new Thread(() -> said.lines().forEach(ignored -> {}), "mockwx");
    reader.setDaemon(true);
    reader.start();
    held = process.getOutputStream();
    return line.substring(listening.length()).trim();
  }
}
