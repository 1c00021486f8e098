// Starts, watches and stops the processes under measurement.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const TICKS_PER_SECOND = 100; // USER_HZ, the unit of utime and stime on every Linux
const running = new Set();

/** Starts a program on one core; its output is kept for the error message and for `line`. */
export function start(name, core, command, args, { env = {}, cwd } = {}) {
  const child = spawn("taskset", ["-c", String(core), command, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const started = { name, child, pid: child.pid, output: "" };
  const keep = (chunk) => { started.output = (started.output + chunk).slice(-65536); };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  child.on("error", (error) => keep(String(error)));
  running.add(started);
  child.on("exit", () => running.delete(started));
  return started;
}

export async function stop(started) {
  if (!started || !running.has(started)) return;
  const gone = new Promise((resolve) => started.child.once("exit", resolve));
  started.child.kill("SIGTERM");
  const timer = setTimeout(() => started.child.kill("SIGKILL"), 10_000);
  await gone;
  clearTimeout(timer);
}

export const stopAll = () => Promise.all([...running].map(stop));

/** Waits for a line such as `key: abc` in the program's output and gives what follows the colon. */
export async function line(started, label, timeoutMs = 30_000) {
  const pattern = new RegExp(`^${label}: *(.*)$`, "m");
  for (const until = Date.now() + timeoutMs; Date.now() < until; await wait(2)) {
    const match = pattern.exec(started.output);
    if (match) return match[1].trim();
    if (!running.has(started)) break;
  }
  throw new Error(`${started.name} printed no \`${label}:\` line; it said:\n${started.output}`);
}

/** Asks until the first 200 to a real request; gives the time from `since` in milliseconds. */
export async function ready(started, port, body, headers, since) {
  for (const until = Date.now() + 30_000; Date.now() < until; await wait(2)) {
    if ((await post(port, body, headers)) === 200) return performance.now() - since;
    if (!running.has(started)) break;
  }
  throw new Error(`${started.name} did not become ready; it said:\n${started.output}`);
}

function post(port, body, headers) {
  return new Promise((resolve) => {
    const request = http.request({
      host: "127.0.0.1", port, method: "POST", path: "/v1/chat/completions", agent: false, timeout: 5_000,
      headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers },
    }, (answer) => { answer.resume(); answer.on("end", () => resolve(answer.statusCode)); });
    request.on("error", () => resolve(0));
    request.on("timeout", () => request.destroy());
    request.end(body);
  });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** CPU seconds spent so far by a process and its living descendants. */
export function cpuSeconds(pid) {
  return tree(pid).reduce((sum, id) => { const f = stat(id); return f ? sum + f.user + f.system : sum; }, 0);
}

/** CPU seconds of this program and of every child that it has waited for (wrk, streams). */
export function ownCpuSeconds() {
  const f = stat(process.pid);
  return f.user + f.system + f.waitedUser + f.waitedSystem;
}

/** CPU seconds spent by the whole machine, everything included. */
export function machineCpuSeconds() {
  const [user, nice, system, , , irq, softirq, steal] = readFileSync("/proc/stat", "utf8").split("\n", 1)[0].trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}

/** Resident memory of a process and its descendants in MB (10^6 bytes). */
export function residentMegabytes(pid) {
  const kilobytes = tree(pid).reduce((sum, id) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${id}/status`))?.[1] ?? 0), 0);
  return (kilobytes * 1024) / 1e6;
}

export const trackedCpuSeconds = () => [...running].reduce((sum, each) => sum + cpuSeconds(each.pid), 0);

function tree(pid) {
  const children = new Map();
  for (const id of readdirSync("/proc").filter((n) => /^\d+$/.test(n)).map(Number)) {
    const parent = stat(id)?.parent;
    if (parent) children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const found = [pid];
  for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i]) ?? []));
  return found;
}

function stat(pid) {
  const text = read(`/proc/${pid}/stat`);
  if (!text) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number);
  const seconds = (i) => fields[i] / TICKS_PER_SECOND;
  return { parent: fields[1], user: seconds(11), system: seconds(12), waitedUser: seconds(13), waitedSystem: seconds(14) };
}

function read(path) {
  try { return readFileSync(path, "utf8"); } catch { return ""; } // the process ended meanwhile
}
