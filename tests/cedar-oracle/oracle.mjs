// Answers calls of the official Cedar engine: one JSON array [function, ...arguments] a line in, one JSON object a line out,
// {"returned": value} or {"thrown": message}.
import { createInterface } from "node:readline";
import cedar from "@cedar-policy/cedar-wasm/nodejs";

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer;
  try {
    const [name, ...args] = JSON.parse(line);
    answer = { returned: cedar[name](...args) };
  } catch (fault) {
    answer = { thrown: String(fault?.message ?? fault) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
