import { createHash } from "node:crypto";
import type { Run } from "../gen/lienthong/v1/fact_pb.js";
import type { ReferenceRun } from "../gen/lienthong/v1/reference_pb.js";

/** The domains of the two chains (fact.proto, reference.proto). */
export const FACTS = "lienthong.origin.v1";
export const REFERENCE = "lienthong.reference.v1";

/** The bytes are not those that the origin wrote, or something is missing between them. */
export class BrokenChain extends Error {
  override name = "BrokenChain";
}

/** How far a chain is verified. */
export interface Head {
  node: string;
  epoch: bigint;
  sequence: bigint;
  hash: Uint8Array;
}

/** hash(0): SHA-256(domain 0x00 node 0x00 epoch), epoch in 8 bytes big-endian. */
export function firstHash(domain: string, node: string, epoch: bigint): Uint8Array {
  const tail = Buffer.alloc(8);
  tail.writeBigUInt64BE(epoch);
  return createHash("sha256").update(`${domain}\0${node}\0`).update(tail).digest();
}

/** hash(n) = SHA-256(hash(n-1) bytes(n)). */
export function nextHash(previous: Uint8Array, entry: Uint8Array): Uint8Array {
  return createHash("sha256").update(previous).update(entry).digest();
}

/** The head behind a run, which must begin at 1 or follow `after`. Throws BrokenChain. */
export function verify(run: Run | ReferenceRun, after?: Head): Head {
  const facts = run.$typeName === "lienthong.v1.Run";
  const origin = facts ? run.origin : run.author;
  const entries = facts ? run.facts : run.entries;
  const node = origin?.node ?? "";
  const epoch = origin?.epoch ?? 0n;
  after ??= { node, epoch, sequence: 0n, hash: firstHash(facts ? FACTS : REFERENCE, node, epoch) };
  if (node !== after.node || epoch !== after.epoch) throw new BrokenChain("another origin");
  if (run.firstSequence !== after.sequence + 1n) {
    throw new BrokenChain(`begins at ${run.firstSequence}, expected ${after.sequence + 1n}`);
  }
  if (Buffer.compare(run.previousHash, after.hash) !== 0) throw new BrokenChain(`differs at or before ${after.sequence}`);
  return { node, epoch, sequence: after.sequence + BigInt(entries.length), hash: entries.reduce(nextHash, after.hash) };
}
