/**
 * Client of Liên Thông: submits dossier updates, reads books and scorecards. README.md has a first program. Messages of the
 * contract are in `lienthong/v1/*` (generated).
 */
export * as chain from "./chain.js";
export { Client, type ScoreOptions, type ScorecardOptions } from "./client.js";
export { ConfigError, fromEnvironment, fromYaml, type Config } from "./config.js";
export * from "./errors.js";
export { type RecordInit, type Result, type Submission } from "./submission.js";
export { instant, moment, month, type Period } from "./times.js";
export { version } from "../gen/version.js";
export { RecordResult_Outcome as Outcome } from "../gen/lienthong/v1/intake_pb.js";
export { Rate } from "../gen/lienthong/v1/query_pb.js";
export { UnitRole } from "../gen/lienthong/v1/ledger_pb.js";
