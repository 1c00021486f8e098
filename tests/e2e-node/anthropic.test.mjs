// The official Anthropic SDK against a running gateway.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { countingFetch, drain, startGateway } from "./gateway.mjs";
import {
  MODEL, answering, callForce, callHarmless, callStrange, forceTool, harmlessTool, parameters, permitted, preface, prefaceBegins, strangeTool, tooManyPersons,
} from "./prompts.mjs";

let gateway;
let client;
before(async () => {
  gateway = await startGateway();
  client = new Anthropic({ baseURL: gateway.url, apiKey: gateway.key });
});
after(() => gateway?.stop());

const ask = (content, more = {}) => client.messages.create({ model: MODEL, max_tokens: 256, messages: [{ role: "user", content }], ...more });
const tool = (name) => ({ tools: [{ name, input_schema: parameters("place") }] });

function assertVerdict(error, verdict, clause) {
  assert.equal(error.error.type, "error");
  const inner = error.error.error;
  assert.equal(inner.type, "permission_error");
  assert.ok(inner.message.includes(`clause ${clause}`), inner.message);
  assert.equal(inner.concordat.verdict, verdict);
  assert.ok(inner.concordat.clauses.some((each) => each.clause === clause));
  if (verdict === "hold") assert.ok(inner.concordat.case, "a hold opens a case");
}

async function assertRefused(promise, verdict, clause) {
  const error = await promise.then(() => assert.fail("it was let through"), (thrown) => thrown);
  assert.ok(error instanceof Anthropic.PermissionDeniedError, String(error));
  assert.equal(error.headers.get("concordat-verdict"), verdict);
  assertVerdict(error, verdict, clause);
}

describe("messages", () => {
  it("answers a permitted request", async () => {
    const { data, response } = await ask(permitted).withResponse();
    assert.match(data.content[0].text, /^Sandbox model: I received \d+ words/);
    assert.equal(data.stop_reason, "end_turn");
    assert.equal(response.headers.get("concordat-verdict"), "permit");
  });

  it("streams the whole answer, also through the SDK's accumulator", async () => {
    const { events, error } = await drain(ask(answering("The pump is fine."), { stream: true }));
    assert.equal(error, null);
    assert.equal(events.filter((each) => each.type === "content_block_delta").map((each) => each.delta.text).join(""), "The pump is fine.");
    const message = await client.messages.stream({ model: MODEL, max_tokens: 64, messages: [{ role: "user", content: answering("Still fine.") }] }).finalMessage();
    assert.equal(message.content[0].text, "Still fine.");
  });

  it("delivers the call of a harmless tool, JSON and stream", async () => {
    const answer = await ask(callHarmless, tool(harmlessTool));
    assert.deepEqual(answer.content.find((each) => each.type === "tool_use").input, { place: "Norfolk" });
    const message = await client.messages.stream({ model: MODEL, max_tokens: 64, messages: [{ role: "user", content: callHarmless }], ...tool(harmlessTool) }).finalMessage();
    assert.deepEqual(message.content.find((each) => each.type === "tool_use").input, { place: "Norfolk" });
  });

  it("refuses in the vendor's own error shape, once", async () => {
    const fetch = countingFetch();
    const counted = new Anthropic({ baseURL: gateway.url, apiKey: gateway.key, fetch });
    await assertRefused(counted.messages.create({ model: MODEL, max_tokens: 8, messages: [{ role: "user", content: tooManyPersons }] }), "refuse", "2.1");
    assert.equal(fetch.calls, 1);
  });

  it("refuses what stands in the system prompt or a tool result", async () => {
    await assertRefused(ask(permitted, { system: tooManyPersons }), "refuse", "2.1");
    await assertRefused(client.messages.create({
      model: MODEL, max_tokens: 8, messages: [
        { role: "user", content: permitted },
        { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: harmlessTool, input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: tooManyPersons }] },
      ],
    }), "refuse", "2.1");
  });

  it("never delivers a forbidden or held tool call, JSON", async () => {
    await assertRefused(ask(callForce, tool(forceTool)), "refuse", "3.2");
    await assertRefused(ask(callStrange, tool(strangeTool)), "hold", "6.9");
  });

  it("never delivers a forbidden or held tool call, stream", async () => {
    for (const [prompt, name, verdict, clause] of [[callForce, forceTool, "refuse", "3.2"], [callStrange, strangeTool, "hold", "6.9"]]) {
      await assertRefused(ask(prompt, { ...tool(name), stream: true }), verdict, clause);
      const { events, error } = await drain(ask(preface + prompt, { ...tool(name), stream: true }));
      assert.ok(error instanceof Anthropic.APIError, "the stream ends with an error");
      assertVerdict(error, verdict, clause);
      const text = events.map((each) => each.delta?.text ?? "").join("");
      assert.ok(text.startsWith(prefaceBegins), `what came before the call arrived: ${text}`);
      assert.ok(!JSON.stringify(events).includes(name), "no piece of the call arrived");
      assert.ok(!events.some((each) => each.type === "message_stop"), "it did not stop as if nothing had happened");
    }
  });

  it("tells a wrong key and an unknown model", async () => {
    const stranger = new Anthropic({ baseURL: gateway.url, apiKey: `${gateway.key}x` });
    await assert.rejects(stranger.messages.create({ model: MODEL, max_tokens: 8, messages: [{ role: "user", content: permitted }] }), Anthropic.AuthenticationError);
    await assert.rejects(ask(permitted, { model: "no-such-model" }), Anthropic.NotFoundError);
  });

  it("has no route that it does not inspect", async () => {
    await assert.rejects(client.messages.batches.list(), Anthropic.NotFoundError);
  });
});
