// A case and an order are told to a program and to people: a webhook checked by the library of Standard Webhooks, e-mail through a real SMTP server.
import assert from "node:assert/strict";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { appoint, serve } from "./serve.mjs";

const secret = `whsec_${randomBytes(32).toString("base64")}`;
const next = `whsec_${randomBytes(32).toString("base64")}`; // the program still changes over
const hooks = [];
const mails = [];
let refusals = 1;
let installation;
let people;

const hook = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  hooks.push({ headers: request.headers, body });
  response.writeHead(refusals-- > 0 ? 503 : 204).end();
});
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onData(stream, session, done) {
    let text = "";
    stream.on("data", (chunk) => { text += chunk; });
    stream.on("end", () => { mails.push({ to: session.envelope.rcptTo.map((each) => each.address), text }); done(); });
  },
});

const until = async (list, count) => {
  while (list.length < count) await new Promise((resolve) => setTimeout(resolve, 50));
};

const person = (folder, id, role, more = "") => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(path.join(folder, `${id}.pub.pem`), publicKey.export({ type: "spki", format: "pem" }));
  writeFileSync(path.join(folder, `${id}.key.pem`), privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return `  - { id: ${id}, name: ${id}, role: ${role}, party: department, key: ${id}.pub.pem, mail: ${id}@example.mil${more} }\n`;
};

before(async () => {
  hook.listen(0, "127.0.0.1");
  await once(hook, "listening");
  await once(smtp.listen(0, "127.0.0.1"), "listening");
  installation = await serve((text, folder) => {
    writeFileSync(path.join(folder, "hook.secret"), secret);
    writeFileSync(path.join(folder, "next.secret"), next);
    const approvers = person(folder, "ada", "commander") + person(folder, "bo", "official", ", standBy: 90") + person(folder, "cy", "reviewer");
    return appoint(folder, `${text.replace(/^approvers:\n( .*\n|#.*\n)*/m, "").replace(/role: (department|vendor), key/g, "role: $1, mail: $1@example.mil, key")}
caseUrl: https://desk.example.mil/cases/{case}
orders:
  issuers:
    - { id: counsel, name: Counsel, party: department, key: keys/department.pub.pem, acts: [suspend, lift] }
approvers:
${approvers}notices:
  webhooks:
    - { name: desk, url: "http://127.0.0.1:${hook.address().port}/hook", secret: { file: next.secret }, formerSecret: { file: hook.secret }, private: true }
  mail: { server: 127.0.0.1, port: ${smtp.server.address().port}, from: concordat@example.mil, tls: false }
`, "ada", "bo", "cy");
  });
  // Channels begin with what comes from then on.
  await new Promise((resolve) => setTimeout(resolve, 1500));
});

after(async () => {
  await installation?.stop();
  hook.close();
  smtp.close();
});

