// The console in a real browser, as its people use it: signing in, deciding with and without a mouse and with and without JavaScript,
// accessible at two widths and in both themes. SCREENSHOTS=FOLDER keeps what was seen.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import crypto, { createHash, createPublicKey } from "node:crypto";
import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import { chromium } from "playwright-core";
import { program, startGateway } from "./gateway.mjs";
import { look } from "./look.mjs";
import { MODEL, permitted, tooManyPersons } from "./prompts.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = existsSync(executablePath) ? false : "no Chromium is installed";

let gateway, browser, rangeKey;

const run = (...command) => execFileSync(program(), command, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const keyFile = (person) => path.join(gateway.data, "keys", `${person}.key.pem`);

async function ask(content, { key = gateway.key, tools } = {}) {
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: MODEL, messages: [{ role: "user", content }], tools }),
  });
  return response.json();
}

const force = (target) => ask(`Run the drill as planned. [[call: launch_drone_strike {"target":"${target}"}]]`, {
  key: rangeKey,
  tools: [{ type: "function", function: { name: "launch_drone_strike", parameters: { type: "object", properties: { target: { type: "string" } } } } }],
});
const holdForce = async (target) => {
  const { error } = await force(target);
  assert.ok(error?.concordat.case, JSON.stringify(error));
  return error.concordat.case;
};

/** Opens a browser of its own for a person, who signs in with their key. */
async function as(person, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.faults.push(message.text()); });
  await page.goto(`${gateway.url}/console/sign-in`);
  const shown = await page.locator("form[action='/console/sign-in/key'] code").textContent();
  const nonce = /--nonce (\S+)/.exec(shown)[1];
  await page.fill("#statement", run("console", "sign-in", gateway.url, "--nonce", nonce, "--as", person, "--key", keyFile(person)));
  await page.click("form[action='/console/sign-in/key'] button");
  await page.waitForURL(`${gateway.url}/console`);
  return page;
}

/** Signs a downloaded slip where the person's key is. */
async function sign(download, person) {
  const slip = path.join(gateway.data, `${person}-${download.suggestedFilename()}`);
  await download.saveAs(slip);
  const signed = `${slip}.signed`;
  run("case", "sign", slip, "--key", keyFile(person), "--out", signed, "--yes");
  return signed;
}

/** Until something holds; a changed configuration is looked for every second. */
async function waitFor(holds) {
  for (let i = 0; i < 40; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.fail("it did not come to hold within ten seconds");
}

/** Two deployments of a vendor, one with a signed statement and a bill of materials, and a tool server. */
function registerDeployments(configuration) {
  const bill = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components: [{ type: "machine-learning-model", "bom-ref": "harbour", name: "harbour-chat", version: "7.1", supplier: { name: "Somebody Else" } }] });
  writeFileSync(path.join(gateway.data, "harbour.cdx.json"), bill);
  const [type, day] = ["application/vnd.concordat.deployment-statement+json", 86_400_000];
  const time = (at) => new Date(at).toISOString().replace(/\.\d+/, "");
  const said = JSON.stringify({
    bill: createHash("sha256").update(bill).digest("hex"), cloud: "aws", deployment: "harbour-gov", expires: time(Date.now() + 60 * day), made: time(Date.now() - day), model: "harbour-chat",
    region: "us-gov-west-1", vendor: "Somebody Else", version: "7.1",
  });
  const signature = crypto.sign(null, Buffer.from(`DSSEv1 ${type.length} ${type} ${said.length} ${said}`), readFileSync(keyFile("provider")));
  const keyid = createHash("sha256").update(createPublicKey(readFileSync(keyFile("provider"))).export({ type: "spki", format: "der" })).digest("hex");
  writeFileSync(path.join(gateway.data, "harbour.dsse.json"), JSON.stringify({ payloadType: type, payload: Buffer.from(said).toString("base64"), signatures: [{ keyid, sig: signature.toString("base64") }] }));
  const network = /network: ([\w-]+), hosting/.exec(readFileSync(configuration, "utf8"))[1];
  const useCase = /^useCases:\n\s+- id: (\S+)/m.exec(readFileSync(configuration, "utf8"))[1];
  const places = `vendor: Somebody Else, version: "7.1", network: ${network}, hosting: cloud`;
  writeFileSync(configuration, readFileSync(configuration, "utf8").replace(/^deployments:\n/m, [
    "deployments:",
    `  - { name: harbour-gov, model: harbour-chat, kind: sandbox, ${places}, cloud: aws, partition: aws-us-gov, region: us-gov-west-1, bill: harbour.cdx.json, accreditation: { ceiling: UNCLASSIFIED }, evidence: { kind: statement, file: harbour.dsse.json, signedBy: keys/provider.pub.pem } }`,
    `  - { name: harbour-next, model: harbour-chat, kind: sandbox, ${places}, cloud: aws, partition: aws-us-gov, region: us-gov-east-1, candidate: true, bill: harbour.cdx.json }`, "",
  ].join("\n")));
  appendFileSync(configuration, `\nmcp:\n  servers:\n    - { name: depot, url: "https://depot.example.mil/mcp", useCases: [${useCase}], vendor: Depot Software, version: "3", cloud: azure, region: usgovvirginia, network: ${network}, hosting: cloud }\n`);
}

