// The official SDKs in front, every kind of deployment behind: requests are translated there, answers back.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";
import { fromContainerMetadata, fromInstanceMetadata } from "@smithy/credential-provider-imds";
import OpenAI from "openai";
import { harmlessTool, parameters, permitted } from "./prompts.mjs";
import { nameCloud, serve } from "./serve.mjs";
import { aws, isolated, serviceAccount, startVendors } from "./vendors.mjs";

const MODELS = ["bedrock", "vertex", "claude", "vertex-claude", "llama"];
const TEXT = "All is well at the harbour.";
let vendors;
let gateway;
let openai;
let anthropic;

before(async () => {
  vendors = await startVendors();
  Object.assign(process.env, { DIALECT_ACCESS: aws.accessKeyId, DIALECT_SECRET: aws.secretAccessKey, DIALECT_TOKEN: aws.sessionToken, DIALECT_KEY: "sk-ant-example" });
  Object.assign(process.env, { AWS_EC2_METADATA_SERVICE_ENDPOINT: vendors.url, AWS_CONTAINER_CREDENTIALS_FULL_URI: `${vendors.url}/creds`, AWS_CONTAINER_AUTHORIZATION_TOKEN: "container-token" });
  gateway = await serve((text, folder) => {
    writeFileSync(path.join(folder, "account.json"), serviceAccount(vendors.url));
    nameCloud(folder);
    const common = "network: local, cloud: demo, hosting: cloud, verified: true";
    const added = [
      `{ name: bedrock-1, model: bedrock, kind: aws-bedrock, url: "${vendors.url}/bedrock", upstreamModel: "anthropic.claude-v2:1", ${common}, aws: { region: ${aws.region}, accessKey: { env: DIALECT_ACCESS }, secretKey: { env: DIALECT_SECRET }, sessionToken: { env: DIALECT_TOKEN } } }`,
      ...Object.keys(isolated).map((region) => `{ name: ${region}, model: ${region}, kind: aws-bedrock, url: "${vendors.url}/${region}", upstreamModel: "anthropic.claude-v2:1", ${common}, aws: { region: ${region}, accessKey: { env: DIALECT_ACCESS }, secretKey: { env: DIALECT_SECRET }, sessionToken: { env: DIALECT_TOKEN } } }`),
      ...["instance", "container"].map((role) => `{ name: ${role}-1, model: ${role}, kind: aws-bedrock, url: "${vendors.url}/bedrock", upstreamModel: "anthropic.claude-v2:1", ${common}, aws: { region: ${aws.region}, credentials: ${role} } }`),
      `{ name: vertex-1, model: vertex, kind: google-vertex, url: "${vendors.url}/vertex", upstreamModel: gemini-2.5-pro, ${common}, google: { project: p-1, location: us-central1, serviceAccount: account.json } }`,
      `{ name: vertex-claude-1, model: vertex-claude, kind: google-vertex-anthropic, url: "${vendors.url}/vertex", upstreamModel: claude-sonnet-4-5@20250929, ${common}, google: { project: p-1, location: us-east5, serviceAccount: account.json } }`,
      `{ name: claude-1, model: claude, kind: anthropic, url: "${vendors.url}/anthropic", ${common}, key: { env: DIALECT_KEY } }`,
      `{ name: llama-1, model: llama, kind: openai-chat, url: "${vendors.url}/llama", ${common} }`,
    ];
    return text.replace(/^( *- )\{ name: sandbox-1.*$/m, (line, item) => [line, ...added.map((each) => item + each)].join("\n"));
  });
  openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: gateway.url, apiKey: gateway.key, maxRetries: 0 });
});
after(async () => {
  await gateway?.stop();
  await vendors?.stop();
});

