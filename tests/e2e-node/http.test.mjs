// What no SDK would send: raw requests that must not get through.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startGateway } from "./gateway.mjs";
import { MODEL, permitted, tooManyPersons } from "./prompts.mjs";

let gateway;
before(async () => { gateway = await startGateway(); });
after(() => gateway?.stop());

const good = JSON.stringify({ model: MODEL, messages: [{ role: "user", content: permitted }] });

async function send(body, { path = "/v1/chat/completions", method = "POST", headers = {} } = {}) {
  const response = await fetch(gateway.url + path, {
    method, body, headers: { "content-type": "application/json", authorization: `Bearer ${gateway.key}`, ...headers },
  });
  const text = await response.text();
  let json = null;
  try { json = JSON.parse(text); } catch { /* some answers have no body */ }
  return { status: response.status, json };
}

describe("raw requests", () => {
  it("takes a good one", async () => {
    assert.equal((await send(good)).status, 200);
  });

  it("answers 400 to what is not one strict JSON object", async () => {
    const cases = {
      "cut short": good.slice(0, -1),
      "trailing data": `${good}{}`,
      "duplicate key": good.replace("{", `{"model":"other",`),
      "duplicate key, escaped": good.replace("{", `{"mod\\u0065l":"other",`),
      "lone surrogate": good.replace("Summarise", "\\ud800"),
      "invalid UTF-8": Buffer.from(good.replace("Summarise", "\u0001"), "utf8").map((byte) => (byte === 1 ? 0xff : byte)),
      "comment": good.replace("{", "{/* */"),
      "an array": `[${good}]`,
      "empty": "",
      "too deep": `{"model":"${MODEL}","messages":${"[".repeat(500)}${"]".repeat(500)}}`,
    };
    for (const [name, body] of Object.entries(cases)) {
      const { status, json } = await send(body);
      assert.equal(status, 400, name);
      assert.equal(json.error.type, "invalid_request_error", name);
      assert.ok(json.error.code && json.error.message, name);
    }
  });

  it("answers 413 to a body that is too large", async () => {
    // 24 MiB do not fit into any buffer on the way: the sender must be let finish, or it sees a broken connection and not the answer.
    for (const mebibytes of [5, 24]) {
      const { status, json } = await send(JSON.stringify({ model: MODEL, messages: [{ role: "user", content: "x".repeat(mebibytes * 1024 * 1024) }] }));
      assert.equal(status, 413);
      assert.equal(json.error.code, "body_too_large");
    }
  });

  it("answers 415 to other types and to compressed bodies", async () => {
    assert.equal((await send(good, { headers: { "content-type": "text/plain" } })).status, 415);
    assert.equal((await send(good, { headers: { "content-encoding": "gzip" } })).status, 415);
  });

  it("answers 404 to every route that is not served, whatever its spelling", async () => {
    for (const path of ["/v1/files", "/v1/chat/completions/x", "/v1/completions", "/v1/audio/speech", "/openai/deployments/x/chat/completions", "/v1//chat/completions"]) {
      const { status } = await send(good, { path });
      assert.equal(status, 404, path);
    }
  });

  it("answers other methods with an error", async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      const { status, json } = await send(undefined, { method });
      assert.equal(status, 404, method);
      assert.ok(json.error.code, method);
    }
  });

  it("answers 401 without a key", async () => {
    const { status, json } = await send(good, { headers: { authorization: "" } });
    assert.equal(status, 401);
    assert.equal(json.error.code, "missing_api_key");
  });

  it("serves health and metrics without content", async () => {
    for (const path of ["/healthz", "/readyz"]) assert.equal((await fetch(gateway.url + path)).status, 200, path);
    await send(good);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    assert.match(metrics, /^concordat_verdicts_total\{.*verdict="permit"\} [1-9]/m);
    assert.ok(!metrics.includes("maintenance log") && !metrics.includes(gateway.key));
  });

  it("tells the verdict before sending", async () => {
    const { status, json } = await send(JSON.stringify({ operation: "chat", request: JSON.parse(good) }), { path: "/v1/preflight" });
    assert.equal(status, 200);
    assert.equal(json.verdict, "permit");
    assert.ok(Number.isInteger(json.entry));
    const refused = { model: MODEL, messages: [{ role: "user", content: tooManyPersons }] };
    const second = await send(JSON.stringify({ operation: "chat", request: refused }), { path: "/v1/preflight" });
    assert.equal(second.json.verdict, "refuse");
    assert.ok(second.json.clauses.some((each) => each.clause === "2.1"));
  });
});
