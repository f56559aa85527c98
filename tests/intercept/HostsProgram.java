// The same as hosts_program.py for Java, which finds hosts, trusts CAs and opens sockets in its own way.
import com.sun.net.httpserver.HttpServer;
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.file.*;
import java.util.concurrent.*;
import java.util.regex.*;

class HostsProgram {
    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        int port = Integer.parseInt(arguments[1]), count = Integer.parseInt(arguments[3]);
        Path folder = Path.of(arguments[2]);
        await(folder, "up " + name, "up *", count);
        // A client that was told to use no proxy.
        HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
        CountDownLatch pushed = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 7);
            exchange.getResponseBody().write("success".getBytes());
            exchange.close();
            pushed.countDown();
        });
        server.start();
        String login = control(client, "POST", "phone/login", "{\"user\": \"alice\"}");
        Matcher code = Pattern.compile("\"code\": *\"([^\"]+)\"").matcher(login);
        code.find();
        String wechat = "https://api.weixin.qq.com/sns/jscode2session?appid=wx00000000mockshop"
            + "&secret=mockwx-secret-shop&grant_type=authorization_code&js_code=" + code.group(1);
        String answer = client.send(
            HttpRequest.newBuilder(URI.create(wechat)).build(), HttpResponse.BodyHandlers.ofString()).body();
        String here = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        String callback = "{\"url\": \"" + here + "\", \"token\": \"mockwxtoken\"}";
        control(client, "PUT", "apps/shop", "{\"callback\": " + callback + "}");
        control(client, "POST", "wechat/push", "{\"event\": \"user_info_modified\", \"user\": \"alice\"}");
        String row;
        try (Socket database = new Socket("localhost", port)) {
            row = new String(database.getInputStream().readNBytes(3));
        }
        boolean told = pushed.await(30, TimeUnit.SECONDS);
        System.out.println("openid " + answer.contains("openid") + ", row " + row + ", pushed " + told);
        await(folder, "done " + name, "done *", count);
        server.stop(0);
    }

    static String control(HttpClient client, String method, String path, String body) throws Exception {
        URI uri = URI.create(System.getenv("MOCKWX_URL") + "/_mockwx/" + path);
        return client.send(
            HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString()).body();
    }

    static void await(Path folder, String own, String all, int count) throws Exception {
        Files.createFile(folder.resolve(own));
        while (true) {
            int there = 0;
            try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, all)) {
                for (Path path : paths) there++;
            }
            if (there >= count) return;
            Thread.sleep(20);
        }
    }
}
