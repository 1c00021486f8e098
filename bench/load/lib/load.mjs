// Runs the load generators against one target.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cpuSeconds, machineCpuSeconds, ownCpuSeconds, trackedCpuSeconds } from "./processes.mjs";
import { LOAD_CORE } from "./targets.mjs";

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Closed-loop load for some seconds; latencies in microseconds. */
export async function wrk(target, body, connections, seconds) {
  const before = reading(target);
  const output = await run("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", path.join(here, "post.lua"),
    `http://127.0.0.1:${target.port}/v1/chat/completions`],
    { BODY: path.resolve(here, body), HDRS: Object.entries(target.headers).map(([name, value]) => `${name}=${value}`).join(";") });
  const result = JSON.parse(/^RESULT (.*)$/m.exec(output)?.[1] ?? fail(`wrk printed no result:\n${output}`));
  const after = reading(target);
  const failed = result.statuses + result.sockets + result.timeouts;
  const failure = failed === 0 ? null
    : `${failed} of ${result.requests} requests failed (${result.statuses} not 2xx, ${result.sockets} broken, ${result.timeouts} timed out)`;
  if (failure && !target.peer) fail(`${target.name}: ${failure}`);
  return {
    failure,
    rate: (result.requests - result.statuses) / result.seconds,
    p50: result.p50,
    p99: result.p99,
    cpu: target.process ? ((after.gateway - before.gateway) * 1e6) / result.requests : null,
    others: Math.max(0, (after.machine - before.machine) - (after.tracked - before.tracked)) / result.seconds,
  };
}

/** Streams one after the other on each connection; the time to the first event in microseconds. */
export async function streams(target, body, connections, requests) {
  const headers = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}`);
  const output = await run(path.join(target.work, "streams"),
    [String(target.port), "/v1/chat/completions", path.join(here, body), String(connections), String(requests), ...headers]);
  const result = JSON.parse(output);
  if (result.done !== connections * requests) fail(`of ${connections * requests} streams only ${result.done} ended well: ${output}`);
  return result;
}

const reading = (target) => ({
  gateway: target.process ? cpuSeconds(target.process.pid) : 0,
  tracked: trackedCpuSeconds() + ownCpuSeconds(),
  machine: machineCpuSeconds(),
});

const fail = (why) => { throw new Error(why); };

function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn("taskset", ["-c", String(LOAD_CORE), command, ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => { output += chunk; });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}:\n${output}`))));
  });
}
