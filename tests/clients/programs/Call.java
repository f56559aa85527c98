import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Ask the hard-coded URL by one of the JDK's clients, and print the answer. */
public class Call {
    static final String URL = "https://api.weixin.qq.com/sns/jscode2session?appid=x";

    public static void main(String[] args) throws Exception {
        if (args[0].equals("HttpClient")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(URL)).build();
            System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
        } else {
            System.out.println(new String(URI.create(URL).toURL().openStream().readAllBytes()));
        }
    }
}
