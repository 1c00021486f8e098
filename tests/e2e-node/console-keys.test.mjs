// Two people with hardware keys at the console, in a real browser: they enrol, sign in and authorize one exact action; it runs once, and
// whatever is altered, forged, replayed or signed elsewhere is refused.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { chromium } from "playwright-core";
import { look } from "./look.mjs";
import { freePort, serve } from "./serve.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = existsSync(executablePath) ? false : "no Chromium is installed";
const NAMES = { commander: "Range Commander", "safety-officer": "Safety Officer" };

describe("two people with hardware keys at the console", { skip }, () => {
  let served, browser, origin, held;
  const people = {};

  const status = (page, form) => page.locator(`${form} [role=status]`);
  const say = async (page, form, words) => {
    await page.waitForFunction(([selector, text]) => new RegExp(text).test(document.querySelector(`${selector} [role=status]`)?.textContent), [form, words.source]);
    return status(page, form).textContent();
  };
  const invite = (who) => /^page: (\S+)$/m.exec(served.run("approver", "invite", who, "--key", "keys/department.key.pem", "--gateway", origin))[1];
  const caseUrl = (id) => `${origin}/console/cases/${id}`;

  /** Decides by touch, and gives the page that comes: its state, and what is wrong. */
  const decide = async (page, id, act = "grant") => {
    await page.goto(caseUrl(id));
    await page.check(`form[data-sign] input[value=${act}]`);
    await Promise.all([page.waitForNavigation(), page.click("form[data-sign] button")]);
    return { state: (await page.locator("h1 + .chip").textContent()).trim(), fault: await page.locator("[role=alert]").textContent({ timeout: 200 }).catch(() => null) };
  };

  /** Posts a statement through the form of a page, as somebody would who has taken the script away. */
  const force = (page, id, statement) => page.evaluate(async ([path, value]) => {
    const form = document.querySelector("input[name=form]").value;
    const response = await fetch(path, { method: "POST", body: new URLSearchParams({ form, statement: JSON.stringify(value) }) });
    return { status: response.status, fault: /role="alert">([^<]*)/.exec(await response.text())?.[1] ?? "" };
  }, [`/console/cases/${id}/decision`, statement]);

  before(async () => {
    origin = `http://localhost:${await freePort()}`;
    served = await serve((text) => `${text.replace(/^listen:.*$/m, `listen: ${origin}`).replace("readingTime: 1s", "readingTime: 5s")}\nwebAuthn: { relyingParty: localhost, origins: ["${origin}"] }\n`);
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    for (const who of Object.keys(NAMES)) {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
      page.faults = [];
      page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.faults.push(message.text()); });
      page.on("pageerror", (fault) => page.faults.push(String(fault)));
      page.on("request", (request) => {
        if (request.method() === "POST" && /\/decision$/.test(request.url())) page.signed = JSON.parse(new URLSearchParams(request.postData()).get("statement"));
      });
      const cdp = await page.context().newCDPSession(page);
      await cdp.send("WebAuthn.enable");
      const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
        options: { protocol: "ctap2", transport: "usb", hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      });
      people[who] = { page, verify: (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }) };
    }
  });

  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it("enrol by the address that the invitation prints, once", async () => {
    for (const [who, { page }] of Object.entries(people)) {
      const address = invite(who);
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(address);
      assert.equal(new URL(page.url()).hash, "", "the token stays in no address");
      await page.click("form[data-enrol] button");
      assert.match(await say(page, "form[data-enrol]", /Enrolled|ended|not/), new RegExp(`^Enrolled for ${who} `));
      assert.ok(asked.every((url) => !url.includes(address.split("#")[1])), "no request names the token");

      await page.goto("about:blank");
      await page.goto(address);
      await page.click("form[data-enrol] button");
      assert.match(await say(page, "form[data-enrol]", /used/), /used/);
    }
  });

  it("sign in by touch, each as themselves", async () => {
    for (const [who, { page }] of Object.entries(people)) {
      await page.goto(`${origin}/console/sign-in`);
      await page.fill("#person", who);
      await Promise.all([page.waitForURL(`${origin}/console`), page.click("form[data-sign] button")]);
      assert.match(await page.locator(".who-am-i").textContent(), new RegExp(NAMES[who]));
    }

    const stranger = await people.commander.page.context().newPage();
    await people.commander.page.context().clearCookies({ name: /^concordat-signing-in/ });
    await stranger.goto(`${origin.replace("localhost", "127.0.0.1")}/console/sign-in`);
    await stranger.fill("#person", "commander");
    await stranger.click("form[data-sign] button");
    assert.match(await say(stranger, "form[data-sign]", /sign on/), new RegExp(`sign on ${origin}`));
    await stranger.close();
  });

  it("authorize one exact action; it runs once, and every altered variant is refused", { timeout: 120_000 }, async () => {
    const [{ page: first, verify }, { page: second }] = Object.values(people);
    held = (await served.send("hulk 7")).body.error.concordat.case;
    const other = (await served.send("hulk 8")).body.error.concordat.case;

    // too fast, then with a key that does not know who touches it, then rightly
    assert.match((await decide(first, held)).fault, /for less than/);
    await verify(false);
    await first.goto(caseUrl(held));
    assert.match(await first.locator(".exact").textContent(), /arguments\.target: "hulk 7"/);
    await first.check("form[data-sign] input[value=grant]");
    await first.click("form[data-sign] button");
    await say(first, "form[data-sign]", /not unlocked/);
    await verify(true);
    await second.goto(caseUrl(held));
    await new Promise((resolve) => setTimeout(resolve, 5_100)); // the reading time of this installation
    assert.deepEqual(await decide(first, held), { state: "‖ open", fault: null });
    const granted = first.signed;
    assert.equal((await served.send("hulk 7", held)).status, 403, "one of two is not enough");

    // the same touch again; for another action; by somebody else; forged; altered; on a page of another site
    await second.goto(caseUrl(held));
    await first.goto(caseUrl(other));
    const bent = (part, change) => { const copy = structuredClone(granted); change(copy, part); return copy; };
    const client = (change) => bent(null, (copy) => {
      const data = { ...JSON.parse(Buffer.from(granted.webauthn.response.clientDataJSON, "base64url")), ...change };
      copy.webauthn.response.clientDataJSON = Buffer.from(JSON.stringify(data)).toString("base64url");
    });
    const said = JSON.parse(Buffer.from(granted.payload, "base64"));
    for (const [page, id, statement, words] of [
      [first, held, granted, /before|already/],
      [first, other, granted, /another case/],
      [second, held, granted, /somebody else|another person|not `safety-officer`|speaks for/],
      [second, held, bent(null, (copy) => { copy.payload = Buffer.from(JSON.stringify({ ...said, approver: "safety-officer" })).toString("base64"); }), /not this statement/],
      [first, other, bent(null, (copy) => { copy.payload = Buffer.from(JSON.stringify({ ...said, case: other })).toString("base64"); }), /not this statement/],
      [first, held, bent(null, (copy) => { copy.webauthn.response.signature = Buffer.alloc(70, 1).toString("base64url"); }), /signature/],
      [first, held, client({ origin: "https://evil.example" }), /origin|page/],
      [first, held, client({ crossOrigin: true }), /inside|cross|page/],
    ]) {
      const answer = await force(page, id, statement);
      assert.equal(answer.status, 422, `${words}: ${answer.fault}`);
      assert.match(answer.fault, words);
    }

    assert.deepEqual((await decide(second, held)), { state: "✓ granted", fault: null });
    for (const target of ["hulk 8", "hulk 9", "hulk 7 ", "Hulk 7"]) assert.equal((await served.send(target, held)).status, 403, target);
    assert.equal((await served.send("hulk 7", other)).status, 403, "the grant of another case");
    assert.equal((await served.send("hulk 7", held)).status, 200);
    assert.equal((await served.send("hulk 7", held)).status, 403, "a second time");
    await first.goto(caseUrl(held));
    assert.match(await first.locator("h1 + .chip").textContent(), /consumed/);
  });

  it("are shown pages that everybody can use", async () => {
    const page = people.commander.page;
    const open = (await served.send("hulk 10")).body.error.concordat.case;
    const stranger = await (await browser.newContext()).newPage();
    const found = [
      ...await look(page, "case-by-key", () => page.goto(`${caseUrl(open)}#decide`)),
      ...await look(stranger, "enrol", () => stranger.goto(`${origin}/console/enrol`)),
      ...await look(stranger, "sign-in-by-key", () => stranger.goto(`${origin}/console/sign-in`)),
    ];
    assert.deepEqual(found, []);
    await stranger.close();
  });

  it("are signed out when their key is retired", async () => {
    const { page } = people.commander;
    const listed = JSON.parse(served.run("approver", "list", "--json"));
    const key = listed.find((each) => each.approver === "commander");
    served.run("approver", "retire", key.id, "--key", "keys/department.key.pem", "--gateway", origin, "--reason", "lost");
    await page.goto(`${origin}/console`);
    assert.equal(await page.locator("h1").textContent(), "Sign in");
    for (const each of Object.values(people)) assert.deepEqual(each.page.faults, []);
  });
});
