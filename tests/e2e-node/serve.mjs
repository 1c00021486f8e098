// An installation of its own, served: for what `demo` has not, such as hardware keys and smart cards.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { program } from "./gateway.mjs";

/** Gives { folder, url, key, run, send, stop }; `configure` gets the text of the configuration and the folder, and gives it back changed. */
export async function serve(configure) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "concordat-serve-"));
  const run = (...args) => execFileSync(program(), args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  run("init", ".", "--department", "Harbour Department", "--vendor", "Example Vendor");
  const file = path.join(folder, "concordat.yaml");
  const quick = readFileSync(file, "utf8").replace(/^listen:.*$/m, "listen: http://127.0.0.1:0").replace(/^limits:$/m, "limits:\n  readingTime: 1s");
  writeFileSync(file, configure(quick, folder));
  const { key } = JSON.parse(run("key", "create", "range-safety", "--json"));

  const child = spawn(program(), ["serve"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      const found = /^url: (\S+)\n[^]*^log-key:/m.exec(output);
      if (found) resolve(found[1].replace(/\/$/, ""));
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code}`)));
  });

  /** Has the sandbox model call the tool of force; `held` is the case that releases it. */
  const send = async (target, held) => {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}`, ...(held ? { "concordat-case": held } : {}) },
      body: JSON.stringify({
        model: "sandbox",
        messages: [{ role: "user", content: `Go on as planned. [[call: launch_drone_strike {"target":"${target}"}]]` }],
        tools: [{ type: "function", function: { name: "launch_drone_strike", description: "Strikes a target on the range." } }],
      }),
    });
    return { status: response.status, body: await response.json() };
  };

  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, url, key, run, send, stop };
}

/** The text with people of the department appointed by its key; they stand in it with what they sign with. */
export function appoint(folder, text, ...ids) {
  writeFileSync(path.join(folder, "concordat.yaml"), text);
  return ids.reduce((whole, id) => {
    execFileSync(program(), ["approver", "appoint", id, "--key", "keys/department.key.pem", "--out", `keys/${id}.appointment.json`], { cwd: folder, stdio: "pipe" });
    return whole.replace(new RegExp(`{ id: ${id}, `), `{ id: ${id}, appointment: keys/${id}.appointment.json, `);
  }, text);
}

/** Has the agreement of an installation name this machine as the cloud `demo`, and both parties sign it anew. */
export function nameCloud(folder) {
  const file = path.join(folder, "agreement", "agreement.json");
  const agreement = JSON.parse(readFileSync(file, "utf8"));
  agreement.terms.clouds = [{ cloud: "demo", addresses: ["127.0.0.0/8"] }];
  writeFileSync(file, JSON.stringify(agreement, null, 2));
  rmSync(path.join(folder, "agreement.dsse.json"));
  for (const role of ["department", "vendor"]) {
    execFileSync(program(), ["agreement", "sign", "agreement", "--role", role, "--key", `keys/${role}.key.pem`, "--output", "agreement.dsse.json"], { cwd: folder, stdio: "pipe" });
  }
}

/** A port that was free a moment ago: the origin must be known before the gateway starts. */
export const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Posts JSON; gives { status, body }. */
export async function post(url, body) {
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}
