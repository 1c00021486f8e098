// The official TypeScript SDKs, and the protocol's own example server, through /mcp of a running gateway.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { Client as OlderClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OlderTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { program, startGateway } from "./gateway.mjs";
import { keep } from "./seen.mjs";

const CURRENT = "2026-07-28";
const NEWEST_WITH_HANDSHAKE = "2025-11-25";
const require = createRequire(import.meta.url);
const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().once("error", reject).listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});
const until = async (what, limit = 30_000) => {
  for (const end = Date.now() + limit; ;) {
    try { return await what(); } catch (error) { if (Date.now() > end) throw error; }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

describe("tools of the example server", () => {
  let everything, gateway, config;

  before(async () => {
    const port = await freePort();
    const entry = path.join(path.dirname(require.resolve("@modelcontextprotocol/server-everything/package.json")), "dist/index.js");
    everything = spawn(process.execPath, [entry, "streamableHttp"], { env: { ...process.env, PORT: String(port) }, stdio: "ignore" });
    process.once("exit", () => everything.kill("SIGKILL"));
    await until(() => fetch(`http://127.0.0.1:${port}/mcp`));
    gateway = await startGateway();
    config = path.join(path.dirname(gateway.ledger), "../concordat.yaml");
    const useCase = /useCases:[\s\S]*?- id: (\S+)/.exec(readFileSync(config, "utf8"))[1];
    const network = /^network:\s*\n\s+id: (\S+)/m.exec(readFileSync(config, "utf8"))[1];
    writeFileSync(config, `${readFileSync(config, "utf8")}\nmcp:\n  servers:\n    - { name: everything, url: "http://127.0.0.1:${port}/mcp", useCases: [${useCase}], network: ${network}, cloud: demo, hosting: cloud }\n`);
    for (const tool of ["echo", "get-sum", "trigger-long-running-operation", "get-tiny-image"]) {
      execFileSync(program(), ["mcp", "pin", `everything__${tool}`, "--effect", "none", "--yes", "--config", config], { stdio: "pipe" });
    }
    await until(async () => assert.equal((await list()).length, 4));
  });

  after(async () => {
    await gateway?.stop();
    everything?.kill("SIGKILL");
  });

  const headers = () => ({ requestInit: { headers: { Authorization: `Bearer ${gateway.key}` } } });
  // Each of these connects, and keeps which test spoke which revision by which package.
  const older = async (test) => {
    const client = new OlderClient({ name: "test", version: "1" });
    const transport = new OlderTransport(new URL(`${gateway.url}/mcp`), headers());
    await client.connect(transport);
    return spoken(test, "@modelcontextprotocol/sdk", client, transport.protocolVersion);
  };
  const newer = (options) => async (test) => {
    const client = new Client({ name: "test", version: "1" }, options);
    await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), headers()));
    return spoken(test, "@modelcontextprotocol/client", client, client.getNegotiatedProtocolVersion());
  };
  const spoken = (test, sdk, client, version) => {
    if (test) keep("mcp", { test: test.name, sdk, version });
    return { client, version };
  };
  const list = async () => {
    const { client } = await older();
    try { return (await client.listTools()).tools; } finally { await client.close(); }
  };

  const sdks = [
    ["version 1 of the SDK", older, NEWEST_WITH_HANDSHAKE],
    ["version 2 of the SDK", newer(), NEWEST_WITH_HANDSHAKE],
    ["version 2 of the SDK in the current revision", newer({ versionNegotiation: { mode: { pin: CURRENT } } }), CURRENT],
    ["version 2 of the SDK that asks for the newest", newer({ versionNegotiation: { mode: "auto" } }), CURRENT],
  ];
  for (const [name, connect, revision] of sdks) {
    it(`are listed and called by ${name}`, async (t) => {
      const { client, version } = await connect(t);
      assert.equal(version, revision);
      assert.equal(client.getServerVersion().name, "concordat");
      assert.deepEqual((await client.listTools()).tools.map((tool) => tool.name).toSorted(),
        ["everything__echo", "everything__get-sum", "everything__get-tiny-image", "everything__trigger-long-running-operation"]);
      const echoed = await client.callTool({ name: "everything__echo", arguments: { message: "the pump is fixed" } });
      assert.match(echoed.content[0].text, /the pump is fixed/);
      assert.ok(!echoed.isError);
      await client.close();
    });

    it(`report progress to ${name}`, async (t) => {
      const { client } = await connect(t);
      const seen = [];
      const result = await client.callTool(
        { name: "everything__trigger-long-running-operation", arguments: { duration: 1, steps: 3 } }, ...(connect === older ? [undefined] : []),
        { onprogress: (note) => seen.push([note.progress, note.total]) });
      assert.ok(!result.isError);
      assert.ok(seen.length >= 2 && seen.every(([, total]) => total === 3), JSON.stringify(seen));
      await client.close();
    });

    it(`withhold a picture from ${name}, as the agreement says`, async (t) => {
      const { client } = await connect(t);
      const result = await client.callTool({ name: "everything__get-tiny-image", arguments: {} });
      assert.equal(result.isError, true);
      assert.match(result.content[0].text, /clause 6\.4/);
      assert.doesNotMatch(JSON.stringify(result), /iVBOR/);
      await client.close();
    });
  }

  it("answer pings of the older SDK", async (t) => {
    const { client } = await older(t);
    await client.ping();
    await client.close();
  });

  it("are cancelled by the older SDK", async (t) => {
    const { client } = await older(t);
    const cancel = new AbortController();
    const call = client.callTool({ name: "everything__trigger-long-running-operation", arguments: { duration: 30, steps: 3 } }, undefined, { signal: cancel.signal });
    setTimeout(() => cancel.abort(), 500);
    await assert.rejects(call);
    await client.close();
  });

  it("that nobody accepted are held, and the other parts of the server refused by name", async (t) => {
    const { client } = await older(t);
    const held = await client.callTool({ name: "everything__get-env", arguments: {} });
    assert.equal(held.isError, true);
    assert.match(held.content[0].text, /clause 6\.9.*nobody has registered/);
    assert.doesNotMatch(JSON.stringify(held), /PATH/);
    await assert.rejects(client.request({ method: "resources/list", params: {} }, require("zod").z.any()), /resources do not pass/);
    await client.close();
  });

  it("are shown by the command line beside what was accepted", () => {
    let listed;
    try { execFileSync(program(), ["mcp", "list", "--json", "--config", config], { stdio: "pipe" }); } catch (error) { listed = error; }
    assert.equal(listed.status, 1);
    const states = Object.fromEntries(JSON.parse(listed.stdout).map((tool) => [tool.tool, tool.state]));
    assert.equal(states["everything__echo"], "accepted");
    assert.equal(states["everything__get-env"], "new");
  });
});
