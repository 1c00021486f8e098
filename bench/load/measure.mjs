// The measurement itself; `run` beside this file builds, starts and cleans up around it.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { streams, wrk } from "./lib/load.mjs";
import { describeMachine, machineText } from "./lib/machine.mjs";
import { freePort, ready, residentMegabytes, start, stop, stopAll } from "./lib/processes.mjs";
import { report } from "./lib/report.mjs";
import { LOAD_CORE, targets } from "./lib/targets.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const LONGEST_MINUTES = 25;
const BUSY_CORES = 0.1; // more than this used by strangers spoils a run

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    targets: { type: "string", default: Object.keys(targets).join(",") },
    json: { type: "string" },
    work: { type: "string" },
  },
});
const work = options.work;
const names = options.targets.split(",");
const unknown = names.filter((name) => !(name in targets));
if (!work || unknown.length > 0) {
  console.error(`run: unknown target \`${unknown.join(", ")}\`; known: ${Object.keys(targets).join(", ")}`);
  process.exit(2);
}
const plan = options.quick
  ? { warmUp: 2, rounds: 1, seconds: 3, ttftRequests: 60, openStreams: 1000, events: 5 }
  : { warmUp: 4, rounds: 3, seconds: 8, ttftRequests: 300, openStreams: 1000, events: 12 };

const say = (text) => console.error(`# ${text}`);
const body = readFileSync(path.join(here, "request.json"), "utf8");
const results = Object.fromEntries(names.map((name) => [name, {
  title: targets[name].title, json: [], stream: [], single: [], ttft: [], idleRss: [], ready: [], loadedRss: null, streamsRss: null,
}]));
const disturbed = [];
const failures = [];

async function mock(firstEventMs, events, gapMs) {
  const port = await freePort();
  const process = start("mock", LOAD_CORE, path.join(work, "mock"), [port, firstEventMs, events, gapMs].map(String));
  await ready(process, port, body, {}, performance.now());
  return { process, port };
}

async function open(name, upstream) {
  const since = performance.now();
  const target = { ...(await targets[name].open(upstream.port, work)), name, work, peer: name !== "concordat" };
  const tookMs = await ready(target.process ?? upstream.process, target.port, body, target.headers, since);
  if (target.process) {
    results[name].ready.push(tookMs);
    results[name].idleRss.push(residentMegabytes(target.process.pid));
  }
  return target;
}

/** Rounds over all targets in turn, so that a slow minute of the machine falls on everyone. */
async function interleaved(part, all, file, connections) {
  for (const target of all) await wrk(target, file, connections, plan.warmUp);
  for (let round = 1; round <= plan.rounds; round++) {
    for (const target of all) {
      const result = await wrk(target, file, connections, plan.seconds);
      say(`${part} round ${round} ${target.name}: ${Math.round(result.rate)}/s, p50 ${result.p50} µs, CPU ${Math.round(result.cpu)} µs`);
      if (result.failure) failures.push(`${part} round ${round} ${target.name}: ${result.failure}`);
      if (result.others > BUSY_CORES) disturbed.push(`${part} round ${round} ${target.name} (${result.others.toFixed(2)} cores)`);
      results[target.name][part].push(result);
    }
  }
}

async function saturate() {
  const upstream = await mock(0, 20, 0);
  const all = [];
  for (const name of names) all.push(await open(name, upstream));
  await interleaved("json", all, "request.json", 32);
  for (const target of all) if (target.process) results[target.name].loadedRss = residentMegabytes(target.process.pid);
  await interleaved("stream", all, "request-stream.json", 32);
  await interleaved("single", all, "request.json", 1);
  await stopAll();
}

/** The upstream waits 5 ms before the first event, as no real model is faster. */
async function firstEvents() {
  const upstream = await mock(5, 3, 1);
  for (const name of names) {
    const target = await open(name, upstream);
    await streams(target, "request-stream.json", 1, Math.ceil(plan.ttftRequests / 3));
    const result = await streams(target, "request-stream.json", 1, plan.ttftRequests);
    say(`time to first token ${name}: p50 ${result.p50} µs`);
    results[name].ttft.push(result);
    await stop(target.process);
  }
  await stopAll();
}

async function manyStreams() {
  const upstream = await mock(50, plan.events, 1000);
  for (const name of names.filter((each) => each !== "direct")) {
    const target = await open(name, upstream);
    let peak = 0;
    const timer = setInterval(() => { peak = Math.max(peak, residentMegabytes(target.process.pid)); }, 200);
    await streams(target, "request-stream.json", plan.openStreams, 1);
    clearInterval(timer);
    say(`${plan.openStreams} streams ${name}: ${Math.round(peak)} MB`);
    results[name].streamsRss = peak;
    if (target.logKey) verifyLedger(target, await stop(target.process));
    await stop(target.process);
  }
  await stopAll();
}

/** The record of everything above must verify, or the figures are of something broken. */
function verifyLedger(target) {
  const verified = execFileSync(path.join(work, "concordat/concordat"), ["ledger", "verify", target.ledger, "--key", target.logKey], { encoding: "utf8" });
  results[target.name].ledger = verified.trim();
  say(`ledger: ${verified.trim()}`);
}

const watchdog = setTimeout(() => { console.error(`run: gave up after ${LONGEST_MINUTES} minutes`); process.exit(1); }, LONGEST_MINUTES * 60_000);
process.on("exit", () => rmSync(path.join(work, "data"), { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

rmSync(path.join(work, "data"), { recursive: true, force: true });
const machine = describeMachine(work);
try {
  await saturate();
  await firstEvents();
  await manyStreams();
} catch (error) {
  console.error(`run: ${error.message}`);
  await stopAll();
  process.exit(1);
}
clearTimeout(watchdog);

console.log(`## Load, ${new Date().toISOString().slice(0, 10)}${options.quick ? " (quick: one short run each, not for quoting)" : ""}\n`);
console.log(machineText(machine));
console.log(`- ${plan.rounds} run(s) of ${plan.seconds} s each after ${plan.warmUp} s of warm-up, interleaved over the targets; medians`);
if (results.concordat?.ledger) console.log(`- the ledger that Concordat wrote meanwhile: ${results.concordat.ledger.split("\n")[0]}`);
if (disturbed.length > 0) console.log(`- **disturbed**: other processes used more than ${BUSY_CORES} core during ${disturbed.join(", ")}`);
for (const failure of failures) console.log(`- **failed requests**: ${failure}`);
console.log(`\n${report(results)}`);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine, plan, results, disturbed, failures }, null, 2)}\n`);
