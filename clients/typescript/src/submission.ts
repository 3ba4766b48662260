// What a submission does, without any I/O: batches, the window of those under way, when to try again.
import { create, toBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  RecordResult_Outcome as Outcome,
  SourceRecordSchema,
  SubmitRequestSchema,
  type SourceRecord,
  type SubmitRequest,
  type SubmitResponse,
} from "../gen/lienthong/v1/intake_pb.js";
import { Internal, type LienthongError } from "./errors.js";

/** A record as a plain object; int64 fields are bigint. */
export type RecordInit = MessageInitShape<typeof SourceRecordSchema>;

/** What all records of one submission have in common. */
export interface Submission {
  /** Name of the one-stop system, 1 to 32 of [a-z0-9._-]. */
  source: string;
  /** Code or name of the unit whose desk reports; each record may name its own. */
  unit?: string;
  /** When the records arrived from the source; now by default. Give it when you repeat a submission of your own. */
  arrival?: bigint;
  /** With these records the source is complete for `unit` through this instant. */
  completeThrough?: bigint;
  /** A first load from an existing system, not news. */
  migrated?: boolean;
}

/** One record, and what became of it. */
export interface Result {
  /** Place of the record among those submitted, from 1. */
  number: number;
  record: SourceRecord;
  outcome: Outcome;
  /** The national name of the field at fault, and why. */
  field: string;
  reason: string;
  /** Sequence of the fact at its origin, 0n when none was made. */
  sequence: bigint;
  revision: bigint;
}

export interface Batch {
  first: number;
  request: SubmitRequest;
}

/** Bytes of a batch, unless its only record is larger: well below the 4 MiB that a node takes. */
export const batchBytesMax = 1 << 20;

export function requestOf(s: Submission, arrival: bigint, records: SourceRecord[], last: boolean): SubmitRequest {
  return create(SubmitRequestSchema, {
    source: s.source, reportingUnit: s.unit ?? "", arrival, migrated: s.migrated ?? false, records,
    completeThrough: last ? (s.completeThrough ?? 0n) : 0n,
  });
}

/** Gathers records until a batch is full; the last one carries the word that the source is complete. */
export async function* batchesOf(
  s: Submission, arrival: bigint, records: Iterable<RecordInit> | AsyncIterable<RecordInit>, recordsMax: number,
): AsyncGenerator<Batch, undefined> {
  let gathered: SourceRecord[] = [];
  let bytes = 0;
  let first = 1;
  for await (const init of records) {
    const record = create(SourceRecordSchema, init);
    const size = toBinary(SourceRecordSchema, record).length;
    if (gathered.length === recordsMax || (gathered.length > 0 && bytes + size > batchBytesMax)) {
      yield { first, request: requestOf(s, arrival, gathered, false) };
      first += gathered.length;
      [gathered, bytes] = [[], 0];
    }
    gathered.push(record);
    bytes += size;
  }
  if (gathered.length > 0 || s.completeThrough) yield { first, request: requestOf(s, arrival, gathered, true) };
  return undefined;
}

export function resultsOf(batch: Batch, response: SubmitResponse | undefined): Result[] {
  const { records } = batch.request;
  if (response?.results.length !== records.length) {
    throw new Internal("the node answered another number of records", Code.Internal);
  }
  return response.results.map((r, i) => ({
    number: batch.first + i, record: records[i]!, outcome: r.outcome, field: r.field, reason: r.reason, sequence: r.sequence,
    revision: r.revision,
  }));
}

const backoffMinMs = 100;
const backoffMaxMs = 5000;

/** Knows when to try again; progress forgives what was before. */
export class Retry {
  #since: number | undefined;
  #backoff = backoffMinMs;

  constructor(private readonly limitMs: number) {}

  progress(): void {
    this.#since = undefined;
    this.#backoff = backoffMinMs;
  }

  /** How long to wait before the next attempt; throws `error` when there is to be none. */
  pause(error: LienthongError, nowMs: number): number {
    if (!error.temporary) throw error;
    this.#since ??= nowMs;
    const left = this.#since + this.limitMs - nowMs;
    if (left <= 0) throw error;
    const pause = Math.max(this.#backoff, error.retryAfterMs ?? 0);
    this.#backoff = Math.min(this.#backoff * 2, backoffMaxMs);
    return Math.min(pause, left);
  }
}
