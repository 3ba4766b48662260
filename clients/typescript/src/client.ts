import { setTimeout as sleep } from "node:timers/promises";
import { Code, createClient, type CallOptions, type Client as Stub, type Interceptor, type Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { create } from "@bufbuild/protobuf";
import { AdminService, type GetStatusResponse } from "../gen/lienthong/v1/admin_pb.js";
import {
  IntakeService, SourceRecordSchema, SubmitStreamRequestSchema, type SubmitResponse, type SubmitStreamRequest,
} from "../gen/lienthong/v1/intake_pb.js";
import type { UnitRole } from "../gen/lienthong/v1/ledger_pb.js";
import {
  QueryService, type GetCoverageResponse, type GetDossierResponse, type GetScoreResponse, type Rate,
} from "../gen/lienthong/v1/query_pb.js";
import { ReferenceService, type ListUnitsResponse_Row } from "../gen/lienthong/v1/reference_pb.js";
import { ReportService } from "../gen/lienthong/v1/report_pb.js";
import type { Rulebook } from "../gen/lienthong/v1/rulebook_pb.js";
import { ScoreService, type GetScorecardResponse } from "../gen/lienthong/v1/score_pb.js";
import { bearer, check, read, type Checked, type Config } from "./config.js";
import { asError, LienthongError, Unavailable } from "./errors.js";
import { batchesOf, requestOf, resultsOf, Retry, type Batch, type RecordInit, type Result, type Submission } from "./submission.js";
import { instant, type Period } from "./times.js";

// Coverage of the whole country has some 10,000 rows of about 100 bytes.
const answerBytesMax = 64 << 20;

/** Narrows a score; by default rate dvcqg, handling role, now. */
export interface ScoreOptions {
  /** Business facts up to this instant count. */
  asOf?: bigint;
  rate?: Rate;
  role?: UnitRole;
  /** Also a row for each unit directly below. */
  children?: boolean;
}

/** Narrows a scorecard; by default the rulebook of the day, now. */
export interface ScorecardOptions {
  asOf?: bigint;
  rulebook?: string;
  /** Used in place of it and not kept. */
  trial?: Rulebook;
  children?: boolean;
}

/**
 * Speaks to one node. Connects when the first call is made.
 *
 *     const client = new Client(fromEnvironment());
 *     for await (const result of client.submitStream(records, { source: "igate", unit: "H44.13" })) ...
 *
 * Calls throw LienthongError. What is temporary is repeated for `retryMs` first; every call of this class may safely be
 * repeated. The stubs (`intake`, `query`, ...) speak the bare contract over the same transport.
 */
export class Client {
  readonly intake: Stub<typeof IntakeService>;
  readonly query: Stub<typeof QueryService>;
  readonly reference: Stub<typeof ReferenceService>;
  readonly scores: Stub<typeof ScoreService>;
  readonly reports: Stub<typeof ReportService>;
  readonly admin: Stub<typeof AdminService>;
  /** For stubs of other services. */
  readonly transport: Transport;
  readonly #config: Checked;

  constructor(config: Config = {}) {
    this.#config = check(config);
    this.transport = transportOf(this.#config);
    this.intake = createClient(IntakeService, this.transport);
    this.query = createClient(QueryService, this.transport);
    this.reference = createClient(ReferenceService, this.transport);
    this.scores = createClient(ScoreService, this.transport);
    this.reports = createClient(ReportService, this.transport);
    this.admin = createClient(AdminService, this.transport);
  }

  /** Sends a few records (at most 4,096) and resolves when all of them are durable: for a live feed. */
  async submit(records: Iterable<RecordInit>, s: Submission): Promise<Result[]> {
    const list = [...records].map((r) => create(SourceRecordSchema, r));
    const batch = { first: 1, request: requestOf(s, s.arrival ?? instant(new Date()), list, true) };
    return resultsOf(batch, await this.call((o) => this.intake.submit(batch.request, o)));
  }

  /**
   * Sends any number of records and yields a result for each, in order, once it is durable.
   *
   * `records` is read only as fast as the node commits (`window` batches ahead), and not at all while nobody takes results.
   * When the stream breaks or the node is busy, what is not acknowledged is sent again: the node takes a repeat without
   * effect, so a record may come out UNCHANGED that was admitted just before the break.
   */
  async *submitStream(records: Iterable<RecordInit> | AsyncIterable<RecordInit>, s: Submission): AsyncGenerator<Result, void> {
    const batches = batchesOf(s, s.arrival ?? instant(new Date()), records, this.#config.batchRecords);
    const window: Batch[] = [];
    const retry = new Retry(this.#config.retryMs);
    try {
      for (;;) {
        try {
          yield* this.#stream(batches, window, retry);
          return;
        } catch (error) {
          if (!(error instanceof LienthongError)) throw error;
          await sleep(retry.pause(error, performance.now()));
        }
      }
    } finally {
      await batches.return(undefined);
    }
  }

  /** One stream, until everything is acknowledged; throws when it breaks. */
  async *#stream(batches: AsyncGenerator<Batch, undefined>, window: Batch[], retry: Retry): AsyncGenerator<Result, void> {
    const outgoing = new Queue<SubmitStreamRequest>();
    const abort = new AbortController();
    const send = (batch: Batch) => outgoing.push(create(SubmitStreamRequestSchema, { batch: batch.request }));
    const answers = this.intake.submitStream(outgoing, { signal: abort.signal })[Symbol.asyncIterator]();
    try {
      window.forEach(send);
      for (;;) {
        while (window.length < this.#config.window) {
          const next = await batches.next();
          if (next.done) break;
          window.push(next.value);
          send(next.value);
        }
        const oldest = window[0];
        if (!oldest) return;
        const results = resultsOf(oldest, await this.#answer(answers, abort));
        window.shift();
        retry.progress();
        yield* results;
      }
    } finally {
      outgoing.end();
      abort.abort();
    }
  }

  async #answer(answers: AsyncIterator<{ result?: SubmitResponse }>, abort: AbortController): Promise<SubmitResponse | undefined> {
    let silent = false;
    const watch = setTimeout(() => {
      silent = true;
      abort.abort();
    }, this.#config.timeoutMs);
    try {
      const next = await answers.next();
      if (next.done) throw new Unavailable("the node ended the stream", Code.Unavailable);
      return next.value.result;
    } catch (error) {
      throw silent ? new Unavailable(`no answer within ${this.#config.timeoutMs} ms`, Code.Unavailable) : asError(error);
    } finally {
      clearTimeout(watch);
    }
  }

  /** Figures and the score of group 2 of Decision 766 for a unit's subtree. */
  score(unit: string, period: Period, options: ScoreOptions = {}): Promise<GetScoreResponse> {
    return this.call((o) => this.query.getScore({ unit, ...period, ...options }, o));
  }

  /** The scorecard of a unit's subtree. An empty decimal is "not scored", which is not zero. */
  scorecard(unit: string, period: Period, options: ScorecardOptions = {}): Promise<GetScorecardResponse> {
    return this.call((o) => this.scores.getScorecard({ unit, ...period, ...options }, o));
  }

  /** How complete the books are, through an instant (now by default). */
  coverage(unit: string, through = 0n): Promise<GetCoverageResponse> {
    return this.call((o) => this.query.getCoverage({ unit, through }, o));
  }

  /** One dossier: its state and its movements. */
  dossier(id: string): Promise<GetDossierResponse> {
    return this.call((o) => this.query.getDossier({ id }, o));
  }

  /** The units below one ("": all) that hold at a day ("": today), depth first. */
  async units(below = "", day = ""): Promise<ListUnitsResponse_Row[]> {
    return (await this.call((o) => this.reference.listUnits({ unit: below, treeAt: day }, o))).rows;
  }

  /** The node at a glance. */
  status(): Promise<GetStatusResponse> {
    return this.call((o) => this.admin.getStatus({}, o));
  }

  /** Any unary call with this client's deadline, retries and errors; only for calls that may be repeated. */
  async call<T>(method: (options: CallOptions) => Promise<T>): Promise<T> {
    const retry = new Retry(this.#config.retryMs);
    for (;;) {
      try {
        return await method({ timeoutMs: this.#config.timeoutMs });
      } catch (error) {
        await sleep(retry.pause(asError(error), performance.now()));
      }
    }
  }
}

function transportOf(config: Checked): Transport {
  const token = bearer(config);
  const authorize: Interceptor = (next) => (request) => {
    request.header.set("authorization", `Bearer ${token}`);
    return next(request);
  };
  const tls = config.ca && {
    ca: read(config.ca, "ca"), minVersion: "TLSv1.3" as const,
    ...(config.cert && config.key ? { cert: read(config.cert, "cert"), key: read(config.key, "key") } : {}),
  };
  return createGrpcTransport({
    baseUrl: `${tls ? "https" : "http"}://${config.node}`, interceptors: token ? [authorize] : [], readMaxBytes: answerBytesMax,
    ...(tls ? { nodeOptions: tls } : {}),
  });
}

/** What is pushed comes out in its order; one reader. */
class Queue<T> implements AsyncIterable<T> {
  #items: T[] = [];
  #ended = false;
  #wake = () => {};

  push(item: T): void {
    this.#items.push(item);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else if (this.#ended) return;
      else await new Promise<void>((wake) => (this.#wake = wake));
    }
  }
}
