// Submits three dossiers and reads the score of their unit.
//
//     LIENTHONG_NODE=127.0.0.1:7001 node dist/examples/submit_and_score.js SOURCE UNIT PROCEDURE
import { Client, fromEnvironment, instant, LienthongError, month, Outcome, type RecordInit } from "../src/index.js"; // "lienthong" in yours

function* records(unit: string, procedure: string): Generator<RecordInit> {
  for (let n = 1; n <= 3; n++) {
    yield {
      dossier: `${unit}-240305-${String(n).padStart(4, "0")}`, procedure, status: "2",
      submitted: instant("2024-03-05 07:45:00"), accepted: instant("2024-03-05 08:00:00"),
      promised: { instant: instant("2024-03-12"), dayOnly: true },
    };
  }
}

const [source = "", unit = "", procedure = ""] = process.argv.slice(2);
try {
  const client = new Client(fromEnvironment());
  for await (const result of client.submitStream(records(unit, procedure), { source, unit })) {
    console.log(result.record.dossier, Outcome[result.outcome], result.field, result.reason);
  }
  const row = (await client.score(unit, month("2024-03"))).rows[0]!;
  console.log(`${row.unit}: ${row.inTime} of ${row.base} in time, ${row.points} points;`,
    `${row.coverage?.complete} of ${row.coverage?.expected} sources complete`);
} catch (error) {
  if (!(error instanceof LienthongError)) throw error;
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
}
