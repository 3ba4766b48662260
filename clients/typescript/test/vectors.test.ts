// This client reads what the node writes: tests/vectors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary, fromJson, toBinary, toJson, type DescMessage, type JsonValue, type MessageShape } from "@bufbuild/protobuf";
import { chain } from "../src/index.js";
import { FactSchema, RunSchema } from "../gen/lienthong/v1/fact_pb.js";
import { Account } from "../gen/lienthong/v1/ledger_pb.js";
import { GetDossierResponseSchema, type Movement } from "../gen/lienthong/v1/query_pb.js";
import { ReferenceEntrySchema, ReferenceRunSchema } from "../gen/lienthong/v1/reference_pb.js";
import { IndicatorScore_Rule, ScorecardSchema, type Scorecard } from "../gen/lienthong/v1/score_pb.js";
import { vectors, type Vector } from "./testbed.js";

interface ChainVector {
  domain: string;
  node: string;
  epoch: string;
  first_hash: string;
  entries: { json: object; bytes: string; hash: string }[];
  run: string;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Binary and proto JSON say the same, and writing either gives the bytes of the vector. */
function sameBothWays<S extends DescMessage>(schema: S, bytes: string, json: object): MessageShape<S> {
  const message = fromBinary(schema, Buffer.from(bytes, "hex"));
  assert.deepEqual(toJson(schema, message), json);
  assert.equal(hex(toBinary(schema, message)), bytes);
  assert.equal(hex(toBinary(schema, fromJson(schema, json as JsonValue))), bytes);
  return message;
}

const runOf = (v: ChainVector) =>
  v.domain === chain.FACTS ? fromBinary(RunSchema, Buffer.from(v.run, "hex")) : fromBinary(ReferenceRunSchema, Buffer.from(v.run, "hex"));

test("chains are verified and their bytes are canonical", () => {
  for (const v of vectors<ChainVector>("chains")) {
    let hash = chain.firstHash(v.domain, v.node, BigInt(v.epoch));
    assert.equal(hex(hash), v.first_hash);
    for (const entry of v.entries) {
      sameBothWays(v.domain === chain.FACTS ? FactSchema : ReferenceEntrySchema, entry.bytes, entry.json);
      hash = chain.nextHash(hash, Buffer.from(entry.bytes, "hex"));
      assert.equal(hex(hash), entry.hash);
    }
    const head = chain.verify(runOf(v));
    assert.deepEqual([head.sequence, hex(head.hash)], [BigInt(v.entries.length), hex(hash)]);
  }
});

test("what was changed or does not follow breaks the chain", () => {
  for (const v of vectors<ChainVector>("chains")) {
    const changed = runOf(v);
    const entries = changed.$typeName === "lienthong.v1.Run" ? changed.facts : changed.entries;
    entries[0]![0]! ^= 1;
    assert.notEqual(hex(chain.verify(changed).hash), v.entries.at(-1)!.hash);
    const skipped = runOf(v);
    skipped.firstSequence = 2n;
    assert.throws(() => chain.verify(skipped), chain.BrokenChain);
    const foreign = runOf(v);
    foreign.previousHash[0]! ^= 1;
    assert.throws(() => chain.verify(foreign), chain.BrokenChain);
  }
});

function movementLine(m: Movement): string {
  const from = m.from === m.to ? "due" : `${Account[m.from]} >`;
  return `${m.instant} @${m.unit} ${from} ${Account[m.to]}${m.finishNotStated ? " ?" : ""}`;
}

test("timelines give their movements", () => {
  for (const v of vectors<Vector>("timelines")) {
    const answer = sameBothWays(GetDossierResponseSchema, v.bytes, v.json);
    assert.deepEqual(answer.movements.map(movementLine), v.lines, v.name);
  }
});

function cardLines(card: Scorecard): string[] {
  const lines = card.groups.flatMap((g) => g.indicators).map(
    (i) => `${i.id} ${i.numerator}/${i.denominator} ${i.ratio || "-"} ${i.points || "-"} RULE_${IndicatorScore_Rule[i.rule]}`);
  return [...lines, `total ${card.total || "-"} of ${card.totalOf || "-"}`];
}

test("scorecards are read to the last digit", () => {
  for (const v of vectors<Vector>("scorecards")) {
    assert.deepEqual(cardLines(sameBothWays(ScorecardSchema, v.bytes, v.json)), v.lines, v.name);
  }
});