describe("a held act", () => {
  let held;

  it("is told to the webhook, again after it refused, in a message that the library accepts", async () => {
    const { status, body } = await installation.send("hulk 7");
    assert.equal(status, 403);
    held = body.error.concordat.case;
    await until(hooks, 2);
    assert.equal(hooks[0].headers["webhook-id"], hooks[1].headers["webhook-id"]);
    const told = new Webhook(secret).verify(hooks[1].body, hooks[1].headers);
    assert.deepEqual(new Webhook(next).verify(hooks[1].body, hooks[1].headers), told);
    assert.equal(told.type, "case.opened");
    assert.equal(told.data.case, held);
    assert.equal(told.data.url, `https://desk.example.mil/cases/${held}`);
    assert.ok(!hooks[1].body.includes("hulk") && !hooks[1].body.includes("strike"));
  });

  it("is not believed when it is forged, changed, late, or signed by somebody else", () => {
    const { headers, body } = hooks[1];
    const verify = (text, more = {}, key = secret) => () => new Webhook(key).verify(text, { ...headers, ...more });
    assert.throws(verify(body.replace("authorize", "ruling")));
    assert.throws(verify(body, { "webhook-id": "case_other.1" }));
    assert.throws(verify(body, { "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) }));
    assert.throws(verify(body, { "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 3600) }));
    assert.throws(verify(body, {}, `whsec_${randomBytes(32).toString("base64")}`));
  });

  it("is told by e-mail to those who may decide it and are asked, without content", async () => {
    await until(mails, 1);
    assert.deepEqual(mails.map((each) => each.to), [["ada@example.mil"]]);
    assert.ok(mails[0].text.includes(held));
    assert.ok(!mails[0].text.includes("hulk") && !mails[0].text.includes("strike"));
  });

  it("is told to the one it is assigned to, who stood by", async () => {
    const output = installation.run("case", "assign", held, "bo", "--key", "ada.key.pem", "--as", "ada", "--gateway", installation.url);
    assert.match(output, /^assigned: bo$/m);
    await until(mails, 2);
    assert.deepEqual(mails[1].to, ["bo@example.mil"]);
    await until(hooks, 3);
    assert.equal(JSON.parse(hooks[2].body).data.assignee, "bo");
    assert.match(installation.run("case", "list"), /bo/);
  });
});

describe("a stop by one party", () => {
  it("is told to the webhook and to both parties, with what a confirmation needs", async () => {
    const [before, written] = [hooks.length, mails.length];
    const now = new Date().toISOString().replace(/\.\d+/, "");
    writeFileSync(path.join(installation.folder, "stop.json"), JSON.stringify({
      format: "concordat-order/1", id: "stop-1", title: "Harbour at rest", issuer: "counsel", official: "Counsel", legalBasis: [{ cite: "Article 9" }],
      action: "suspend", targets: [{ useCase: "logistics" }], issued: now, effective: now,
    }));
    installation.run("order", "sign", "stop.json", "--key", "keys/department.key.pem");
    installation.run("order", "apply", "stop.dsse.json");
    await until(hooks, before + 1);
    await until(mails, written + 2);

    const { headers, body } = hooks[before];
    const told = new Webhook(secret).verify(body, headers);
    assert.equal(headers["webhook-id"], "order-taken.stop-1");
    assert.equal(told.type, "order.taken");
    assert.deepEqual(
      [told.data.act, told.data.issuer, told.data.party, told.data.targets, told.data.in_force],
      ["suspend", "counsel", "department", ["use case logistics"], true]);
    assert.equal(Date.parse(told.data.lapses) - Date.parse(now), 72 * 3600 * 1000);
    assert.ok(installation.run("order", "explain", "stop-1").includes(told.data.order_hash));
    assert.ok(!body.includes("Harbour at rest"));

    assert.deepEqual(mails.slice(written).map((each) => each.to[0]).sort(), ["department@example.mil", "vendor@example.mil"]);
    for (const { text } of mails.slice(written)) assert.match(text.replace(/=\r?\n/g, ""), /concordat order show stop-1/);
  });

  it("that was lifted is told too", async () => {
    const before = hooks.length;
    const now = new Date().toISOString().replace(/\.\d+/, "");
    writeFileSync(path.join(installation.folder, "lift.json"), JSON.stringify({
      format: "concordat-order-notice/1", id: "lift-1", order: "stop-1", kind: "lift", issuer: "counsel", reason: "over", issued: now, from: now,
      orderHash: JSON.parse(hooks[before - 1].body).data.order_hash,
    }));
    installation.run("order", "sign", "lift.json", "--key", "keys/department.key.pem");
    installation.run("order", "apply", "lift.dsse.json");
    await until(hooks, before + 1);
    const told = new Webhook(secret).verify(hooks[before].body, hooks[before].headers);
    assert.deepEqual([told.data.id, told.data.act, told.data.order, told.data.lapses, told.data.in_force], ["lift-1", "lift", "stop-1", null, false]);
  });
});
