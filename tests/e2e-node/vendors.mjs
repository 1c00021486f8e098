// One local server that stands for every vendor: it checks what it is sent (signatures and tokens with parts that are not ours) and
// answers in the vendor's dialect. `faults` has what was wrong with a request, `asked` what was sent.
import assert from "node:assert/strict";
import { createHash, createVerify, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Sha256 } from "@aws-crypto/sha256-js";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { SignatureV4 } from "@smithy/signature-v4";
import aws4 from "aws4";

export const aws = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", region: "us-gov-west-1", sessionToken: "AQoDYXdzEPT//////////wEXAMPLE==" };
const account = generateKeyPairSync("rsa", { modulusLength: 2048 });
const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString("utf8"), (text) => Buffer.from(text, "utf8"));
const CLAUDE = "/projects/p-1/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929";
const TEXT = "All is well at the harbour.";

/** The JSON key of a service account, as Google gives it out. */
export const serviceAccount = (url) => JSON.stringify({
  type: "service_account", project_id: "p-1", private_key_id: "key-1", client_email: "gateway@p-1.iam.example", token_uri: `${url}/token`,
  private_key: account.privateKey.export({ type: "pkcs8", format: "pem" }),
});

/** A region of each partition that has endpoints of its own, and what their names end with (partitions.json of AWS's SDKs). */
export const isolated = { "us-iso-east-1": "c2s.ic.gov", "us-isob-east-1": "sc2s.sgov.gov", "eu-isoe-west-1": "cloud.adc-e.uk", "us-isof-south-1": "csp.hci.ic.gov", "eusc-de-east-1": "amazonaws.eu" };

/** The region that a path begins with; the one of the keys where it begins with none. */
const regionOf = (url) => Object.keys(isolated).find((each) => url.startsWith(`/${each}/`)) ?? aws.region;

