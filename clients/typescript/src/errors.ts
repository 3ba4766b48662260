import { durationMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "../gen/google/rpc/error_details_pb.js";

/** A field at fault, of `google.rpc.BadRequest`. */
export interface Violation {
  field: string;
  description: string;
}

interface Details {
  reason?: string;
  domain?: string;
  metadata?: Record<string, string>;
  violations?: Violation[];
  retryAfterMs?: number;
}

/**
 * A call that failed. The class says what the caller does next:
 *
 *     try { ... } catch (error) {
 *       if (error instanceof NotFound) ...
 *     }
 */
export class LienthongError extends Error {
  /** UPPER_SNAKE_CASE for programs; "" where the node gives none. */
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Record<string, string>;
  /** Fields at fault. */
  readonly violations: Violation[];
  /** The same call may go through after this long; undefined where the node does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    readonly code: Code,
    details: Details = {},
  ) {
    super(message);
    this.name = new.target.name;
    this.reason = details.reason ?? "";
    this.domain = details.domain ?? "";
    this.metadata = details.metadata ?? {};
    this.violations = details.violations ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }

  /** True where the same call again may go well without anybody doing anything. */
  get temporary(): boolean {
    const tooLarge = this.reason === "MESSAGE_TOO_LARGE"; // stays so
    return [Code.Unavailable, Code.ResourceExhausted, Code.Canceled].includes(this.code) && !tooLarge;
  }
}

/** Fix the request; the message names the field. */
export class InvalidArgument extends LienthongError {}
/** Somebody must change state first. */
export class FailedPrecondition extends LienthongError {}
/** Ask from another position. */
export class OutOfRange extends LienthongError {}
/** Accept absence. */
export class NotFound extends LienthongError {}
/** Another identity: this one lacks the right. */
export class PermissionDenied extends LienthongError {}
/** Another identity: this one is not known, or its token has ended. */
export class Unauthenticated extends LienthongError {}
/** Read again and start the step again. */
export class Aborted extends LienthongError {}
/** The same call again, later; the client has tried for `retryMs`. */
export class Unavailable extends LienthongError {}
/** Slow down, then the same call again. */
export class ResourceExhausted extends LienthongError {}
/** No answer within `timeoutMs`; repeating a submit is safe. */
export class DeadlineExceeded extends LienthongError {}
/** The node went down or the caller gave up. */
export class Cancelled extends LienthongError {}
/** The node's store is read-only after an error: call its operator. */
export class DataLoss extends LienthongError {}
/** The node is older than this client. */
export class Unimplemented extends LienthongError {}
/** A bug, the node's or ours. */
export class Internal extends LienthongError {}

const classes = new Map<Code, typeof LienthongError>([
  [Code.InvalidArgument, InvalidArgument],
  [Code.FailedPrecondition, FailedPrecondition],
  [Code.OutOfRange, OutOfRange],
  [Code.NotFound, NotFound],
  [Code.PermissionDenied, PermissionDenied],
  [Code.Unauthenticated, Unauthenticated],
  [Code.Aborted, Aborted],
  [Code.Unavailable, Unavailable],
  [Code.ResourceExhausted, ResourceExhausted],
  [Code.DeadlineExceeded, DeadlineExceeded],
  [Code.Canceled, Cancelled],
  [Code.DataLoss, DataLoss],
  [Code.Unimplemented, Unimplemented],
  [Code.Internal, Internal],
]);

/** The typed form of whatever a call threw. Details that cannot be read are left out. */
export function asError(thrown: unknown): LienthongError {
  if (thrown instanceof LienthongError) return thrown;
  const error = ConnectError.from(thrown, Code.Unavailable);
  const cut = error.rawMessage.startsWith("http/2 stream closed with error code");
  if (cut || isOfTheLine(error.cause)) return new Unavailable(error.rawMessage, Code.Unavailable);
  const kind = classes.get(error.code) ?? LienthongError;
  return new kind(error.rawMessage, error.code, detailsOf(error));
}

// A line that breaks in the middle of a call has no status of the node; Connect calls it ABORTED or CANCELED.
function isOfTheLine(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && (/^E[A-Z]+$/.test(code) || code.startsWith("ERR_HTTP2"));
}

function detailsOf(error: ConnectError): Details {
  const [info] = error.findDetails(ErrorInfoSchema);
  const [bad] = error.findDetails(BadRequestSchema);
  const [retry] = error.findDetails(RetryInfoSchema);
  return {
    reason: info?.reason,
    domain: info?.domain,
    metadata: info?.metadata,
    violations: bad?.fieldViolations.map((v) => ({ field: v.field, description: v.description })),
    retryAfterMs: retry?.retryDelay ? durationMs(retry.retryDelay) : undefined,
  };
}
