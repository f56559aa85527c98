import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plain Java program whose WeChat address is a literal: Site PORT. */
public class Site {
    static final String LOGIN = "https://api.weixin.qq.com/sns/jscode2session?appid=%s&secret=%s&js_code=%s"
            + "&grant_type=authorization_code";

    static String found(String name, String json) {
        Matcher match = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        return match.find() ? match.group(1) : null;
    }

    public static void main(String[] args) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
        server.createContext("/login", exchange -> {
            String code = found("code", new String(exchange.getRequestBody().readAllBytes()));
            String url = String.format(LOGIN, System.getenv("APPID"), System.getenv("SECRET"), code);
            int status = 502;
            String answer = "{}";
            try {
                String said = client.send(HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.ofString()).body();
                String openid = found("openid", said);
                status = openid == null ? 401 : 200;
                answer = openid == null ? "{\"error\":\"refused\"}" : "{\"user\":\"" + openid + "\"}";
            } catch (InterruptedException | java.io.IOException error) {
                error.printStackTrace();
            }
            byte[] bytes = answer.getBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }
}
