package mockwx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What leads a program with hard-coded hosts to one world.
 *
 * <p>Java's clients send a proxy no name by themselves, so they go by a port of this process that adds the world's.
 */
public final class Interception implements AutoCloseable {
  private static final char[] PASSWORD = "mockwx".toCharArray();

  private final URI server;
  private final String credentials;
  private final ServerSocket relay;
  private final Path trustStore;
  private final SSLContext sslContext;
  private Runnable undo = () -> {};

  Interception(String server, String world, String ca) {
    this.server = URI.create(server);
    byte[] plain = (Control.quote(world) + ":" + Control.quote(Server.token())).getBytes(StandardCharsets.UTF_8);
    this.credentials = Base64.getEncoder().encodeToString(plain);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      InputStream pem = new ByteArrayInputStream(ca.getBytes(StandardCharsets.US_ASCII));
      store.setCertificateEntry("mockwx", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      trustStore = Files.createTempFile("mockwx-", ".p12");
      try (OutputStream file = Files.newOutputStream(trustStore)) {
        store.store(file, PASSWORD);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      sslContext = SSLContext.getInstance("TLS");
      sslContext.init(null, trust.getTrustManagers(), null);
      relay = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (GeneralSecurityException error) {
      throw new IllegalStateException(error);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    inBackground(this::accept);
  }

  /** Trusts the test CA alone. */
  public SSLContext sslContext() {
    return sslContext;
  }

  /** The proxy of this world alone. */
  public Proxy proxy() {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(relay.getInetAddress(), relay.getLocalPort()));
  }

  /** For clients that take one: WeChat's hosts lead to the world, others are reached as ever. */
  public ProxySelector proxySelector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        boolean isWechat = uri.getHost() != null && uri.getHost().matches("(.+\\.)?(weixin\\.qq\\.com|res\\.wx\\.qq\\.com)");
        return List.of(isWechat ? proxy() : Proxy.NO_PROXY);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException error) {
        // The client tells it.
      }
    };
  }

  /** For a child process that is a JVM, while this one lives. */
  public Map<String, String> env() {
    String host = relay.getInetAddress().getHostAddress();
    String options =
        String.format(
            Locale.ROOT,
            "-Dhttps.proxyHost=%1$s -Dhttps.proxyPort=%2$d -Dhttp.proxyHost=%1$s -Dhttp.proxyPort=%2$d "
                + "-Djavax.net.ssl.trustStore=%3$s -Djavax.net.ssl.trustStorePassword=%4$s",
            host, relay.getLocalPort(), trustStore, new String(PASSWORD));
    return Map.of("JAVA_TOOL_OPTIONS", options);
  }

  Interception install() {
    ProxySelector selector = ProxySelector.getDefault();
    SSLSocketFactory factory = HttpsURLConnection.getDefaultSSLSocketFactory();
    SSLContext context;
    try {
      context = SSLContext.getDefault();
    } catch (GeneralSecurityException error) {
      throw new IllegalStateException(error);
    }
    ProxySelector.setDefault(proxySelector());
    SSLContext.setDefault(sslContext);
    HttpsURLConnection.setDefaultSSLSocketFactory(sslContext.getSocketFactory());
    undo =
        () -> {
          ProxySelector.setDefault(selector);
          SSLContext.setDefault(context);
          HttpsURLConnection.setDefaultSSLSocketFactory(factory);
        };
    return this;
  }

  /** All is as it was. */
  @Override
  public void close() {
    undo.run();
    try {
      relay.close();
      Files.deleteIfExists(trustStore);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = relay.accept();
        inBackground(() -> lead(client));
      }
    } catch (IOException error) {
      // It is closed.
    }
  }

  /** The first line as it came, the world's name below it, and then all else, both ways. */
  private void lead(Socket client) {
    try (client;
        Socket there = new Socket(server.getHost(), server.getPort())) {
      OutputStream out = there.getOutputStream();
      InputStream in = client.getInputStream();
      int sign;
      do {
        sign = in.read();
        if (sign < 0) {
          return;
        }
        out.write(sign);
      } while (sign != '\n');
      out.write(("Proxy-Authorization: Basic " + credentials + "\r\n").getBytes(StandardCharsets.US_ASCII));
      inBackground(() -> copy(there, client));
      copy(client, there);
    } catch (IOException error) {
      // Its client sees that.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException error) {
      // One of them is gone.
    }
  }

  private static void inBackground(Runnable run) {
    Thread thread = new Thread(run, "mockwx-interception");
    thread.setDaemon(true);
    thread.start();
  }
}
