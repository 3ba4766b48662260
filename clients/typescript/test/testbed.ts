// Real nodes for these tests: clients/testing/testbed.py as a child process.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const root = new URL("../../../../", import.meta.url).pathname;

export class Testbed {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#process = spawn("/usr/bin/python3", [`${root}clients/testing/testbed.py`]);
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** Sends a command and gives its answer; one after the other. */
  do(command: string, more: object = {}): Promise<Record<string, string>> {
    const answer = this.#last.then(async () => {
      this.#process.stdin.write(JSON.stringify({ do: command, ...more }) + "\n");
      const line = await this.#lines.next();
      const said = JSON.parse(line.value ?? '{"error": "the testbed ended"}') as Record<string, string>;
      if (said.error) throw new Error(said.error);
      return said;
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  close(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#process.once("exit", () => resolve()));
    this.#process.stdin.end();
    return ended;
  }
}

export interface Vector {
  name: string;
  lines: string[];
  json: object;
  bytes: string;
}

export function vectors<T>(name: string): T[] {
  return JSON.parse(readFileSync(`${root}tests/vectors/${name}.json`, "utf8")) as T[];
}

export const here = root;
