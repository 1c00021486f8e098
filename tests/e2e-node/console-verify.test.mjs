// The ledger is checked in the browser, by the console's own module, and what was changed on the way is found.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { chromium } from "playwright-core";
import { startGateway } from "./gateway.mjs";
import { look } from "./look.mjs";
import { MODEL, permitted } from "./prompts.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = existsSync(executablePath) ? false : "no Chromium is installed";

describe("the ledger, checked in the browser", { skip }, () => {
  let gateway, browser, page, last;

  /** Opens a page, has it checked, and gives what it says; `change` alters an answer of the server on its way. */
  const check = async (url, change) => {
    await page.unrouteAll();
    if (change) {
      await page.route("**/proof", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: JSON.stringify(change(await response.json())) });
      });
    }
    await page.goto(`${gateway.url}${url}`);
    return press();
  };
  const press = async () => {
    await page.click("[data-verify] button");
    await page.waitForSelector("[data-verify] .checked, [data-verify] .notice");
    return page.locator("[data-verify] [role=status]").textContent();
  };
  const flip = (text, at) => `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;

  before(async () => {
    gateway = await startGateway();
    for (let i = 0; i < 5; i++) {
      const response = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.key}`, "content-type": "application/json" },
        body: JSON.stringify({ model: MODEL, messages: [{ role: "user", content: permitted }] }),
      });
      last = response.headers.get("concordat-entry");
    }
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    page = await (await browser.newContext()).newPage();
    page.faults = [];
    page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.faults.push(message.text()); });
    page.on("pageerror", (fault) => page.faults.push(String(fault)));
    await page.goto(gateway.console);
    for (let i = 0; i < 40 && (await page.goto(`${gateway.url}/console/decisions/${last}`)).status() !== 200; i++) await new Promise((resolve) => setTimeout(resolve, 250));
  });
  after(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  it("says of an entry what was checked and what was not", async () => {
    assert.match(await check(`/console/decisions/${last}`), new RegExp(`Entry ${last} is in the tree of \\d+ entries.*hashed here.*Not checked here`, "s"));
    assert.deepEqual(page.faults, []);
  });

  it("says of the log how many entries it tried", async () => {
    assert.match(await check("/console/ledger"), /bears the signature of .* entries, root [0-9a-f]{64}.*\d+ entries were proven to be in the tree.*Not checked here/s);
    assert.deepEqual(page.faults, []);
  });

  it("finds a changed record, leaf, proof and signature, the proof of another entry, and another key", async () => {
    const one = `/console/decisions/${last}`;
    const withLine = (proof, i, change) => proof.split("\n").map((line, at) => (at === i ? change(line) : line)).join("\n");
    for (const [change, words] of [
      [(answer) => ({ ...answer, record: answer.record.replace('"permit"', '"refuse"') }), /not what was hashed/],
      [(answer) => ({ leaf: flip(answer.leaf, 3), proof: answer.proof }), /does not lead to the root/],
      [(answer) => ({ ...answer, proof: withLine(answer.proof, 2, (line) => flip(line, 3)) }), /does not lead to the root/],
      [(answer) => ({ ...answer, proof: withLine(answer.proof, 2, () => "").replace("\n\n", "\n") }), /too short|does not|no hash|no checkpoint|signed note/],
      [(answer) => ({ ...answer, proof: answer.proof.replace(`index ${last}`, "index 0") }), /for another entry/],
      [(answer) => ({ ...answer, proof: answer.proof.replace(/(— \S+ \S{20})(\S)/, (_, head, letter) => head + (letter === "A" ? "B" : "A")) }), /signature does not hold/],
      [(answer) => ({ ...answer, proof: answer.proof.replace(/— \S+ \S+\n/, "") }), /does not bear the log's signature/],
    ]) {
      const said = await check(one, change);
      assert.match(said, /does NOT hold/);
      assert.match(said, words);
    }

    await page.unrouteAll();
    await page.goto(gateway.url + one);
    await page.evaluate(() => { const part = document.querySelector("[data-verify]"); part.dataset.key = part.dataset.key.replace(/.$/, (last) => (last === "A" ? "B" : "A")); });
    assert.match(await press(), /does NOT hold/);
    await page.goto(`${gateway.url}/console/ledger`);
    await page.evaluate(() => { const note = document.getElementById("checkpoint"); note.textContent = note.textContent.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`); });
    assert.match(await press(), /does NOT hold: the log's signature does not hold/);
  });

  it("is shown so that everybody can use it", async () => {
    assert.deepEqual(await look(page, "verified", async () => { await page.unrouteAll(); await page.goto(`${gateway.url}/console/ledger`); await press(); }), []);
  });
});
