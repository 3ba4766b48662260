import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A configuration that cannot be used; the message names the key and what to do. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** How to reach a node. In a YAML file the keys are `node`, `ca`, `cert`, `key`, `token`, `token_file`, ... */
export interface Config {
  /** HOST:PORT; default 127.0.0.1:7001. */
  node?: string;
  /** PEM file of the authority that signed the node's certificate; absent: plaintext, for loopback only. */
  ca?: string;
  /** PEM files of one's own certificate and its key, for mutual TLS. */
  cert?: string;
  key?: string;
  /** A bearer token, or the file that holds one. */
  token?: string;
  tokenFile?: string;
  /** How long to wait for an answer; default 30 s. */
  timeoutMs?: number;
  /** How long to repeat what is temporary, without progress; default 30 s, 0: never. */
  retryMs?: number;
  /** Batches under way in a stream; default 8. */
  window?: number;
  /** Records of one batch; default 512, at most 4,096. */
  batchRecords?: number;
}

const texts = ["node", "ca", "cert", "key", "token", "tokenFile"] as const;
const numbers = ["timeoutMs", "retryMs", "window", "batchRecords"] as const;
const fileBytesMax = 1 << 20;

const snake = (key: string) => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** From LIENTHONG_NODE, _CA, _CERT, _KEY, _TOKEN and _TOKEN_FILE. */
export function fromEnvironment(environment: NodeJS.ProcessEnv = process.env): Config {
  const config: Config = {};
  for (const key of texts) {
    const value = environment[`LIENTHONG_${snake(key).toUpperCase()}`];
    if (value) config[key] = value;
  }
  return config;
}

/** From a file. An unknown key is an error, not ignored. */
export function fromYaml(path: string): Config {
  let found: unknown;
  try {
    found = parse(read(path, "config").toString("utf8")) ?? {};
  } catch (error) {
    throw new ConfigError(`${path}: ${(error as Error).message}`);
  }
  if (typeof found !== "object" || Array.isArray(found)) throw new ConfigError(`${path}: must be keys and values`);
  const config: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(found as object)) {
    const key = [...texts, ...numbers].find((k) => snake(k) === name);
    if (!key) throw new ConfigError(`${path}, ${name}: no such key; there are ${[...texts, ...numbers].map(snake).join(", ")}`);
    const wanted = (texts as readonly string[]).includes(key) ? "string" : "number";
    if (typeof value !== wanted) throw new ConfigError(`${path}, ${name}: must be a ${wanted}`);
    config[key] = value;
  }
  return config;
}

/** A configuration that was checked, with its defaults. */
export type Checked = Config & Required<Pick<Config, "node" | "timeoutMs" | "retryMs" | "window" | "batchRecords">>;

export function check(config: Config): Checked {
  const c = { node: "127.0.0.1:7001", timeoutMs: 30_000, retryMs: 30_000, window: 8, batchRecords: 512, ...config };
  const refuse = (when: unknown, key: string, why: string) => {
    if (when) throw new ConfigError(`config, ${key}: ${why}`);
  };
  refuse(!c.node.includes(":"), "node", "must be HOST:PORT");
  refuse(!(c.timeoutMs > 0), "timeoutMs", "must be above 0");
  refuse(!(c.retryMs >= 0), "retryMs", "must be 0 or more");
  refuse(!(c.window >= 1), "window", "must be at least 1");
  refuse(!(c.batchRecords >= 1 && c.batchRecords <= 4096), "batchRecords", "must be 1 to 4096");
  refuse(!c.cert !== !c.key, "cert, key", "one needs the other");
  refuse(c.cert && !c.ca, "ca", "needed with cert");
  refuse(c.token && c.tokenFile, "token, tokenFile", "give one of them");
  const here = c.node.startsWith("127.") || c.node.startsWith("localhost:") || c.node.startsWith("[::1]:");
  refuse((c.token || c.tokenFile) && !c.ca && !here, "token", "would travel in the open; set ca, or speak to a node of this machine");
  return c;
}

/** The token, read from its file where there is one. */
export function bearer(config: Config): string | undefined {
  const token = config.tokenFile ? read(config.tokenFile, "tokenFile").toString("utf8").trim() : config.token;
  if (config.tokenFile && !token) throw new ConfigError(`config, tokenFile: ${config.tokenFile} is empty`);
  return token;
}

export function read(path: string, key: string): Buffer {
  let data: Buffer;
  try {
    data = readFileSync(path);
  } catch (error) {
    throw new ConfigError(`config, ${key}: ${(error as Error).message}`);
  }
  if (data.length > fileBytesMax) throw new ConfigError(`config, ${key}: ${path} is larger than ${fileBytesMax} bytes`);
  return data;
}
