// A real browser with two virtual hardware keys: the script that docs/reference/http-api.md shows, on a page of the gateway's own origin.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { chromium } from "playwright-core";
import { freePort, serve } from "./serve.mjs";

const CHROMIUM = "/usr/bin/chromium";

describe("two people with virtual hardware keys in Chromium", { skip: existsSync(CHROMIUM) ? false : "Chromium is not installed" }, () => {
  let served, browser, origin;
  const people = {};

  /** Options, touch, answer; everything but the touch is three lines of the page's own. */
  const enrol = (page, invitation) => page.evaluate(async (token) => {
    const post = async (where, body) => (await fetch(where, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();
    const options = await post("/v1/approvers/challenges", { invitation: token });
    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey) });
    return post("/v1/approvers/credentials", { invitation: token, credential: credential.toJSON() });
  }, invitation);
  const say = (who, held, act) => people[who].page.evaluate(async ([approver, id, what]) => {
    const post = async (where, body) => (await fetch(where, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();
    const { payloadType, payload, publicKey, error } = await post(`/v1/cases/${id}/challenges`, { approver, act: what });
    if (error) return { error };
    try {
      const assertion = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
      return await post(`/v1/cases/${id}/${what === "read" ? "readings" : "decisions"}`, { payloadType, payload, webauthn: assertion.toJSON() });
    } catch (refused) {
      return { refused: refused.name };
    }
  }, [who, held, act]);

  before(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    served = await serve((text) => `${text.replace(/^listen:.*$/m, `listen: ${origin}`)}\nwebAuthn: { relyingParty: localhost, origins: ["${origin}"] }\n`);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    for (const who of ["commander", "safety-officer"]) {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${origin}/healthz`);
      const cdp = await page.context().newCDPSession(page);
      await cdp.send("WebAuthn.enable");
      const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
        options: { protocol: "ctap2", transport: "usb", hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      });
      people[who] = { page, cdp, authenticatorId };
    }
  });

  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it("enrol, read, sign; the action runs once, and every altered variant is refused", { timeout: 120_000 }, async () => {
    for (const who of Object.keys(people)) {
      const { token } = JSON.parse(served.run("approver", "invite", who, "--key", "keys/department.key.pem", "--gateway", origin, "--json"));
      const enrolled = await enrol(people[who].page, token);
      assert.equal(enrolled.approver, who, JSON.stringify(enrolled));
      assert.match((await enrol(people[who].page, token).catch((refused) => ({ error: { code: String(refused) } }))).error.code, /invitation_used|TypeError/);
    }

    const held = (await served.send("hulk 7")).body.error.concordat.case;
    const other = (await served.send("hulk 8")).body.error.concordat.case;
    let earliest = 0;
    for (const who of Object.keys(people)) {
      const read = await say(who, held, "read");
      assert.match(read.text ?? JSON.stringify(read), /hulk 7/);
      earliest = Date.parse(read.earliest);
    }
    assert.equal((await say("commander", other, "grant")).error.code, "unread");
    await new Promise((resolve) => setTimeout(resolve, earliest - Date.now() + 50)); // the reading time: a grant before it is refused

    await people.commander.cdp.send("WebAuthn.setUserVerified", { authenticatorId: people.commander.authenticatorId, isUserVerified: false });
    assert.equal((await say("commander", held, "grant")).refused, "NotAllowedError");
    await people.commander.cdp.send("WebAuthn.setUserVerified", { authenticatorId: people.commander.authenticatorId, isUserVerified: true });
    assert.equal((await say("commander", held, "grant")).state, "open");
    assert.equal((await say("commander", held, "grant")).error.code, "already_signed");
    assert.equal((await served.send("hulk 7", held)).status, 403);
    assert.equal((await say("safety-officer", held, "grant")).state, "granted");

    assert.equal((await served.send("hulk 9", held)).status, 403);
    assert.equal((await served.send("hulk 8", held)).status, 403);
    assert.equal((await served.send("hulk 7", held)).status, 200);
    assert.equal((await served.send("hulk 7", held)).status, 403);
  });
});
