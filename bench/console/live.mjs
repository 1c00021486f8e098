// What open live pages cost the requests: as many as the gateway can answer, and a fixed rate of them, without and with 200 viewers, in turn.
// 20 of the viewers read nothing: they are dropped, and come back as a browser does.
import { execFileSync, fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { wrk } from "../load/lib/load.mjs";
import { cpuSeconds } from "../load/lib/processes.mjs";
import { byToken, init, serve } from "./node.mjs";

const BODY = JSON.stringify({ model: "sandbox", messages: [{ role: "user", content: "What is the torque of the bolts of the radar's pedestal?" }] });
const self = fileURLToPath(import.meta.url);
const RATE = Number(process.env.RATE ?? 1000);
const SECONDS = Number(process.env.SECONDS ?? 10);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const VIEWERS = 200;
const SLOW = 20;

const median = (list, of = (each) => each) => list.map(of).sort((a, b) => a - b)[list.length >> 1];
const percent = (share) => `${(share * 100).toFixed(1)} %`;

const table = (runs) => ["| live pages | requests a second | gateway's share of its core | p50, ms | p99, ms |", "| ---: | ---: | ---: | ---: | ---: |",
  ...[0, VIEWERS].map((viewers) => `| ${viewers} | ${median(runs[viewers], (r) => r.rate).toFixed(0)} | ${percent(median(runs[viewers], (r) => r.share))} | ${median(runs[viewers], (r) => r.p50).toFixed(2)} | ${median(runs[viewers], (r) => r.p99).toFixed(1)} |`)].join("\n");

if (process.argv[2] === "--viewers") view(process.argv[3], process.argv[4]);
else await measure(process.argv[2], process.argv[3]);

/** Keeps live pages open until it is ended; tells how many events came and how many slow pages were dropped. */
function view(url, cookie) {
  const seen = { bytes: 0, opened: 0, dropped: 0 };
  const open = (slow) => {
    const request = http.get(`${url}/console/decisions/stream`, { headers: { cookie }, agent: false }, (answer) => {
      seen.opened++;
      if (slow) {
        answer.once("data", () => answer.pause());
      } else {
        answer.on("data", (chunk) => { seen.bytes += chunk.length; });
      }
      answer.on("error", () => {});
    });
    request.on("error", () => {});
    request.on("close", () => { if (slow) seen.dropped++; setTimeout(() => open(slow), 2_000); });
  };
  for (let i = 0; i < VIEWERS; i++) open(i < SLOW);
  process.on("message", () => process.send(seen));
}

/** Sends requests at their time, whether or not those before were answered; gives how many were. */
async function load(url, key, seconds) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(BODY), authorization: `Bearer ${key}` };
  const began = performance.now();
  const times = [];
  let [sent, failed] = [0, 0];
  const one = () => new Promise((resolve) => {
    const due = performance.now();
    const request = http.request(`${url}/v1/chat/completions`, { method: "POST", agent, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => { if (answer.statusCode === 200) times.push(performance.now() - due); else failed++; resolve(); });
    });
    request.on("error", () => { failed++; resolve(); });
    request.end(BODY);
  });
  const all = [];
  while (performance.now() - began < seconds * 1000) {
    const due = Math.min(RATE * seconds, ((performance.now() - began) / 1000) * RATE);
    for (; sent < due; sent++) all.push(one());
    await wait(2);
  }
  await Promise.all(all);
  const took = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { answered: times.length, failed, rate: times.length / took, p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)] };
}

/** Most requests that the gateway answers on 32 connections. */
async function most(gateway, key, body, seconds) {
  const target = { name: "gateway", port: new URL(gateway.url).port, headers: { authorization: `Bearer ${key}` }, process: null };
  const { rate, p50, p99 } = await wrk(target, body, 32, seconds);
  return { rate, p50: p50 / 1000, p99: p99 / 1000, failed: 0 };
}

/** Rounds without and with open pages, in turn; what the pages were sent is added to told. */
async function rounds(gateway, cookie, told, run) {
  const runs = { 0: [], [VIEWERS]: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const viewers of round % 2 === 0 ? [0, VIEWERS] : [VIEWERS, 0]) {
      const child = viewers ? fork(self, ["--viewers", gateway.url, cookie]) : null;
      await wait(2_000);
      const before = cpuSeconds(gateway.pid);
      const began = performance.now();
      const result = await run();
      const used = cpuSeconds(gateway.pid) - before;
      result.share = (used * 1000) / (performance.now() - began);
      runs[viewers].push(result);
      if (child) {
        const seen = await new Promise((resolve) => { child.once("message", resolve); child.send("tell"); });
        told.bytes += seen.bytes;
        told.dropped += seen.dropped;
        child.kill();
        await wait(1_000);
      }
      process.stderr.write(`${String(viewers).padStart(3)} viewers: ${result.rate.toFixed(0)}/s, ${(result.share * 100).toFixed(1)} % of the core, p50 ${result.p50.toFixed(2)} ms, p99 ${result.p99.toFixed(1)} ms, failed ${result.failed}\n`);
    }
  }
  return runs;
}

async function measure(program, report) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "concordat-live-"));
  execFileSync("taskset", ["-pc", "0", String(process.pid)], { stdio: "ignore" });
  init(program, path.join(folder, "node"));
  const body = path.join(folder, "request.json");
  writeFileSync(body, BODY);
  const { key } = JSON.parse(execFileSync(program, ["key", "create", "radar-maintenance", "--json"], { cwd: path.join(folder, "node"), encoding: "utf8" }));
  const gateway = await serve(program, path.join(folder, "node"), ["taskset", "-c", "1"]);
  const busy = os.loadavg()[0];
  try {
    const cookie = await byToken(path.join(folder, "node/data"), gateway.url);
    await most(gateway, key, body, 5); // compiled, and warm
    const told = { bytes: 0, dropped: 0 };
    const full = await rounds(gateway, cookie, told, () => most(gateway, key, body, SECONDS));
    const paced = await rounds(gateway, cookie, told, () => load(gateway.url, key, SECONDS));
    const lost = full[0].map((run, i) => 1 - full[VIEWERS][i].rate / run.rate);
    const taken = paced[0].map((run, i) => paced[VIEWERS][i].share - run.share);
    const rate = RATE.toLocaleString("en");
    writeFileSync(report, `# What open live pages cost the requests

Made by \`bench/console/run live\`: the gateway on one core (${os.cpus()[0].model.trim()}), load and viewers on another; load average ${busy.toFixed(1)} when it began. ${ROUNDS} rounds
without and with ${VIEWERS} open live pages, in turn, ${SECONDS} seconds each; every request has a verdict on it and one on its answer. ${SLOW} of the pages read
nothing: ${told.dropped} times one of them was dropped, and came back. The others were sent ${(told.bytes / 1e6).toFixed(0)} MB. Wanted: less than 5 % of the throughput.

## As many requests as it can answer

${table(full)}

**${percent(median(lost))} of the throughput lost** (median of the rounds; each: ${lost.map(percent).join(", ")}).

## ${rate} requests a second

${table(paced)}

**${percent(median(taken))} of the core taken** by the pages, and so as much of what it could answer (median of the rounds; each: ${taken.map(percent).join(", ")}).
`);
    process.stderr.write(`lost ${percent(median(lost))}, taken ${percent(median(taken))}, dropped ${told.dropped}\n`);
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
