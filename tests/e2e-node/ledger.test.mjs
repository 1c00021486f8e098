// Reads the record back with the program's own verifier, and looks for content where none may be.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, readdirSync, statSync, cpSync, mkdtempSync, openSync, readSync, writeSync, closeSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { after, before, describe, it } from "node:test";
import OpenAI from "openai";
import { program, startGateway } from "./gateway.mjs";
import { MODEL, answering, callHarmless, harmlessTool, parameters } from "./prompts.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const definitions = JSON.parse(readFileSync(path.join(root, "docs/reference/ledger-entry.schema.json"), "utf8")).$defs;
const run = promisify(execFile);
const files = (folder) => readdirSync(folder, { recursive: true }).map((each) => path.join(folder, each)).filter((each) => statSync(each).isFile());
const verify = (folder, key) => run(program(), ["ledger", "verify", folder, "--key", key]);

/** What the schema forbids about an object, for the few keywords that the entry schema uses. */
function faults(value, schema) {
  const found = [];
  for (const name of schema.required ?? []) if (!(name in value)) found.push(`${name} is missing`);
  for (const [name, member] of Object.entries(value)) {
    const rule = schema.properties?.[name]?.$ref ? definitions[schema.properties[name].$ref.split("/").at(-1)] : schema.properties?.[name];
    if (!rule) found.push(`${name} is not in the schema`);
    else if (rule.pattern && !new RegExp(rule.pattern).test(member)) found.push(`${name} does not match`);
    else if (rule.enum && !rule.enum.includes(member)) found.push(`${name} is ${member}`);
    else if (rule.const !== undefined && rule.const !== member) found.push(`${name} is ${member}`);
    else if (rule.type === "array" && rule.items.properties) found.push(...member.flatMap((each) => faults(each, rule.items)));
  }
  for (const branch of schema.allOf ?? []) {
    const { const: one, enum: several = [one] } = branch.if.properties.type;
    for (const name of (several.includes(value.type) ? branch.then : branch.else)?.required ?? []) if (!(name in value)) found.push(`${name} is missing`);
  }
  return found;
}

let gateway;
let client;
before(async () => {
  gateway = await startGateway();
  client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key });
});
after(() => gateway?.stop());

describe("the record", () => {
  it("verifies, grows by two entries a request, and holds no content", async () => {
    const words = ["zebrafinch", "quartzlamp", "Norfolk"];
    const { response } = await client.chat.completions.create({ model: MODEL, messages: [{ role: "user", content: answering(`${words[0]} ${words[1]}`) }] }).withResponse();
    const first = Number(response.headers.get("concordat-entry"));
    const second = await client.chat.completions.create({
      model: MODEL, messages: [{ role: "user", content: callHarmless }],
      tools: [{ type: "function", function: { name: harmlessTool, parameters: parameters("place") } }],
    }).withResponse();
    assert.equal(Number(second.response.headers.get("concordat-entry")), first + 2);

    await assert.rejects(client.chat.completions.create({ model: "no-such-model", messages: [{ role: "user", content: words[0] }] }), OpenAI.NotFoundError);

    const { stdout } = await verify(gateway.ledger, gateway.logKey);
    assert.match(stdout, /^valid: \d+ entries of /m);
    await gateway.stopProcess();
    const found = files(path.dirname(gateway.ledger)).filter((file) => {
      const bytes = readFileSync(file);
      return [...words, gateway.key].some((each) => bytes.includes(each));
    });
    assert.deepEqual(found, []);
  });

  it("has entries as the schema says", async () => {
    const schema = JSON.parse(readFileSync(path.join(root, "docs/reference/ledger-entry.schema.json"), "utf8"));
    const { stdout } = await verify(gateway.ledger, gateway.logKey);
    const size = Number(/^valid: (\d+)/.exec(stdout)[1]);
    const types = new Set();
    for (let index = 0; index < size; index++) {
      const entry = JSON.parse((await run(program(), ["ledger", "entry", String(index), "--from", gateway.ledger, "--key", gateway.logKey])).stdout);
      types.add(entry.type);
      assert.deepEqual(faults(entry, schema), [], `entry ${index}, a ${entry.type}`);
    }
    assert.deepEqual([...types].sort(), ["api-key", "configuration", "decision", "outcome", "rejection"]);
  });

  it("does not verify once a byte of it has changed", async () => {
    const copy = mkdtempSync(path.join(os.tmpdir(), "concordat-e2e-copy-"));
    try {
      cpSync(gateway.ledger, copy, { recursive: true });
      const bundle = files(path.join(copy, "tile", "entries")).sort((a, b) => statSync(b).size - statSync(a).size)[0];
      const file = openSync(bundle, "r+");
      const byte = Buffer.alloc(1);
      readSync(file, byte, 0, 1, 40);
      byte[0] ^= 1;
      writeSync(file, byte, 0, 1, 40);
      closeSync(file);
      const error = await verify(copy, gateway.logKey).then(() => assert.fail("it verified"), (thrown) => thrown);
      assert.equal(error.code, 1);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
