import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Ask the hard-coded URL by both of the JDK's clients, with little patience, and print how each of them fails. */
public class Broken {
    static final String URL = "https://api.weixin.qq.com/sns/jscode2session?appid=x";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    public static void main(String[] args) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL)).timeout(PATIENCE).build();
        try {
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            System.out.println("HttpClient: answered");
        } catch (IOException error) {
            System.out.println("HttpClient: " + error.getClass().getSimpleName());
        }
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(URL).toURL().openConnection();
            connection.setReadTimeout((int) PATIENCE.toMillis());
            int size = connection.getInputStream().readAllBytes().length;
            System.out.println("HttpURLConnection: " + size + " bytes");
        } catch (IOException error) {
            System.out.println("HttpURLConnection: " + error.getClass().getSimpleName());
        }
    }
}
