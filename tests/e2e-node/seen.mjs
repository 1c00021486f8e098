// What a run saw, kept for the reports: REPORTS=FOLDER has it written there, a line of JSON each. Without it nothing is kept.
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";

/** Keeps one thing that was seen, under the name of its report. */
export function keep(report, seen) {
  const folder = process.env.REPORTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(path.join(folder, `${report}.jsonl`), `${JSON.stringify(seen)}\n`);
}
