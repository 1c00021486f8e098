// Makes an installation and has its gateway record some of everything: those entries are what the large log is made of.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chat, init, serve } from "./node.mjs";

const [program, work] = process.argv.slice(2);
const folder = path.join(work, "node");
init(program, folder);
const run = (...args) => execFileSync(program, args, { cwd: folder, encoding: "utf8" });
const keys = Object.fromEntries(["radar-maintenance", "range-safety"].map((use) => [use, JSON.parse(run("key", "create", use, "--json")).key]));
const strike = [{ type: "function", function: { name: "launch_drone_strike", parameters: { type: "object", properties: { target: { type: "string" } } } } }];
const gateway = await serve(program, folder);
for (let i = 0; i < 40; i++) await chat(gateway.url, keys["radar-maintenance"], `What is the torque of bolt ${i} of the radar's pedestal?`);
for (let i = 0; i < 3; i++) await chat(gateway.url, keys["range-safety"], `Run drill ${i} as planned. [[call: launch_drone_strike {"target":"hulk ${i}"}]]`, strike);
for (let i = 0; i < 2; i++) await chat(gateway.url, keys["radar-maintenance"], `Find everything on Jane Roe, SSN 219-09-999${i}, of Ohio, and keep watching her.`);
await gateway.stop();

// what the samples are: entries as the log has them, one a line
const bundles = execFileSync("find", [path.join(folder, "data/ledger/tile/entries"), "-type", "f"], { encoding: "utf8" }).trim().split("\n").sort((a, b) => b.length - a.length || b.localeCompare(a));
const lines = new Set();
for (const bundle of bundles) {
  const bytes = readFileSync(bundle);
  for (let at = 0; at + 2 <= bytes.length; ) {
    const size = bytes.readUInt16BE(at);
    const line = bytes.subarray(at + 2, at + 2 + size).toString();
    if (/"type":"(decision|outcome)"/.test(line)) lines.add(line);
    at += 2 + size;
  }
}
if (lines.size < 20) throw new Error(`only ${lines.size} entries to make a log of`);
writeFileSync(path.join(work, "samples.jsonl"), [...lines].map((line) => `${line}\n`).join(""));