for (const model of MODELS) {
  describe(model, () => {
    it("answers the chat client, whole and streamed, with counts", async () => {
      const messages = [{ role: "system", content: "Be brief." }, { role: "user", content: permitted }];
      const answer = await openai.chat.completions.create({ model, messages, temperature: 0.2 });
      assert.equal(answer.choices[0].message.content, TEXT);
      assert.equal(answer.choices[0].finish_reason, "stop");
      assert.equal(answer.usage.total_tokens, 12);

      let text = "";
      let usage = null;
      for await (const chunk of await openai.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } })) {
        text += chunk.choices[0]?.delta.content ?? "";
        usage = chunk.usage ?? usage;
      }
      assert.equal(text, TEXT);
      assert.equal(usage.completion_tokens, 5);
      assert.deepEqual(vendors.faults, []);
    });

    it("calls a tool of the chat client and takes its result", async () => {
      const tools = [{ type: "function", function: { name: harmlessTool, parameters: parameters("place") } }];
      const messages = [{ role: "user", content: "What is the weather at the harbour?" }];
      const streamed = await openai.chat.completions.stream({ model, messages, tools }).finalChatCompletion();
      assert.equal(streamed.choices[0].finish_reason, "tool_calls");
      assert.deepEqual(JSON.parse(streamed.choices[0].message.tool_calls[0].function.arguments), { place: "Norfolk" });
      const answer = await openai.chat.completions.create({ model, messages, tools });
      const [call] = answer.choices[0].message.tool_calls;
      const last = await openai.chat.completions.create({ model, tools, messages: [...messages, { role: "assistant", tool_calls: [call] }, { role: "tool", tool_call_id: call.id, content: "Calm." }] });
      assert.equal(last.choices[0].message.content, TEXT);
      assert.deepEqual(vendors.faults, []);
    });

    it("answers the responses client, whole and streamed, and calls its tool", async () => {
      const answer = await openai.responses.create({ model, input: permitted });
      assert.equal(answer.output_text, TEXT);
      const final = await openai.responses.stream({ model, input: permitted }).finalResponse();
      assert.equal(final.output_text, TEXT);
      assert.equal(final.usage.output_tokens, 5);
      const tools = [{ type: "function", name: harmlessTool, parameters: parameters("place"), strict: false }];
      const called = await openai.responses.stream({ model, input: "What is the weather?", tools }).finalResponse();
      const call = called.output.find((each) => each.type === "function_call");
      assert.deepEqual(JSON.parse(call.arguments), { place: "Norfolk" });
      const last = await openai.responses.create({ model, tools, input: [{ role: "user", content: "What is the weather?" }, call, { type: "function_call_output", call_id: call.call_id, output: "Calm." }].map(({ parsed_arguments, ...item }) => item) });
      assert.equal(last.output_text, TEXT);
      assert.deepEqual(vendors.faults, []);
    });

    it("answers the Anthropic client, whole and streamed, and calls its tool", async () => {
      const ask = (more) => ({ model, max_tokens: 64, messages: [{ role: "user", content: permitted }], ...more });
      const answer = await anthropic.messages.create(ask({ system: "Be brief." }));
      assert.equal(answer.content[0].text, TEXT);
      assert.equal(answer.stop_reason, "end_turn");
      assert.equal(answer.usage.output_tokens, 5);
      const streamed = await anthropic.messages.stream(ask()).finalMessage();
      assert.equal(streamed.content[0].text, TEXT);
      const tools = [{ name: harmlessTool, input_schema: parameters("place") }];
      const called = await anthropic.messages.stream(ask({ tools })).finalMessage();
      const call = called.content.find((each) => each.type === "tool_use");
      assert.deepEqual(call.input, { place: "Norfolk" });
      const last = await anthropic.messages.create(ask({ tools, messages: [...ask().messages, { role: "assistant", content: called.content }, { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: "Calm." }] }] }));
      assert.equal(last.content[0].text, TEXT);
      assert.deepEqual(vendors.faults, []);
    });

    it("refuses by name what its dialect cannot carry, and sends nothing", async () => {
      const asked = vendors.asked.length;
      const body = { model, messages: [{ role: "user", content: permitted }], seed: 7, n: 2 };
      if (model === "llama") return; // it speaks the client's own dialect
      const error = await openai.chat.completions.create(body).then(() => assert.fail("it was carried"), (thrown) => thrown);
      assert.equal(error.status, 400);
      assert.equal(error.code, "unsupported_feature");
      assert.match(error.message, /`\$\.(n|seed)` cannot be carried to the deployment/);
      assert.equal(vendors.asked.length, asked);
    });
  });
}

it("asks Vertex for Claude as Anthropic's own client for Vertex does", async () => {
  const authClient = { projectId: "p-1", getRequestHeaders: async () => new Headers({ authorization: "Bearer ya29.token" }) };
  const vertex = new AnthropicVertex({ baseURL: `${vendors.url}/vertex/v1`, region: "us-east5", projectId: "p-1", authClient, maxRetries: 0 });
  const tools = [{ name: harmlessTool, input_schema: parameters("place") }];
  const ask = (model) => ({ model, max_tokens: 64, temperature: 0.5, system: "Be brief.", tools, messages: [{ role: "user", content: permitted }] });
  const sent = async (client, model, stream) => {
    await (stream ? client.messages.stream(ask(model)).finalMessage() : client.messages.create(ask(model)));
    const { url, headers, body } = vendors.asked.at(-1);
    const { anthropic_version, ...rest } = JSON.parse(body);
    return { url, authorization: headers.authorization, version: headers["anthropic-version"], key: headers["x-api-key"], type: headers["content-type"], rest };
  };
  for (const stream of [false, true]) {
    assert.deepEqual(await sent(anthropic, "vertex-claude", stream), await sent(vertex, "claude-sonnet-4-5@20250929", stream));
  }
  assert.deepEqual(vendors.faults, []);
});

for (const [role, official] of [["instance", fromInstanceMetadata], ["container", fromContainerMetadata]]) {
  it(`signs with the role of the ${role}, given by a server that AWS's own client understands`, async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await official({ maxRetries: 0, timeout: 5000 })();
    assert.deepEqual({ accessKeyId, secretAccessKey, sessionToken }, { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey, sessionToken: aws.sessionToken });
    const answer = await openai.chat.completions.create({ model: role, messages: [{ role: "user", content: permitted }] });
    assert.equal(answer.choices[0].message.content, TEXT);
    assert.deepEqual(vendors.faults, []);
  });
}

for (const region of Object.keys(isolated)) {
  it(`signs for ${region}, a region of a partition of its own, whole and streamed`, async () => {
    const messages = [{ role: "user", content: permitted }];
    const answer = await openai.chat.completions.create({ model: region, messages });
    assert.equal(answer.choices[0].message.content, TEXT);
    assert.match(vendors.asked.at(-1).headers.authorization, new RegExp(`Credential=${aws.accessKeyId}/\\d{8}/${region}/bedrock/aws4_request, SignedHeaders=[a-z;-]*host;`));
    let text = "";
    for await (const chunk of await openai.chat.completions.create({ model: region, messages, stream: true })) text += chunk.choices[0]?.delta.content ?? "";
    assert.equal(text, TEXT);
    assert.deepEqual(vendors.faults, []);
  });
}