before(async () => {
  if (skip) return;
  gateway = await startGateway();
  for (const person of ["engineer", "owner", "cio", "provider"]) {
    execFileSync("openssl", ["genpkey", "-algorithm", "ed25519", "-out", keyFile(person)]);
    execFileSync("openssl", ["pkey", "-in", keyFile(person), "-pubout", "-out", path.join(gateway.data, "keys", `${person}.pub.pem`)]);
  }
  const base = path.join(gateway.data, "agreement");
  for (const [id, vendor] of [["borealis", "Borealis Labs"], ["cumulus", "Cumulus Systems"]]) {
    const folder = path.join(gateway.data, id);
    run("agreement", "instance", base, folder, "--id", `base-${id}`, "--name", "department=Department of Examples", "--name", `vendor=${vendor}`);
    if (id === "cumulus") {
      const clauses = readFileSync(path.join(folder, "clauses.cedar"), "utf8");
      writeFileSync(path.join(folder, "clauses.cedar"), clauses.replace("context.persons.inWindow > 100 &&", "context.persons.inWindow > 120 &&"));
    }
    run("agreement", "sign", folder, "--key", keyFile("department"), "--role", "department", "--output", path.join(gateway.data, `${id}.dsse.json`));
  }
  const configuration = path.join(gateway.data, "concordat.yaml");
  registerDeployments(configuration);
  writeFileSync(configuration, readFileSync(configuration, "utf8").replace(/^useCases:\n/m, [
    "useCases:", "  - id: supply-planning", "    purpose: Plans the supply of spare parts", "    organisation: Demo Department", "    official: Chief of Supply",
    "    functions: [logistics]", "    authorities: []", "    sources: []", "    readiness: decided", "    humanDecider: true", "",
  ].join("\n")));
  appendFileSync(configuration, [
    "", "console:", "  people:",
    "    - { id: engineer, name: Field Engineer, party: vendor, roles: [field-engineer], clearance: CUI, key: keys/engineer.pub.pem }",
    "    - { id: owner, name: Counsel, party: department, roles: [agreement-owner, platform-engineer], key: keys/owner.pub.pem }",
    "instances: [borealis.dsse.json, cumulus.dsse.json]",
    "orders:", "  issuers:", "    - { id: cio, name: Chief Information Officer, party: department, key: keys/cio.pub.pem, acts: [restrict, remove, waive, lift] }",
    "    - { id: provider, name: Somebody Else Inc., party: vendor, key: keys/provider.pub.pem, acts: [respond] }", "",
  ].join("\n"));
  rangeKey = JSON.parse(run("key", "create", "range-safety", "--label", "the range", "--config", path.join(gateway.data, "concordat.yaml"), "--json")).key;
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
after(async () => { await browser?.close(); await gateway?.stop(); });

describe("the console", { skip }, () => {
  let held, open;

  it("lets a decision appear on a live page", async () => {
    const page = await as("commander");
    await page.goto(`${gateway.url}/console/decisions?follow`);
    await page.waitForFunction(() => document.getElementById("live-status").textContent.startsWith("Live"));
    await ask(permitted);
    await ask(tooManyPersons);
    await page.waitForSelector("tbody[data-live] .chip.refuse");
    await page.waitForSelector("tbody[data-live] .chip.permit");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it("lets two people grant one exact action, one by keyboard alone, one without JavaScript", async () => {
    held = await holdForce("hulk 7 on range B");
    open = await holdForce("hulk 9 on range B"); // for the looks at the end, when an order lets no tool through
    const first = await as("commander");
    await first.goto(`${gateway.url}/console/cases/${held}`);
    assert.match(await first.locator(".exact").textContent(), /arguments\.target: "hulk 7 on range B"/);

    // keyboard: to the choice, to the button, then to the file and its button
    const focus = async (matches) => {
      for (let i = 0; i < 80; i++) {
        await first.keyboard.press("Tab");
        if (await first.evaluate((selector) => document.activeElement?.matches(selector), matches)) return;
      }
      assert.fail(`nothing like ${matches} comes by Tab`);
    };
    await focus("input[name=act]");
    await first.keyboard.press("Space");
    assert.equal(await first.locator("input[name=act]:checked").getAttribute("value"), "grant");
    await focus("form[action$='/slip'] button");
    const [download] = await Promise.all([first.waitForEvent("download"), first.keyboard.press("Enter")]);
    const signed = await sign(download, "commander");
    await new Promise((resolve) => setTimeout(resolve, 10_200)); // the reading time of the demo
    await focus("#file");
    await first.setInputFiles("#file", signed);
    await focus("form[action$='/decision'] button");
    await first.keyboard.press("Enter");
    await first.waitForURL(`${gateway.url}/console/cases/${held}`);
    await first.waitForSelector(".seats .chip.permit");
    assert.match(await first.locator(".seats").textContent(), /Range Commander/);

    const second = await as("safety-officer", { javaScriptEnabled: false });
    await second.goto(`${gateway.url}/console/waiting`);
    await second.click(`a[href='/console/cases/${held}']`);
    await second.check("input[value=grant]");
    const [slip] = await Promise.all([second.waitForEvent("download"), second.click("form[action$='/slip'] button")]);
    await second.setInputFiles("#file", await sign(slip, "safety-officer"));
    await new Promise((resolve) => setTimeout(resolve, 10_200));
    await second.click("form[action$='/decision'] button");
    assert.match(await second.locator("h1 + .chip").textContent(), /granted/);
    await second.context().close();

    // whoever still has the page open is told, and has their form as it was
    await first.waitForSelector("#changed:not([hidden])");
    assert.match(await first.locator("#changed").textContent(), /This case is another by now: it is granted/);
    assert.equal(await first.locator("form[action$='/slip']").count(), 1);
    assert.deepEqual(first.faults, []);
    await first.context().close();
  });

  it("takes a decision neither too fast nor signed by somebody else", async () => {
    const other = await holdForce("hulk 8 on range B");
    const page = await as("commander");
    for (const [signer, words] of [["commander", /for less than/], ["safety-officer", /signed by somebody else|speaks for somebody else/]]) {
      await page.goto(`${gateway.url}/console/cases/${other}`);
      await page.check("input[value=grant]");
      const [slip] = await Promise.all([page.waitForEvent("download"), page.click("form[action$='/slip'] button")]);
      await page.setInputFiles("#file", await sign(slip, signer));
      await page.click("form[action$='/decision'] button");
      assert.match(await page.locator("[role=alert]").textContent(), words);
    }
    await page.context().close();
  });

  it("shows an order that was posted, why it binds and where it bites", async () => {
    const now = new Date().toISOString().replace(/\.\d+/, "");
    const due = (days) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+/, "");
    const order = path.join(gateway.data, "dow-2026-014.json");
    writeFileSync(order, JSON.stringify({
      format: "concordat-order/1", id: "dow-2026-014", title: "Phase-out of the sandbox models", issuer: "cio", official: "Chief Information Officer",
      legalBasis: [{ cite: "41 U.S.C. 4713" }], action: "remove", targets: [{ vendor: "somebody else" }, { model: `${MODEL}*` }], issued: now, effective: now,
      milestones: [{ stage: "identify", due: due(30) }, { stage: "complete", due: due(180) }, { stage: "certify", due: due(194) }],
    }));
    run("order", "sign", order, "--key", keyFile("cio"));
    await waitFor(async () => (await fetch(`${gateway.url}/v1/orders`, {
      method: "POST", headers: { "content-type": "application/json" }, body: readFileSync(order.replace(/json$/, "dsse.json")),
    })).status < 300);
    const page = await as("owner");
    await page.goto(`${gateway.url}/console/orders`);
    assert.match(await page.locator("tbody tr").first().textContent(), /Phase-out of the sandbox models.*restricted/s);
    await page.click("tbody a");
    assert.match(await page.locator(".steps").textContent(), /being phased out, complete by/);
    await page.fill("input[name=day]", due(200).slice(0, 10));
    await page.click("form.filters button");
    assert.match(await page.locator("h1 + .chip").textContent(), /stopped/);

    const answer = path.join(gateway.data, "answer.dsse.json");
    run("order", "respond", "dow-2026-014", "--issuer", "provider", "--reason", "the finding is disputed", "--key", keyFile("provider"), "--output", answer);
    assert.equal((await fetch(`${gateway.url}/v1/orders`, { method: "POST", headers: { "content-type": "application/json" }, body: readFileSync(answer) })).status, 201);
    await page.goto(`${gateway.url}/console/orders/dow-2026-014`);
    assert.match(await page.locator("main").textContent(), /respond by Somebody Else Inc\..*the finding is disputed/s);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it("says of each deployment where it is, what it proves, what it is made of and which orders name it", async () => {
    const page = await as("vendor-reviewer");
    await page.goto(`${gateway.url}/console/deployments`);
    const row = async (name) => (await page.locator("tbody tr", { hasText: name }).first().innerText()).replace(/\s+/g, " ");
    const proven = await row("harbour-gov");
    for (const words of [/aws aws-us-gov us-gov-west-1 cloud/, /texts up to UNCLASSIFIED/, /A1 the vendor's signed word/, /statement, [0-9a-f]{12}/, /counts until 20/, /[0-9a-f]{12}, 1 component signed, and nothing left open/, /Phase-out of the sandbox models/]) assert.match(proven, words);
    const next = await row("harbour-next");
    for (const words of [/candidate/, /none is asked of it/, /it is not signed/]) assert.match(next, words);
    assert.match(await row("depot"), /tool server Depot Software version 3 azure usgovvirginia cloud.*none in force/);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it("brings a refusal to a reviewer by one call, who settles it by one click", async () => {
    const refused = await ask(tooManyPersons);
    const entry = refused.error.concordat.entry;
    await waitFor(async () => (await fetch(`${gateway.url}/v1/decisions/${entry}/reports`, { method: "POST", headers: { authorization: `Bearer ${gateway.key}` } })).status === 201);
    const said = execFileSync(program(), ["report", String(entry), "--url", gateway.url], { encoding: "utf8", env: { ...process.env, CONCORDAT_KEY: gateway.key } });
    assert.match(said, /waits for a reviewer/);
    const page = await as("vendor-reviewer");
    await page.goto(`${gateway.url}/console/reports`);
    await page.click(`form[action='/console/reports/${entry}'] button[value=upheld]`);
    assert.match(await page.locator("tbody tr").first().textContent(), /false positive/);
    await page.context().close();
    const second = (await ask(tooManyPersons)).error.concordat.entry;
    await waitFor(async () => (await fetch(`${gateway.url}/v1/decisions/${second}/reports`, {
      method: "POST", headers: { authorization: `Bearer ${gateway.key}`, "content-type": "application/json" }, body: '{"reason":"misread"}',
    })).status === 201);
  });

  it("takes a ruling from a case to its revocation: proposed, signed by both sides on their machines, handed in, proven, taken back", async () => {
    const picture = [{ type: "image_url", image_url: { url: "https://example.com/radar.png" } }];
    const id = (await ask(picture)).error.concordat.case;
    const page = await as("reviewer");
    await page.goto(`${gateway.url}/console/cases/${id}`);
    await page.fill("#ruling", "radar-images");
    await page.fill("#title", "Pictures of the radar");
    await page.fill("#ruling-reason", "they show machines, not people");
    const download = async (button) => {
      const [file] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
      const saved = path.join(gateway.data, file.suggestedFilename());
      await file.saveAs(saved);
      return saved;
    };
    const draft = await download(`form[action='/console/cases/${id}/ruling'] button`);
    const signed = `${draft}.signed`;
    assert.match(run("ruling", "sign", draft, "--key", keyFile("reviewer"), "--output", signed), /permit \(principal/);

    const handIn = async (file) => {
      await page.goto(`${gateway.url}/console/rulings`);
      await page.setInputFiles("#file", file);
      await page.click("form[action='/console/rulings'] button");
    };
    await handIn(signed);
    assert.match(await page.locator("[role=alert]").textContent(), /not signed by a reviewer of the vendor/);
    run("ruling", "sign", signed, "--key", keyFile("vendor-reviewer"));
    await handIn(signed);
    assert.match(await page.locator("h1 + .chip").textContent(), /stands/);
    assert.match(await page.locator("main").textContent(), /none of the \d+ red lines opens/);
    assert.ok((await ask(picture)).choices, "a like request passes");
    const found = await look(page, "ruling");
    found.push(...await look(page, "rulings", () => page.goto(`${gateway.url}/console/rulings`)), ...await look(page, "case-to-rule", () => page.goto(`${gateway.url}/console/cases/${id}`)));
    assert.deepEqual(found, []);

    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${gateway.url}/console/rulings/radar-images`);
    await page.fill("#why", "they show faces after all");
    const revocation = await download("form[action$='/revocation'] button");
    run("ruling", "sign", revocation, "--key", keyFile("reviewer"), "--output", `${revocation}.signed`);
    await handIn(`${revocation}.signed`);
    assert.match(await page.locator("h1 + .chip").textContent(), /does not stand/);
    assert.ok((await ask(picture)).error, "it is held again");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it("shows an amendment beside the agreement in force", async () => {
    const folder = path.join(gateway.data, "candidate");
    cpSync(fileURLToPath(new URL("../../agreements/base", import.meta.url)), folder, { recursive: true });
    const edit = (file, from, to) => writeFileSync(path.join(folder, file), readFileSync(path.join(folder, file), "utf8").replace(from, to));
    edit("agreement.json", '"version": "1.0.0"', '"version": "1.1.0"');
    edit("clauses.cedar", "context.persons.inWindow > 100 &&", "context.persons.inWindow > 120 &&");
    edit("agreement.md", "100 distinct", "120 distinct");
    const file = path.join(gateway.data, "candidate.dsse.json");
    const signed = run("agreement", "sign", folder, "--key", keyFile("owner"), "--role", "department", "--output", file, "--unproven", "shown to people first");
    const page = await as("owner");
    const found = await look(page, "amendment", async () => {
      await page.goto(`${gateway.url}/console/agreement/amendment`);
      await page.setInputFiles("#candidate", file);
      await page.click("form[enctype] button");
    });
    assert.deepEqual(found, []);
    const text = await page.locator("main").textContent();
    assert.match(text, /1\.0\.0 to 1\.1\.0/);
    assert.match(text, /newly permitted, for example/);
    assert.ok(text.includes(/signed (\w{12})/.exec(signed)[1]), "the hash that the command prints");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it("tells which vendors have the same terms, proven, and a request that another's agreement decides otherwise", async () => {
    const page = await as("engineer", { javaScriptEnabled: false });
    await waitFor(async () => {
      await page.goto(`${gateway.url}/console/terms`);
      return await page.locator(".instance dl").count() === 2;
    });
    const [equal, other] = await page.locator(".instance").allTextContents();
    assert.match(equal, /Borealis Labs.*equal terms.*decided alike, for all facts: proven/s);
    assert.match(other, /Cumulus Systems.*other terms.*in force here, permitted there/s);
    await page.context().close();
    const owner = await as("owner");
    const found = [];
    for (const name of ["terms", "costs"]) found.push(...await look(owner, name, () => owner.goto(`${gateway.url}/console/${name}`)));
    assert.deepEqual(found, []);
    assert.deepEqual(owner.faults, []);
    await owner.context().close();
  });

  it("lets reviewers let a use case out: what its gate lacks, a draft to sign, and the signed decision", async () => {
    const place = "/console/use-cases/supply-planning";
    const configuration = path.join(gateway.data, "concordat.yaml");
    const page = await as("reviewer", { javaScriptEnabled: false });
    await page.goto(`${gateway.url}/console/use-cases`);
    await page.getByRole("link", { name: "supply-planning", exact: true }).click();
    assert.equal(await page.locator(".stages [aria-current=step]").textContent(), "not-ready");
    await page.fill("#reason", "planners want to try it");
    await page.click("text=Download the draft");
    assert.match(await page.locator("[role=alert]").textContent(), /There is no draft: .*from not-ready to shadow: no preflight certificate stands/);

    const suite = path.join(gateway.data, "supply.jsonl");
    writeFileSync(suite, ["Which parts are short?", "Which supplier is late?"].map((content) => JSON.stringify({ model: MODEL, messages: [{ role: "user", content }] })).join("\n"));
    const key = JSON.parse(run("key", "create", "supply-planning", "--label", "suite", "--config", configuration, "--json")).key;
    await waitFor(async () => (await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status === 200);
    execFileSync(program(), ["preflight", "certify", suite, "--suite", "supply", "--url", gateway.url, "--output", path.join(gateway.data, "supply.dsse.json")], { env: { ...process.env, CONCORDAT_KEY: key } });

    await page.goto(gateway.url + place);
    await page.fill("#reason", "planners want to try it");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Download the draft")]);
    const draft = path.join(gateway.data, download.suggestedFilename());
    await download.saveAs(draft);
    const half = `${draft}.half`;
    const whole = `${draft}.whole`;
    run("use-case", "readiness", "sign", draft, "--key", keyFile("reviewer"), "--output", half);
    run("use-case", "readiness", "sign", half, "--key", keyFile("vendor-reviewer"), "--output", whole);
    const bring = async (file) => {
      await page.goto(gateway.url + place);
      await page.setInputFiles("#file", file);
      await page.click("text=Hand it in");
    };
    await bring(half);
    assert.match(await page.locator("[role=alert]").textContent(), /It was not taken: it is not signed by all who must/);
    await bring(whole);
    assert.equal(page.url(), gateway.url + place);
    assert.equal(await page.locator(".stages [aria-current=step]").textContent(), "shadow");
    assert.match(await page.locator("main").textContent(), /it has been in shadow for 0 days, and 7 are needed/);
    assert.match(await page.locator("main").textContent(), /2 requests, certified/);
    await page.context().close();
    const looking = await as("reviewer");
    assert.deepEqual(await look(looking, "use-case", () => looking.goto(gateway.url + place)), []);
    assert.deepEqual(looking.faults, []);
    await looking.context().close();
  });

  it("is accessible on every page, at two widths and in both themes", async () => {
    const people = {
      commander: {
        overview: "/console", waiting: "/console/waiting", decisions: "/console/decisions?follow", cases: "/console/cases",
        case: `/console/cases/${open}`, granted: `/console/cases/${held}`, agreement: "/console/agreement", meters: "/console/meters", safeguards: "/console/health",
        deployments: "/console/deployments", orders: "/console/orders", order: "/console/orders/dow-2026-014", ledger: "/console/ledger", "use-cases": "/console/use-cases", decision: null, "not-for-your-role": "/console/keys",
        "not-found": "/console/nowhere",
      },
      owner: { keys: "/console/keys" },
      "vendor-reviewer": { reports: "/console/reports" },
    };
    const found = [];
    const visit = async (page, name, url) => found.push(...await look(page, name, () => page.goto(gateway.url + url)));
    for (const [person, pages] of Object.entries(people)) {
      const page = await as(person);
      await page.goto(`${gateway.url}/console/decisions?verdict=refuse`);
      const explained = await page.locator("td.num a").first().getAttribute("href");
      for (const [name, url] of Object.entries(pages)) await visit(page, name, url ?? explained);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${gateway.url}/console`);
      const tops = await page.locator("nav a").evaluateAll((links) => [...new Set(links.map((link) => link.offsetTop))]);
      assert.equal(tops.length, 1, `the navigation of ${person} stands in one line at 1280 px`);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    }
    const stranger = await (await browser.newContext()).newPage();
    await visit(stranger, "sign-in", "/console/sign-in");
    assert.deepEqual(found, []);
  });
});
