// Times two guardrail packages on the texts that this project's safeguards are timed on, and looks which texts they say hold an identifier.
// Usage: node peers.mjs WORK_DIR LABELLED.jsonl...; writes WORK_DIR/peers.json.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { injectionGuard, leakageGuard, piiGuard, secretGuard, SelectionType } from "@presidio-dev/hai-guardrails";
import llmGuard from "llm-guard";

const [work, ...files] = process.argv.slice(2);
const every = { selection: SelectionType.All };
const off = { pii: false, profanity: false, jailbreak: false, promptInjection: false, relevance: false, toxicity: false };
const personal = piiGuard(every);
// Those of its guards that need no language model, in the modes that run as published.
const local = [
  personal, secretGuard(every),
  injectionGuard(every, { mode: "pattern", threshold: 0.7 }), leakageGuard(every, { mode: "pattern", threshold: 0.7 }),
];
const identifiers = new llmGuard.LLMGuard({ ...off, pii: true });
const all = new llmGuard.LLMGuard();

const message = (content) => [{ role: "user", content }];
const peers = {
  "hai-guardrails": {
    finds: async (text) => (await personal(message(text))).some((result) => !result.passed || (result.modifiedMessage ?? result.message).content !== text),
    persons: (text) => personal(message(text)),
    all: async (text) => { for (const guard of local) await guard(message(text)); },
  },
  "llm-guard": {
    finds: async (text) => !(await identifiers.validate(text)).isValid,
    persons: (text) => identifiers.validate(text),
    all: (text) => all.validate(text),
  },
};

// The fastest of many calls: what else runs on the machine disturbs it least.
async function milliseconds(call, text, least, limit) {
  let best = Infinity;
  const until = performance.now() + limit;
  for (let round = 0; round < least || performance.now() < until; round++) {
    const start = performance.now();
    await call(text);
    best = Math.min(best, performance.now() - start);
    if (round > 0 && performance.now() > until) break;
  }
  return best;
}

const prompt = readFileSync(path.join(work, "prompt.txt"), "utf8");
const documents = JSON.parse(readFileSync(path.join(work, "documents.json"), "utf8"));
const lines = files.flatMap((file) => readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line)));
const out = {};
for (const [name, peer] of Object.entries(peers)) {
  const found = {};
  for (const { id, text } of lines) found[id] = await peer.finds(text);
  const figures = { found, promptPersons: await milliseconds(peer.persons, prompt, 2000, 2000), promptAll: await milliseconds(peer.all, prompt, 2000, 2000), documents: {} };
  for (const [kind, text] of Object.entries(documents)) {
    figures.documents[kind] = { persons: await milliseconds(peer.persons, text, 2, 6000), all: await milliseconds(peer.all, text, 2, 6000) };
    console.error(name, kind, figures.documents[kind]);
  }
  out[name] = figures;
}
writeFileSync(path.join(work, "peers.json"), JSON.stringify(out));
process.exit(0);
