// The same as hosts_program.py as far as Java differs: how it finds WeChat's host, trusts its CA, opens its sockets.
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.file.*;

class HostsProgram {
    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        int port = Integer.parseInt(arguments[1]), count = Integer.parseInt(arguments[3]);
        Path folder = Path.of(arguments[2]);
        await(folder, "up " + name, "up *", count);
        // A client that was told to use no proxy.
        HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
        String wechat = "https://api.weixin.qq.com/sns/jscode2session?appid=x";
        String answer = client.send(
            HttpRequest.newBuilder(URI.create(wechat)).build(), HttpResponse.BodyHandlers.ofString()).body();
        String row;
        try (Socket database = new Socket("localhost", port)) {
            row = new String(database.getInputStream().readNBytes(3));
        }
        System.out.println(answer.contains("40013") + " " + row);
        await(folder, "done " + name, "done *", count);
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
