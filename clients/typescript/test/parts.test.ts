// What needs no node: configuration, errors, times, batches and the retries.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "../gen/google/rpc/error_details_pb.js";
import { bearer, check } from "../src/config.js";
import { asError } from "../src/errors.js";
import { batchesOf, batchBytesMax, Retry, type RecordInit, type Submission } from "../src/submission.js";
import { Client, ConfigError, fromEnvironment, fromYaml, instant, moment, month, NotFound, ResourceExhausted, Unavailable } from "../src/index.js";

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "lienthong-")), "file");
  writeFileSync(path, text);
  return path;
}

test("a file and the environment make a configuration", () => {
  const config = fromYaml(file(`node: 127.0.0.1:1\nwindow: 3\ntoken_file: ${file("secret\n")}\n`));
  assert.deepEqual([config.node, config.window, bearer(config)], ["127.0.0.1:1", 3, "secret"]);
  assert.deepEqual(fromEnvironment({ LIENTHONG_NODE: "h:1", LIENTHONG_TOKEN_FILE: "f" }), { node: "h:1", tokenFile: "f" });
});

test("what cannot be used is refused by its key", () => {
  for (const [key, text] of [["nodes", "nodes: x"], ["window", "window: many"], ["node", "node: 7"], ["keys", "- a"]] as const) {
    assert.throws(() => fromYaml(file(text)), (e) => e instanceof ConfigError && e.message.includes(key));
  }
  for (const [key, config] of [
    ["node", { node: "h" }], ["cert, key", { cert: "c" }], ["ca", { cert: "c", key: "k" }], ["window", { window: 0 }],
    ["in the open", { node: "192.0.2.1:1", token: "t" }], ["tokenFile", { token: "t", tokenFile: "f" }], ["batchRecords", { batchRecords: 5000 }],
    ["/nowhere", { ca: "/nowhere" }],
  ] as const) {
    assert.throws(() => new Client(config), (e) => e instanceof ConfigError && e.message.includes(key), key);
  }
});

test("errors are typed", () => {
  const error = asError(new ConnectError("busy", Code.ResourceExhausted, undefined, [
    { desc: ErrorInfoSchema, value: { reason: "QUEUE_FULL", domain: "lienthong", metadata: { a: "b" } } },
    { desc: RetryInfoSchema, value: { retryDelay: { seconds: 2n, nanos: 500_000_000 } } },
    { desc: BadRequestSchema, value: create(BadRequestSchema, { fieldViolations: [{ field: "source", description: "is empty" }] }) },
  ]));
  assert.ok(error instanceof ResourceExhausted && error.temporary);
  assert.deepEqual([error.reason, error.metadata, error.retryAfterMs, error.violations, error.message],
    ["QUEUE_FULL", { a: "b" }, 2500, [{ field: "source", description: "is empty" }], "busy"]);
  assert.ok(asError(new ConnectError("no", Code.NotFound)) instanceof NotFound);
});

test("times are those of Vietnam", () => {
  for (const text of ["20240305080000", "2024-03-05 08:00:00", new Date("2024-03-05T01:00:00Z")]) assert.equal(instant(text), 1709600400n);
  assert.equal(instant("2024-03-05"), 1709571600n);
  assert.equal(moment(0n), undefined);
  assert.equal(moment(1709600400n)?.toISOString(), "2024-03-05T01:00:00.000Z");
  for (const text of ["2024-02-30", "20240305250000", "x"]) assert.throws(() => instant(text), RangeError);
  assert.deepEqual(month("2024-02"), { from: "2024-02-01", to: "2024-02-29" });
});

async function sizes(records: RecordInit[], more: Partial<Submission> = {}): Promise<number[]> {
  const out: number[] = [];
  for await (const b of batchesOf({ source: "s", ...more }, 1n, records, 2)) out.push(b.request.records.length);
  return out;
}

test("batches are bounded in records and bytes", async () => {
  const large = { status: "x".repeat(Math.floor((batchBytesMax * 2) / 3)) };
  assert.deepEqual(await sizes([{ dossier: "a" }, { dossier: "b" }, { dossier: "c" }]), [2, 1]);
  assert.deepEqual(await sizes([large, large]), [1, 1]);
  assert.deepEqual([await sizes([]), await sizes([], { completeThrough: 7n })], [[], [0]]);
});

test("retries back off, heed the node and end", () => {
  const gone = new Unavailable("gone", Code.Unavailable);
  const busy = new ResourceExhausted("busy", Code.ResourceExhausted, { retryAfterMs: 3000 });
  const retry = new Retry(10_000);
  assert.deepEqual([retry.pause(gone, 0), retry.pause(gone, 100), retry.pause(busy, 300), retry.pause(gone, 9_950)], [100, 200, 3000, 50]);
  assert.throws(() => retry.pause(gone, 10_000), Unavailable);
  retry.progress();
  assert.equal(retry.pause(gone, 10_000), 100);
  assert.throws(() => retry.pause(new NotFound("no", Code.NotFound), 0), NotFound);
});