/** Signs the request again with Smithy's and with aws4's implementation; all three must agree. */
async function checkSignature(request, body) {
  const stated = request.headers.authorization;
  const date = request.headers["x-amz-date"];
  const time = new Date(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  assert.ok(Math.abs(Date.now() - time) < 60_000, "its time is now");
  assert.equal(request.headers["x-amz-security-token"], aws.sessionToken);
  const headers = { "content-type": request.headers["content-type"], host: request.headers.host };
  const region = regionOf(request.url);
  assert.ok(stated.includes(`/${region}/bedrock/aws4_request,`), `it is signed for ${region}`);
  const smithy = new SignatureV4({ service: "bedrock", region, credentials: aws, sha256: Sha256, applyChecksum: false });
  const signed = await smithy.sign({ method: "POST", protocol: "http:", hostname: "127.0.0.1", path: request.url, headers, body, query: {} }, { signingDate: time });
  assert.equal(stated, signed.headers.authorization, "Smithy signs alike");
  const other = aws4.sign(
    { method: "POST", service: "bedrock", region, path: request.url, body, headers: { "Content-Type": headers["content-type"], Host: headers.host, "X-Amz-Date": date }, extraHeadersToIgnore: { "content-length": true } }, aws);
  assert.equal(stated, other.headers.Authorization, "aws4 signs alike");
}

function checkAssertion(form, url) {
  assert.equal(form.get("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
  const [header, claims, signature] = form.get("assertion").split(".");
  assert.ok(createVerify("RSA-SHA256").update(`${header}.${claims}`).verify(account.publicKey, Buffer.from(signature, "base64url")), "the assertion is signed by the account");
  assert.equal(JSON.parse(Buffer.from(claims, "base64url")).aud, `${url}/token`);
}

const sse = (events) => events.map(([name, data]) => `${name ? `event: ${name}\n` : ""}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
const frame = (type, data) => codec.encode({
  headers: { ":event-type": { type: "string", value: type }, ":content-type": { type: "string", value: "application/json" }, ":message-type": { type: "string", value: "event" } },
  body: Buffer.from(JSON.stringify(data)),
});

/** Gives out the keys of a role as the instance metadata (version 2) and the agent of a container do. */
function giveKeys(request) {
  const keys = { Code: "Success", Type: "AWS-HMAC", AccessKeyId: aws.accessKeyId, SecretAccessKey: aws.secretAccessKey, Token: aws.sessionToken, LastUpdated: new Date().toISOString(), Expiration: new Date(Date.now() + 21_600_000).toISOString() };
  if (request.url === "/creds") {
    assert.equal(request.headers.authorization, "container-token");
    return keys;
  }

  if (request.url === "/latest/api/token") {
    assert.equal(request.method, "PUT");
    assert.match(request.headers["x-aws-ec2-metadata-token-ttl-seconds"], /^[0-9]+$/);
    return { text: "AQAAAsession==" };
  }

  assert.equal(request.headers["x-aws-ec2-metadata-token"], "AQAAAsession==", "version 1 is not answered");
  return request.url.endsWith("/gateway-role") ? keys : { text: "gateway-role" };
}

/** Whether the client asks for the tool: then the model calls it, until it has the result. */
const wantsTool = (body) => JSON.stringify(body).includes("get_weather") && !/tool_result|toolResult|functionResponse|"role":"tool"/.test(JSON.stringify(body));
const args = { place: "Norfolk" };
const usage = { inputTokens: 7, outputTokens: 5, totalTokens: 12 };

const vendors = {
  converse(body, stream, call) {
    if (!stream) return { output: { message: { role: "assistant", content: call ? [{ toolUse: { toolUseId: "tooluse_1", name: "get_weather", input: args } }] : [{ text: TEXT }] } }, stopReason: call ? "tool_use" : "end_turn", usage, metrics: { latencyMs: 1 } };
    const piece = (delta) => frame("contentBlockDelta", { contentBlockIndex: 0, delta });
    const block = call
      ? [frame("contentBlockStart", { contentBlockIndex: 0, start: { toolUse: { toolUseId: "tooluse_1", name: "get_weather" } } }), piece({ toolUse: { input: '{"place":' } }), piece({ toolUse: { input: '"Norfolk"}' } })]
      : TEXT.match(/.{1,6}/g).map((text) => piece({ text }));
    return [frame("messageStart", { role: "assistant" }), ...block, frame("contentBlockStop", { contentBlockIndex: 0 }), frame("messageStop", { stopReason: call ? "tool_use" : "end_turn" }), frame("metadata", { usage, metrics: { latencyMs: 1 } })];
  },
  gemini(body, stream, call) {
    const answer = (part, finishReason) => ({ candidates: [{ content: { role: "model", parts: [part] }, finishReason, index: 0 }], usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 5, totalTokenCount: 12 }, modelVersion: "gemini-2.5-pro", responseId: "r-1" });
    const called = { functionCall: { name: "get_weather", args } };
    if (!stream) return answer(call ? called : { text: TEXT }, "STOP");
    return sse(call ? [[null, answer(called, "STOP")]] : [...TEXT.match(/.{1,6}/g).map((text) => [null, answer({ text })]), [null, answer({ text: "" }, "STOP")]]);
  },
  messages(body, stream, call) {
    const message = (content, stop_reason) => ({ id: "msg_1", type: "message", role: "assistant", model: "claude", content, stop_reason, stop_sequence: null, usage: { input_tokens: 7, output_tokens: 5 } });
    const use = { type: "tool_use", id: "toolu_1", name: "get_weather", input: args };
    if (!stream) return message([call ? use : { type: "text", text: TEXT }], call ? "tool_use" : "end_turn");
    const event = (type, data) => [type, { type, ...data }];
    const delta = (each) => event("content_block_delta", { index: 0, delta: each });
    return sse([
      event("message_start", { message: message([], null) }),
      event("content_block_start", { index: 0, content_block: call ? { ...use, input: {} } : { type: "text", text: "" } }),
      ...(call ? ['{"place":', '"Norfolk"}'].map((partial_json) => delta({ type: "input_json_delta", partial_json })) : TEXT.match(/.{1,6}/g).map((text) => delta({ type: "text_delta", text }))),
      event("content_block_stop", { index: 0 }),
      event("message_delta", { delta: { stop_reason: call ? "tool_use" : "end_turn", stop_sequence: null }, usage: { output_tokens: 5 } }),
      event("message_stop", {}),
    ]);
  },
  chat(body, stream, call) {
    const head = { id: "chatcmpl-1", created: 1, model: "llama" };
    const counts = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 };
    const use = { id: "call_1", type: "function", function: { name: "get_weather", arguments: JSON.stringify(args) } };
    if (!stream) return { ...head, object: "chat.completion", choices: [{ index: 0, message: { role: "assistant", content: call ? null : TEXT, ...(call ? { tool_calls: [use] } : {}) }, finish_reason: call ? "tool_calls" : "stop" }], usage: counts };
    const chunk = (delta, finish_reason = null) => [null, { ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] }];
    const pieces = call ? [chunk({ tool_calls: [{ index: 0, ...use }] })] : TEXT.match(/.{1,6}/g).map((content) => chunk({ content }));
    return sse([chunk({ role: "assistant", content: call ? null : "" }), ...pieces, chunk({}, call ? "tool_calls" : "stop"), [null, { ...head, object: "chat.completion.chunk", choices: [], usage: counts }], [null, "[DONE]"]]);
  },
};

async function answer(request, body, url) {
  if (request.url === "/token") {
    checkAssertion(new URLSearchParams(body), url);
    return { access_token: "ya29.token", expires_in: 3599, token_type: "Bearer" };
  }

  if (request.url === "/creds" || request.url.startsWith("/latest/")) {
    return giveKeys(request);
  }

  const json = JSON.parse(body);
  const call = wantsTool(json);
  if (/^\/([a-z]+-[a-z]+-[a-z]+-1|bedrock)\/model\/anthropic\.claude-v2%3A1\/converse/.test(request.url)) {
    await checkSignature(request, body);
    return vendors.converse(json, request.url.endsWith("-stream"), call);
  }

  const stream = json.stream === true;
  switch (request.url) {
    case "/vertex/v1/projects/p-1/locations/us-central1/publishers/google/models/gemini-2.5-pro:generateContent":
    case "/vertex/v1/projects/p-1/locations/us-central1/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse":
      assert.equal(request.headers.authorization, "Bearer ya29.token");
      return vendors.gemini(json, request.url.endsWith("sse"), call);
    case `/vertex/v1${CLAUDE}:rawPredict`:
    case `/vertex/v1${CLAUDE}:streamRawPredict`:
      assert.equal(request.headers.authorization, "Bearer ya29.token");
      if (!/^AnthropicVertex/.test(request.headers["user-agent"])) assert.equal(json.anthropic_version, "vertex-2023-10-16"); // Anthropic's own client says its newest edition
      assert.ok(!("model" in json), "the model stands in the URL alone");
      assert.equal(request.headers["x-api-key"], undefined);
      assert.ok(Number.isInteger(json.max_tokens));
      assert.equal(request.url.endsWith(":streamRawPredict"), stream);
      return vendors.messages(json, stream, call);
    case "/anthropic/v1/messages":
      assert.equal(request.headers["x-api-key"], "sk-ant-example");
      assert.match(request.headers["anthropic-version"], /^20\d\d-\d\d-\d\d$/);
      assert.ok(Number.isInteger(json.max_tokens));
      return vendors.messages(json, stream, call);
    case "/llama/chat/completions":
      return vendors.chat(json, stream, call);
    default:
      return assert.fail(`nobody is at ${request.url}`);
  }
}

/** Gives { url, faults, asked, stop }. */
export async function startVendors() {
  const faults = [];
  const asked = [];
  let url;
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    asked.push({ url: request.url, headers: request.headers, body, hash: createHash("sha256").update(body).digest("hex") });
    try {
      const given = await answer(request, body, url);
      const binary = Array.isArray(given) && typeof given[0] !== "string";
      response.writeHead(200, { "content-type": !Array.isArray(given) ? "application/json" : binary ? "application/vnd.amazon.eventstream" : "text/event-stream" });
      for (const each of Array.isArray(given) ? given : [given.text ?? JSON.stringify(given)]) response.write(each);
      response.end();
    } catch (fault) {
      faults.push(`${request.url}: ${fault.message}`);
      response.writeHead(500).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${server.address().port}`;
  return { url, faults, asked, stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}
