package lienthong.client;

/** A configuration that cannot be used; the message names the key and what to do. */
public final class ConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  ConfigException(String key, String why) {
    super("config, " + key + ": " + why);
  }
}
