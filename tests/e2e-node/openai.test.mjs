// The official OpenAI SDK against a running gateway.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import OpenAI from "openai";
import { countingFetch, drain, startGateway } from "./gateway.mjs";
import {
  MODEL, answering, callForce, callHarmless, callStrange, forceTool, harmlessTool, parameters, permitted, preface, prefaceBegins, strangeTool, tooManyPersons,
} from "./prompts.mjs";

let gateway;
let client;
before(async () => {
  gateway = await startGateway();
  client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key });
});
after(() => gateway?.stop());

const chat = (content, more = {}) => client.chat.completions.create({ model: MODEL, messages: [{ role: "user", content }], ...more });
const respond = (input, more = {}) => client.responses.create({ model: MODEL, input, ...more });
const chatTool = (name) => ({ tools: [{ type: "function", function: { name, parameters: parameters("place") } }] });
const responseTool = (name) => ({ tools: [{ type: "function", name, parameters: parameters("place"), strict: false }] });

function assertVerdict(error, verdict, clause) {
  assert.equal(error.type, verdict === "hold" ? "agreement_hold" : "agreement_refused");
  assert.match(error.code, /^clause_\d+\.\d+$/);
  const { concordat } = error.error;
  assert.equal(concordat.verdict, verdict);
  const found = concordat.clauses.find((each) => each.clause === clause);
  assert.ok(found, `clause ${clause} is not among ${concordat.clauses.map((each) => each.clause).join(", ")}`);
  assert.ok(found.title && found.because, "a clause says its title and why it applied");
  assert.ok(error.message.includes(clause), "the message names the clause");
  assert.ok(Number.isInteger(concordat.entry), "the verdict names its ledger entry");
  assert.match(concordat.agreement, /^[0-9a-f]{12}$/);
  if (verdict === "hold") assert.ok(concordat.case, "a hold opens a case");
  return concordat;
}

async function assertRefused(promise, verdict, clause) {
  const error = await promise.then(() => assert.fail("it was let through"), (thrown) => thrown);
  assert.ok(error instanceof OpenAI.PermissionDeniedError, String(error));
  assert.equal(error.status, 403);
  assert.equal(error.headers.get("concordat-verdict"), verdict);
  return assertVerdict(error, verdict, clause);
}

describe("chat completions", () => {
  it("answers a permitted request and says so in the headers", async () => {
    const { data, response } = await chat(permitted).withResponse();
    assert.match(data.choices[0].message.content, /^Sandbox model: I received \d+ words/);
    assert.equal(data.choices[0].finish_reason, "stop");
    assert.equal(response.headers.get("concordat-verdict"), "permit");
    assert.match(response.headers.get("concordat-entry"), /^\d+$/);
    assert.match(response.headers.get("concordat-agreement"), /^[0-9a-f]{12}$/);
  });

  it("streams the whole answer in small pieces", async () => {
    const text = "The second bearing is worn; replace it before the next patrol.";
    const { events, error } = await drain(chat(answering(text), { stream: true }));
    assert.equal(error, null);
    assert.equal(events.map((each) => each.choices[0]?.delta?.content ?? "").join(""), text);
    assert.ok(events.length > 3, "it arrived in pieces");
    assert.equal(events.at(-1).choices[0].finish_reason, "stop");
  });

  it("delivers the call of a harmless tool, JSON and stream", async () => {
    const answer = await chat(callHarmless, chatTool(harmlessTool));
    assert.equal(answer.choices[0].message.tool_calls[0].function.name, harmlessTool);
    const { events, error } = await drain(chat(callHarmless, { ...chatTool(harmlessTool), stream: true }));
    assert.equal(error, null);
    const deltas = events.flatMap((each) => each.choices[0]?.delta?.tool_calls ?? []);
    assert.deepEqual(JSON.parse(deltas.map((each) => each.function?.arguments ?? "").join("")), { place: "Norfolk" });
  });

  it("refuses a request by name of the clause, and the SDK does not repeat it", async () => {
    const fetch = countingFetch();
    const counted = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, fetch });
    await assertRefused(counted.chat.completions.create({ model: MODEL, messages: [{ role: "user", content: tooManyPersons }] }), "refuse", "2.1");
    assert.equal(fetch.calls, 1);
  });

  it("refuses a request for a stream before anything is streamed", async () => {
    await assertRefused(chat(tooManyPersons, { stream: true }), "refuse", "2.1");
  });

  it("refuses what stands in an earlier message, a system message or a tool result", async () => {
    const ask = { role: "user", content: permitted };
    const call = { id: "call_1", type: "function", function: { name: harmlessTool, arguments: "{}" } };
    for (const messages of [
      [{ role: "system", content: tooManyPersons }, ask],
      [{ role: "user", content: tooManyPersons }, { role: "assistant", content: "No." }, ask],
      [ask, { role: "assistant", tool_calls: [call] }, { role: "tool", tool_call_id: "call_1", content: tooManyPersons }],
    ]) {
      await assertRefused(client.chat.completions.create({ model: MODEL, messages }), "refuse", "2.1");
    }
  });

  it("never delivers the call of a forbidden tool, JSON", async () => {
    const concordat = await assertRefused(chat(callForce, chatTool(forceTool)), "refuse", "3.2");
    assert.ok(!JSON.stringify(concordat).includes("31UDQ4825"), "the arguments stay inside");
  });

  it("answers 403 to a stream that would begin with a forbidden or held tool call", async () => {
    await assertRefused(chat(callForce, { ...chatTool(forceTool), stream: true }), "refuse", "3.2");
    await assertRefused(chat(callStrange, { ...chatTool(strangeTool), stream: true }), "hold", "6.9");
  });

  it("ends a stream that has begun with an error, and never delivers a piece of the call", async () => {
    for (const [prompt, tool, verdict, clause] of [[callForce, forceTool, "refuse", "3.2"], [callStrange, strangeTool, "hold", "6.9"]]) {
      const { events, error } = await drain(chat(preface + prompt, { ...chatTool(tool), stream: true }));
      assert.ok(error instanceof OpenAI.APIError, "the stream ends with an error");
      assertVerdict(error, verdict, clause);
      const text = events.map((each) => each.choices[0]?.delta?.content ?? "").join("");
      assert.ok(text.startsWith(prefaceBegins), `what came before the call arrived: ${text}`);
      assert.ok(!events.some((each) => each.choices[0]?.delta?.tool_calls), "no piece of the call arrived");
      assert.ok(!events.some((each) => each.choices[0]?.finish_reason), "it did not finish");
    }
  });

  it("holds the call of an unregistered tool with a case, JSON", async () => {
    await assertRefused(chat(callStrange, chatTool(strangeTool)), "hold", "6.9");
  });

  it("holds back a permitted call that comes together with a forbidden one", async () => {
    const both = `${callHarmless} ${callForce}`;
    const tools = { tools: [...chatTool(harmlessTool).tools, ...chatTool(forceTool).tools] };
    await assertRefused(chat(both, tools), "refuse", "3.2");
    const { events, error } = await drain(chat(preface + both, { ...tools, stream: true }));
    assertVerdict(error, "refuse", "3.2");
    assert.ok(!JSON.stringify(events).includes(forceTool), "no piece of the forbidden call arrived");
  });
});

