package lienthong.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * How to reach a node. Immutable; checked when it is made.
 *
 * <pre>{@code
 * Config.of("127.0.0.1:7001")
 * Config.fromEnvironment()                       // LIENTHONG_NODE, _CA, _CERT, _KEY, _TOKEN, _TOKEN_FILE
 * Config.fromYaml(Path.of("client.yaml"))        // node, ca, cert, key, token, token_file, timeout_seconds, ...
 * Config.builder().node("h44:7001").ca("ca.pem").tokenFile("token").build()
 * }</pre>
 *
 * @param node HOST:PORT
 * @param ca PEM file of the authority that signed the node's certificate; null: plaintext, for loopback only
 * @param cert PEM file of one's own certificate, for mutual TLS, or null
 * @param key PEM file of its key (PKCS #8), or null
 * @param token a bearer token, or null
 * @param tokenFile a file that holds one, or null
 * @param timeout how long to wait for an answer
 * @param retry how long to repeat what is temporary, without progress; zero: never
 * @param window batches under way in a stream
 * @param batchRecords records of one batch, at most 4,096
 */
public record Config(String node, String ca, String cert, String key, String token, String tokenFile, Duration timeout,
    Duration retry, int window, int batchRecords) {
  private static final int BATCH_RECORDS_MAX = 4096;
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final Set<String> TEXTS = Set.of("node", "ca", "cert", "key", "token", "token_file");
  private static final Set<String> NUMBERS = Set.of("timeout_seconds", "retry_seconds", "window", "batch_records");

  /** Throws ConfigException. */
  public Config {
    refuse(!node.contains(":"), "node", "must be HOST:PORT");
    refuse(timeout.isNegative() || timeout.isZero(), "timeout", "must be above 0");
    refuse(retry.isNegative(), "retry", "must be 0 or more");
    refuse(window < 1, "window", "must be at least 1");
    refuse(batchRecords < 1 || batchRecords > BATCH_RECORDS_MAX, "batch_records", "must be 1 to " + BATCH_RECORDS_MAX);
    refuse((cert == null) != (key == null), "cert, key", "one needs the other");
    refuse(cert != null && ca == null, "ca", "needed with cert");
    refuse(token != null && tokenFile != null, "token, token_file", "give one of them");
    refuse((token != null || tokenFile != null) && ca == null && !isHere(node), "token",
        "would travel in the open; set ca, or speak to a node of this machine");
  }

  /** A node of this machine, everything else by default. */
  public static Config of(String node) {
    return builder().node(node).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public static Config fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static Config fromEnvironment(Map<String, String> environment) {
    Map<String, Object> found = new HashMap<>();
    for (String key : TEXTS) {
      String value = environment.get("LIENTHONG_" + key.toUpperCase(java.util.Locale.ROOT));
      if (value != null && !value.isEmpty()) {
        found.put(key, value);
      }
    }
    return from(found);
  }

  /** Reads a file. An unknown key is an error, not ignored. */
  public static Config fromYaml(Path path) {
    Object found;
    try {
      found = new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(read(path.toString(), "config"), StandardCharsets.UTF_8));
    } catch (YAMLException e) {
      throw new ConfigException(path.toString(), "no YAML: " + e.getMessage());
    }
    if (found != null && !(found instanceof Map)) {
      throw new ConfigException(path.toString(), "must be keys and values");
    }
    Map<String, Object> values = new HashMap<>();
    if (found != null) {
      ((Map<?, ?>) found).forEach((key, value) -> values.put(String.valueOf(key), checkedValue(String.valueOf(key), value)));
    }
    return from(values);
  }

  private static Object checkedValue(String key, Object value) {
    refuse(!TEXTS.contains(key) && !NUMBERS.contains(key), key, "no such key");
    refuse(TEXTS.contains(key) && !(value instanceof String), key, "must be a text");
    refuse(NUMBERS.contains(key) && !(value instanceof Number), key, "must be a number");
    return value;
  }

  private static Config from(Map<String, Object> values) {
    Builder b = builder();
    values.forEach((key, value) -> {
      switch (key) {
        case "node" -> b.node((String) value);
        case "ca" -> b.ca((String) value);
        case "cert" -> b.cert = (String) value;
        case "key" -> b.key = (String) value;
        case "token" -> b.token((String) value);
        case "token_file" -> b.tokenFile((String) value);
        case "timeout_seconds" -> b.timeout(seconds(value));
        case "retry_seconds" -> b.retry(seconds(value));
        case "window" -> b.window(((Number) value).intValue());
        default -> b.batchRecords(((Number) value).intValue());
      }
    });
    return b.build();
  }

  private static Duration seconds(Object value) {
    return Duration.ofMillis(Math.round(((Number) value).doubleValue() * 1000));
  }

  private static boolean isHere(String node) {
    return node.startsWith("127.") || node.startsWith("localhost:") || node.startsWith("[::1]:");
  }

  private static void refuse(boolean when, String key, String why) {
    if (when) {
      throw new ConfigException(key, why);
    }
  }

  /** The token, read from its file where there is one; null: none. */
  String bearer() {
    if (tokenFile == null) {
      return token;
    }
    String text = new String(read(tokenFile, "token_file"), StandardCharsets.UTF_8).strip();
    refuse(text.isEmpty(), "token_file", tokenFile + " is empty");
    return text;
  }

  static byte[] read(String path, String key) {
    try {
      Path file = Path.of(path);
      refuse(Files.size(file) > FILE_BYTES_MAX, key, path + " is larger than " + FILE_BYTES_MAX + " bytes");
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException(key, path + ": " + e.getClass().getSimpleName());
    }
  }

  /** Makes a Config; what is not set has its default. */
  public static final class Builder {
    private String node = "127.0.0.1:7001";
    private String ca;
    private String cert;
    private String key;
    private String token;
    private String tokenFile;
    private Duration timeout = Duration.ofSeconds(30);
    private Duration retry = Duration.ofSeconds(30);
    private int window = 8;
    private int batchRecords = 512;

    private Builder() {}

    public Builder node(String value) {
      node = value;
      return this;
    }

    public Builder ca(String path) {
      ca = path;
      return this;
    }

    /** One's own certificate and its key. */
    public Builder certificate(String certPath, String keyPath) {
      cert = certPath;
      key = keyPath;
      return this;
    }

    public Builder token(String value) {
      token = value;
      return this;
    }

    public Builder tokenFile(String path) {
      tokenFile = path;
      return this;
    }

    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    public Builder retry(Duration value) {
      retry = value;
      return this;
    }

    public Builder window(int batches) {
      window = batches;
      return this;
    }

    public Builder batchRecords(int records) {
      batchRecords = records;
      return this;
    }

    public Config build() {
      return new Config(node, ca, cert, key, token, tokenFile, timeout, retry, window, batchRecords);
    }
  }
}
