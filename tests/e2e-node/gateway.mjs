// Starts one Concordat for a test file: everything on one machine, the sandbox model, a data folder that is thrown away.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

/** The program that CONCORDAT_BIN names, or else the newest build. */
export function program() {
  if (process.env.CONCORDAT_BIN) return process.env.CONCORDAT_BIN;
  const built = ["release", "debug"].map((each) => path.join(root, "artifacts/bin/Concordat", each, "concordat")).filter(existsSync);
  if (built.length === 0) throw new Error("nothing is built; run `dotnet build` first, or set CONCORDAT_BIN");
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** Gives { url, key, ledger, logKey, stopProcess, stop } once `demo` has printed its lines. */
export async function startGateway() {
  const data = mkdtempSync(path.join(os.tmpdir(), "concordat-e2e-"));
  const child = spawn(program(), ["demo", "--port", "0", "--data", data], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  process.once("exit", () => child.kill("SIGKILL"));

  const stopProcess = async () => {
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    child.kill("SIGTERM");
    await exited;
    clearTimeout(timer);
  };
  const stop = async () => {
    await stopProcess();
    rmSync(data, { recursive: true, force: true });
  };

  const find = (label) => new RegExp(`^${label}: *(\\S+)\\r?\\n`, "m").exec(output)?.[1];
  try {
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not ready after ${START_LIMIT_MS} ms:\n${output}`)), START_LIMIT_MS);
      const read = (chunk) => {
        output += chunk;
        if (["url", "key", "console", "ledger", "log-key"].every(find)) { clearTimeout(timer); resolve(); }
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("error", reject);
      child.once("exit", (code) => { clearTimeout(timer); reject(new Error(`ended with ${code}:\n${output}`)); });
    });
  } catch (error) {
    await stop();
    throw error;
  }

  return { url: find("url").replace(/\/$/, ""), key: find("key"), ledger: find("ledger"), logKey: find("log-key"), console: find("console"), data, stopProcess, stop };
}

/** A fetch that counts, to see that no SDK repeats a refusal by itself. */
export function countingFetch() {
  const counting = async (...args) => { counting.calls++; return fetch(...args); };
  counting.calls = 0;
  return counting;
}

/** Opens a stream and reads it to its end or its error; gives what arrived and the error, if any. */
export async function drain(opening) {
  const events = [];
  try {
    for await (const event of await opening) events.push(event);
  } catch (error) {
    return { events, error };
  }
  return { events, error: null };
}
