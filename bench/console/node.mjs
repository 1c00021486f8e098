// An installation under measurement: made, served, signed in to, ended.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";

const START_MS = 120_000;

export const useCases = Array.from({ length: 20 }, (_, i) => `bench-${String(i).padStart(2, "0")}`);

/** Makes an installation with the use cases of the archive. */
export function init(program, folder) {
  execFileSync(program, ["init", folder, "--department", "Harbour Department", "--vendor", "Example Vendor"], { stdio: "ignore" });
  const file = path.join(folder, "concordat.yaml");
  const text = readFileSync(file, "utf8").replace(/^listen:.*$/m, "listen: http://127.0.0.1:0");
  const one = /  - id: radar-maintenance\n(?:    .*\n)+/.exec(text)[0];
  const more = useCases.map((id) => one.replace("radar-maintenance", id)).join("");
  writeFileSync(file, text.replace(one, one + more));
}

/** Serves it; gives { url, pid, stop }. */
export async function serve(program, folder, wrap = []) {
  const [command, ...args] = [...wrap, program, "serve"];
  const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => child.kill("SIGKILL"));
  let output = "";
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not start:\n${output}`)), START_MS);
    const keep = (chunk) => {
      output = (output + chunk).slice(-65536);
      const found = /^url: (\S+)\n[^]*^log-key:/m.exec(output);
      if (found) { clearTimeout(timer); resolve(found[1].replace(/\/$/, "")); }
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("exit", (code) => reject(new Error(`it ended with ${code}:\n${output}`)));
  });
  return { url, pid: child.pid, stop: async () => { child.kill("SIGTERM"); await ended; } };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** One request on a connection that stays open; gives { status, headers, body, ms }: from the request to the last byte of the answer. */
export function ask(url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const request = http.request(url, { method, agent, headers: { ...headers, ...(body ? { "content-length": Buffer.byteLength(body) } : {}) } }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString(), ms: performance.now() - began }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const cookies = (answer) => (answer.headers["set-cookie"] ?? []).map((each) => each.split(";", 1)[0]).join("; ");

/** Signs a person in with their key; gives the cookie of the session. */
export async function signIn(program, folder, url, person, key = person) {
  const page = await ask(`${url}/console/sign-in`);
  const nonce = /--nonce ([\w-]+)/.exec(page.body)[1];
  const form = /name="form" value="([^"]+)"/.exec(page.body)[1];
  const statement = execFileSync(program, ["console", "sign-in", url, "--nonce", nonce, "--as", person, "--key", path.join(folder, `keys/${key}.key.pem`)], { encoding: "utf8" });
  const done = await ask(`${url}/console/sign-in/key`, {
    method: "POST",
    headers: { cookie: cookies(page), origin: url, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ form, statement }).toString(),
  });
  if (done.status !== 302) throw new Error(`${person} was not signed in: ${done.status} ${done.body.slice(0, 2000)}`);
  return cookies(done);
}

/** Signs in with the token that the data folder has. */
export async function byToken(data, url) {
  const done = await ask(`${url}/console?token=${readFileSync(path.join(data, "console.token"), "utf8").trim()}`);
  if (done.status !== 302) throw new Error(`the token does not open the console: ${done.status}`);
  return cookies(done);
}

export const chat = (url, key, content, tools) => ask(`${url}/v1/chat/completions`, {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
  body: JSON.stringify({ model: "sandbox", messages: [{ role: "user", content }], ...(tools ? { tools } : {}) }),
});
