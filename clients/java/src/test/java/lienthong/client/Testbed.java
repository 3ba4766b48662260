package lienthong.client;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Real nodes: clients/testing/testbed.py as a child process. Thread-safe. */
final class Testbed implements AutoCloseable {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  Testbed() throws IOException {
    process = new ProcessBuilder("/usr/bin/python3", ROOT.resolve("clients/testing/testbed.py").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Sends a command about a node and gives its answer. */
  synchronized JsonObject on(String command, String name) {
    Map<String, String> words = new HashMap<>(Map.of("do", command, "name", name));
    try {
      in.write(new Gson().toJson(words) + "\n");
      in.flush();
      JsonObject answer = JsonParser.parseString(out.readLine()).getAsJsonObject();
      if (answer.has("error")) {
        throw new AssertionError(answer.get("error").getAsString());
      }
      return answer;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String node(String name) {
    return on("node", name).get("address").getAsString();
  }

  CompletableFuture<JsonObject> later(String command, String name) {
    return CompletableFuture.supplyAsync(() -> on(command, name));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    in.close();
    process.waitFor();
  }

  static JsonArray vectors(String name) throws IOException {
    return JsonParser.parseString(Files.readString(ROOT.resolve("tests/vectors/" + name + ".json"))).getAsJsonArray();
  }
}