describe("responses", () => {
  it("answers a permitted request", async () => {
    const { data, response } = await respond(permitted).withResponse();
    assert.match(data.output_text, /^Sandbox model: I received \d+ words/);
    assert.equal(response.headers.get("concordat-verdict"), "permit");
  });

  it("streams the whole answer and completes", async () => {
    const { events, error } = await drain(respond(answering("All three pumps run."), { stream: true }));
    assert.equal(error, null);
    assert.equal(events.filter((each) => each.type === "response.output_text.delta").map((each) => each.delta).join(""), "All three pumps run.");
    assert.equal(events.at(-1).type, "response.completed");
  });

  it("refuses and holds with the same error, JSON and stream", async () => {
    await assertRefused(respond(tooManyPersons), "refuse", "2.1");
    await assertRefused(respond(callStrange, responseTool(strangeTool)), "hold", "6.9");
    for (const [prompt, tool, verdict, clause] of [[callForce, forceTool, "refuse", "3.2"], [callStrange, strangeTool, "hold", "6.9"]]) {
      await assertRefused(respond(prompt, { ...responseTool(tool), stream: true }), verdict, clause);
      const { events, error } = await drain(respond(preface + prompt, { ...responseTool(tool), stream: true }));
      assertVerdict(error, verdict, clause);
      assert.ok(events.some((each) => each.type === "response.output_text.delta"), "what came before the call arrived");
      assert.ok(!JSON.stringify(events).includes(tool), "no piece of the call arrived");
      assert.ok(!events.some((each) => each.type === "response.completed"), "it did not complete");
    }
  });
});

describe("the rest of the API", () => {
  it("embeds several inputs", async () => {
    const answer = await client.embeddings.create({ model: MODEL, input: ["pump one", "pump two"], encoding_format: "float" });
    assert.equal(answer.data.length, 2);
    assert.ok(answer.data[0].embedding.every((each) => typeof each === "number"));
  });

  it("refuses to embed what it refuses to send", async () => {
    await assertRefused(client.embeddings.create({ model: MODEL, input: tooManyPersons, encoding_format: "float" }), "refuse", "2.1");
  });

  it("lists the models", async () => {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.ok(ids.includes(MODEL));
  });

  it("tells a wrong key", async () => {
    const stranger = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: `${gateway.key}x` });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
    await assert.rejects(stranger.chat.completions.create({ model: MODEL, messages: [{ role: "user", content: permitted }] }),
      (error) => error instanceof OpenAI.AuthenticationError && error.code === "invalid_api_key");
  });

  it("tells an unknown model", async () => {
    await assert.rejects(chat(permitted, { model: "no-such-model" }), (error) => error instanceof OpenAI.NotFoundError && error.code === "model_not_found");
  });

  it("has no route that it does not inspect", async () => {
    await assert.rejects(client.files.list(), (error) => error instanceof OpenAI.NotFoundError && error.code === "route_not_found");
    await assert.rejects(client.images.generate({ model: MODEL, prompt: permitted }), OpenAI.NotFoundError);
    await assert.rejects(client.completions.create({ model: MODEL, prompt: permitted }), OpenAI.NotFoundError);
  });
});
