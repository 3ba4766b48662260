// Against a real node.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import {
  Client, DeadlineExceeded, FailedPrecondition, instant, InvalidArgument, moment, month, NotFound, Outcome, OutOfRange, PermissionDenied,
  Unauthenticated, Unavailable, type Config, type RecordInit, type Result,
} from "../src/index.js";
import { here, Testbed } from "./testbed.js";

const march = month("2024-03");
const procedure = "9.000001";
const submission = { source: "igate", unit: "H99.1", arrival: instant("20240410080000") };

const record = (dossier: string, more: { procedure?: string; status?: string; finished?: bigint } = {}): RecordInit => ({
  dossier, procedure, status: "2", submitted: instant("20240305074500"), accepted: instant("20240305080000"),
  promised: { instant: instant("20240312170000") }, ...more,
});

/** Records one after the other; `asked` tells how many were read. */
class Source {
  asked = 0;
  constructor(readonly prefix: string, readonly count: number) {}
  *[Symbol.iterator](): Generator<RecordInit> {
    for (let n = 0; n < this.count; n++) {
      this.asked++;
      yield record(`${this.prefix}-${n}`);
    }
  }
}

describe("a node with TLS", () => {
  const bed = new Testbed();
  let secured: Record<string, string>;
  before(async () => {
    secured = await bed.do("secure", { name: "root" });
  });
  after(() => bed.close());

  const submit = async (dossier: string, unit: string, credentials: Config) => {
    const results: Outcome[] = [];
    const client = new Client({ node: secured.address!, retryMs: 0, ...credentials });
    for await (const r of client.submitStream([record(dossier)], { ...submission, unit })) results.push(r.outcome);
    return results;
  };

  test("a token or a certificate lets in for its unit, and nobody else", async () => {
    const { ca, cert, key, token, address } = secured as Record<"ca" | "cert" | "key" | "token" | "address", string>;
    assert.deepEqual(await submit("t-1", "H99.1", { ca, token }), [Outcome.ADMITTED]);
    assert.deepEqual(await submit("t-1", "H99.1", { ca, cert, key }), [Outcome.UNCHANGED]);
    assert.deepEqual(await submit("t-2", "H99.2", { ca, token }), [Outcome.REFUSED]);
    await assert.rejects(submit("t-3", "H99.1", { ca }), Unauthenticated);
    await assert.rejects(submit("t-3", "H99.1", { ca, token: "nobody's" }), Unauthenticated);
    await assert.rejects(submit("t-3", "H99.1", {}), Unavailable);
    await assert.rejects(new Client({ node: address, ca, token }).score("H99", march), PermissionDenied);
  });
});

describe("a node", () => {
  const bed = new Testbed();
  let node: string;
  let client: Client;
  before(async () => {
    node = (await bed.do("node", { name: "root" })).address!;
    client = new Client({ node, retryMs: 0 });
  });
  after(() => bed.close());

  const base = async () => (await new Client({ node }).score("H99.1", march)).rows[0]!.base;

  test("one bad record never sinks the others and a repeat changes nothing", async () => {
    const records = [record("a-1"), record("a-2", { procedure: "9.999" }), record("", { status: "2" }), record("a-4")];
    const first = await client.submit(records, submission);
    const again = await client.submit(records, submission);
    assert.deepEqual(first.map((r) => r.outcome), [Outcome.ADMITTED, Outcome.PARKED, Outcome.REFUSED, Outcome.ADMITTED]);
    assert.deepEqual([again[0]!.outcome, again[3]!.outcome], [Outcome.UNCHANGED, Outcome.UNCHANGED]);
    assert.deepEqual([first[2]!.number, first[2]!.field, first[2]!.reason], [3, "MaHoSo", "required"]);
  });

  test("books are read with their types", async () => {
    await client.submit([record("b-2", { status: "9", finished: instant("20240308090000") })], submission);
    const row = (await client.score("H99.1", march)).rows[0]!;
    assert.ok(row.figures!.resolvedEarly >= 1n && row.coverage!.expected === 1);
    const days = (await client.dossier("b-2")).movements.map((m) => moment(m.instant)!.toISOString().slice(0, 10));
    assert.deepEqual([...new Set(days)], ["2024-03-05", "2024-03-08", "2024-03-12"]);
    assert.equal((await client.coverage("H99.1")).sources[0]!.source, "igate");
    assert.deepEqual((await client.units()).map((r) => r.unit!.code), ["H99", "H99.1", "H99.10", "H99.2"]);
    assert.equal((await client.status()).node!.node, "root");
  });

  test("refusals have types", async () => {
    await assert.rejects(client.score("H98", march), NotFound);
    await assert.rejects(client.dossier("nobody"), NotFound);
    await assert.rejects(client.score("H99.1", march, { asOf: instant("2024-04-02") }), OutOfRange);
    await assert.rejects(client.scorecard("H99.1", march), FailedPrecondition);
    await assert.rejects(client.submit([record("c")], { source: "Not A Name" }), InvalidArgument);
    await assert.rejects(async () => {
      for await (const _ of client.submitStream([record("c")], { source: "Not A Name" }));
    }, InvalidArgument);
  });

  test("the example runs", async () => {
    const example = new URL("../examples/submit_and_score.js", import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [example, "igate", "H99.10", procedure], {
      env: { ...process.env, LIENTHONG_NODE: node }, cwd: here });
    assert.match(stdout, /H99.10-240305-0003 ADMITTED/);
    assert.match(stdout, /H99.10: 0 of 3 in time/);
  });

  test("a stream goes on through kill -9 and counts each record once", async () => {
    const before = await base();
    const taken: Result[] = [];
    let restarted: Promise<unknown> | undefined;
    const streaming = new Client({ node, batchRecords: 16, window: 4 });
    for await (const result of streaming.submitStream(new Source("k", 2000), submission)) {
      taken.push(result);
      if (taken.length === 500) {
        await bed.do("kill", { name: "root" });
        restarted = bed.do("start", { name: "root" });
      }
    }
    await restarted;
    assert.deepEqual(taken.map((r) => r.number), Array.from({ length: 2000 }, (_, i) => i + 1));
    assert.ok(taken.every((r) => r.outcome === Outcome.ADMITTED || r.outcome === Outcome.UNCHANGED));
    assert.equal((await base()) - before, 2000n);
  });

  test("nothing is read ahead of a node that does not answer, nor of a caller", async () => {
    const hasty = new Client({ node, batchRecords: 10, window: 3, timeoutMs: 500, retryMs: 0 });
    await hasty.status();
    const held = new Source("p", 1000);
    await bed.do("pause", { name: "root" });
    try {
      await assert.rejects(async () => {
        for await (const _ of hasty.submitStream(held, submission));
      }, (e) => e instanceof Unavailable && e.message === "no answer within 500 ms");
      await assert.rejects(hasty.status(), DeadlineExceeded);
    } finally {
      await bed.do("go_on", { name: "root" });
    }
    // Three batches under way, and the record that showed the third to be full.
    assert.equal(held.asked, 31);
    const idle = new Source("q", 1000);
    for await (const _ of new Client({ node, batchRecords: 10, window: 3 }).submitStream(idle, submission)) break;
    assert.equal(idle.asked, 31);
  });

  test("a node that is not there is unavailable after the retries", async () => {
    const nobody = new Client({ node: "127.0.0.1:9", retryMs: 300 });
    await assert.rejects(nobody.status(), Unavailable);
    await assert.rejects(async () => {
      for await (const _ of nobody.submitStream([record("x")], submission));
    }, Unavailable);
  });
});
