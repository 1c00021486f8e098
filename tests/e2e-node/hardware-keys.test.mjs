// Two people with hardware keys authorize one action. The keys are made here, and an independent library checks what they signed.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { post, serve } from "./serve.mjs";

const HOST = "gateway.example";
const ORIGIN = `https://${HOST}`;
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const text = (value) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
const bytes = (value) => Buffer.concat([value.length < 24 ? Buffer.from([0x40 + value.length]) : value.length < 256 ? Buffer.from([0x58, value.length]) : Buffer.from([0x59, value.length >> 8, value.length & 255]), value]);

/** A hardware key of ES256 with a counter, attested by itself. */
class HardwareKey {
  constructor() {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x, y } = pair.publicKey.export({ format: "jwk" });
    this.secret = pair.privateKey;
    this.id = randomBytes(32);
    this.count = 0;
    this.cose = Buffer.concat([Buffer.from("a5010203262001215820", "hex"), Buffer.from(x, "base64url"), Buffer.from("225820", "hex"), Buffer.from(y, "base64url")]);
  }

  client(type, challenge) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: ORIGIN, crossOrigin: false }));
  }

  data(flags, more = Buffer.alloc(0)) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.count);
    return Buffer.concat([sha256(HOST), Buffer.from([flags]), count, more]);
  }

  json(response) {
    const id = this.id.toString("base64url");
    return { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
  }

  create({ challenge }) {
    const client = this.client("webauthn.create", challenge);
    const data = this.data(0x45, Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, this.cose]));
    const signature = sign("sha256", Buffer.concat([data, sha256(client)]), this.secret);
    const object = Buffer.concat([
      Buffer.from([0xa3]), text("fmt"), text("packed"), text("attStmt"), Buffer.from([0xa2]), text("alg"), Buffer.from([0x26]), text("sig"), bytes(signature), text("authData"), bytes(data)]);
    return this.json({ clientDataJSON: client.toString("base64url"), attestationObject: object.toString("base64url"), transports: ["usb"] });
  }

  get({ challenge }) {
    this.count += 1;
    const client = this.client("webauthn.get", challenge);
    const data = this.data(0x05);
    const signature = sign("sha256", Buffer.concat([data, sha256(client)]), this.secret);
    return this.json({ clientDataJSON: client.toString("base64url"), authenticatorData: data.toString("base64url"), signature: signature.toString("base64url") });
  }
}

describe("two people with hardware keys", () => {
  let served;
  const people = {};

  const say = async (held, who, act) => {
    const options = await post(`${served.url}/v1/cases/${held}/challenges`, { approver: who, act });
    if (options.status !== 200) return options;
    const { payloadType, payload, publicKey } = options.body;
    return post(`${served.url}/v1/cases/${held}/${act === "read" ? "readings" : "decisions"}`, { payloadType, payload, webauthn: people[who].key.get(publicKey) });
  };

  before(async () => { served = await serve((text) => `${text}\nwebAuthn: { relyingParty: ${HOST}, origins: ["${ORIGIN}"] }\n`); });
  after(() => served?.stop());

  it("enrol by invitation, and the independent library accepts the same registration", async () => {
    for (const who of ["commander", "safety-officer"]) {
      const { token } = JSON.parse(served.run("approver", "invite", who, "--key", "keys/department.key.pem", "--gateway", served.url, "--json"));
      const { status, body: options } = await post(served.url + "/v1/approvers/challenges", { invitation: token });
      assert.equal(status, 200, JSON.stringify(options));
      const device = new HardwareKey();
      const credential = device.create(options.publicKey);
      const verified = await verifyRegistrationResponse({ response: credential, expectedChallenge: options.publicKey.challenge, expectedOrigin: ORIGIN, expectedRPID: HOST, requireUserVerification: true });
      assert.equal(verified.verified, true);
      const enrolled = await post(served.url + "/v1/approvers/credentials", { invitation: token, credential });
      assert.equal(enrolled.status, 200, JSON.stringify(enrolled.body));
      assert.equal((await post(served.url + "/v1/approvers/credentials", { invitation: token, credential })).body.error.code, "invitation_used");
      people[who] = { key: device, credential: verified.registrationInfo.credential };
    }
    const listed = JSON.parse(served.run("approver", "list", "--json"));
    assert.deepEqual(listed.map((each) => [each.approver, each.state]), [["commander", "valid"], ["safety-officer", "valid"]]);
  });

  it("authorize one action, which runs once; the library verifies both signatures from the grant alone", { timeout: 60_000 }, async () => {
    const held = (await served.send("hulk 7")).body.error.concordat.case;
    let earliest = 0;
    for (const who of Object.keys(people)) {
      const read = await say(held, who, "read");
      assert.equal(read.status, 200, JSON.stringify(read.body));
      earliest = Date.parse(read.body.earliest);
    }
    await new Promise((resolve) => setTimeout(resolve, earliest - Date.now() + 50)); // the reading time: a grant before it is refused
    for (const who of Object.keys(people)) {
      const granted = await say(held, who, "grant");
      assert.equal(granted.status, 200, JSON.stringify(granted.body));
    }

    assert.equal((await served.send("hulk 7", held)).status, 200);
    assert.equal((await served.send("hulk 7", held)).status, 403);
    const grant = await (await fetch(`${served.url}/v1/cases/${held}`, { headers: { authorization: `Bearer ${served.key}` } })).json();
    assert.equal(grant.signatures.length, 2);
    const action = sha256(Buffer.from(grant.action, "base64")).toString("hex");
    for (const { approver, statement } of grant.signatures) {
      const payload = Buffer.from(statement.payload, "base64");
      const verified = await verifyAuthenticationResponse({
        response: statement.webauthn, expectedChallenge: sha256(payload).toString("base64url"), expectedOrigin: ORIGIN, expectedRPID: HOST,
        credential: people[approver].credential, requireUserVerification: true,
      });
      assert.equal(verified.verified, true);
      const said = JSON.parse(payload);
      assert.deepEqual([said.act, said.case, said.action, said.approver], ["grant", held, action, approver]);
    }
  });

  it("a key that was retired signs nothing", async () => {
    const { id } = JSON.parse(served.run("approver", "list", "--json")).find((each) => each.approver === "safety-officer");
    assert.match(served.run("approver", "retire", id, "--key", "keys/department.key.pem", "--reason", "lost", "--gateway", served.url), /^retired: .* of safety-officer\nentry: \d+\n$/);
    const held = (await served.send("hulk 9")).body.error.concordat.case;
    assert.equal((await say(held, "safety-officer", "read")).body.error.code, "credential_unknown");
  });
});
