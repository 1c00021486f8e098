// What open live pages cost the requests: a fixed rate of decisions without and with 200 viewers, in turn; processor time of the gateway for each.
// 20 of the viewers read nothing: they are dropped, and come back as a browser does.
import { execFileSync, fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { cpuSeconds } from "../load/lib/processes.mjs";
import { byToken, init, serve } from "./node.mjs";

const self = fileURLToPath(import.meta.url);
const RATE = Number(process.env.RATE ?? 1000);
const SECONDS = Number(process.env.SECONDS ?? 10);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const VIEWERS = 200;
const SLOW = 20;

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
  const body = JSON.stringify({ model: "sandbox", messages: [{ role: "user", content: "What is the torque of the bolts of the radar's pedestal?" }] });
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), authorization: `Bearer ${key}` };
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
    request.end(body);
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

async function measure(program, report) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "concordat-live-"));
  execFileSync("taskset", ["-pc", "0", String(process.pid)], { stdio: "ignore" });
  init(program, path.join(folder, "node"));
  const { key } = JSON.parse(execFileSync(program, ["key", "create", "radar-maintenance", "--json"], { cwd: path.join(folder, "node"), encoding: "utf8" }));
  const gateway = await serve(program, path.join(folder, "node"), ["taskset", "-c", "1"]);
  const busy = os.loadavg()[0];
  try {
    const cookie = await byToken(path.join(folder, "node/data"), gateway.url);
    await load(gateway.url, key, 5); // compiled, and warm
    const runs = { 0: [], [VIEWERS]: [] };
    const told = { bytes: 0, dropped: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      for (const viewers of round % 2 === 0 ? [0, VIEWERS] : [VIEWERS, 0]) {
        const child = viewers ? fork(self, ["--viewers", gateway.url, cookie]) : null;
        await wait(2_000);
        const before = cpuSeconds(gateway.pid);
        const run = await load(gateway.url, key, SECONDS);
        run.cpu = ((cpuSeconds(gateway.pid) - before) * 1e6) / run.answered;
        runs[viewers].push(run);
        if (child) {
          const seen = await new Promise((resolve) => { child.once("message", resolve); child.send("tell"); });
          told.bytes += seen.bytes;
          told.dropped += seen.dropped;
          child.kill();
          await wait(1_000);
        }
        process.stderr.write(`${String(viewers).padStart(3)} viewers: ${run.rate.toFixed(0)}/s, ${run.cpu.toFixed(0)} µs of processor a request, p50 ${run.p50.toFixed(2)} ms, p99 ${run.p99.toFixed(1)} ms, failed ${run.failed}\n`);
      }
    }
    const median = (list, of) => list.map(of).sort((a, b) => a - b)[list.length >> 1];
    const row = (viewers) => `| ${viewers} | ${median(runs[viewers], (r) => r.rate).toFixed(0)} | ${median(runs[viewers], (r) => r.cpu).toFixed(0)} | ${median(runs[viewers], (r) => r.p50).toFixed(2)} | ${median(runs[viewers], (r) => r.p99).toFixed(1)} |`;
    const ratios = runs[0].map((run, i) => runs[VIEWERS][i].cpu / run.cpu - 1);
    const cost = median(ratios, (r) => r) * 100;
    writeFileSync(report, `# What open live pages cost the requests

Made by \`bench/console/run live\`: the gateway on one core (${os.cpus()[0].model.trim()}), load and viewers on another; load average ${busy.toFixed(1)} when it began. ${RATE.toLocaleString("en")}
requests a second, each of them with a verdict on the request and one on the answer, for ${SECONDS} seconds; ${ROUNDS} rounds without and with ${VIEWERS} open live pages, in turn.
${SLOW} of the pages read nothing: ${told.dropped} times one of them was dropped, and came back. The others were sent ${(told.bytes / 1e6).toFixed(0)} MB.

| live pages | requests a second | processor time of the gateway a request, µs | p50, ms | p99, ms |
| ---: | ---: | ---: | ---: | ---: |
${row(0)}
${row(VIEWERS)}

**${cost.toFixed(1)} % more processor time a request** (median of the rounds; each: ${ratios.map((r) => `${(r * 100).toFixed(1)} %`).join(", ")}), and so at most as much of the throughput. Wanted: under 5 %.
`);
    process.stderr.write(`cost ${cost.toFixed(2)} % (${ratios.map((r) => (r * 100).toFixed(1)).join(" ")}), dropped ${told.dropped}\n`);
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
