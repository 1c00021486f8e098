// Makes RESULTS.md of a run. Usage: node report.mjs WORK_DIR OUTPUT_DIR
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import os from "node:os";

const [work, output] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(path.join(work, name), "utf8"));
const lines = (file) => readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const [ours, peers] = [read("ours.json"), read("peers.json")];
const version = (name) => createRequire(import.meta.url)(`./node_modules/${name}/package.json`).version;
const table = (head, rows) => [head, head.map((_, column) => (column ? "---:" : "---")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
const figure = (value) => (value >= 1000 ? Math.round(value).toLocaleString("en") : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const bytes = (value) => (value >= 1 << 20 ? `${(value / (1 << 20)).toFixed(1)} MiB` : value >= 1024 ? `${(value / 1024).toFixed(0)} KiB` : `${value} B`);
const speed = (size, milliseconds) => figure(size / (1 << 20) / (milliseconds / 1000));

// Accuracy: a text is found when whoever looks says that it holds an identifier. Only kinds that all three look for are asked about.
const common = ["email", "phone", "ssn"];
const persons = lines("data/persons/persons.jsonl");
const everyday = lines("data/redlines/ordinary/everyday.jsonl");
const mentions = persons.filter((line) => line.persons.some((person) => common.includes(person.split(":")[0])));
const disguised = /zero-width|spaced|percent|mathematical|look-alikes|json-escapes|hex|fullwidth|entities|base64|arabic-digits|at-|split-line|dots|en-dash/;
const others = persons.filter((line) => line.persons.length === 0);
const groups = [
  ["mail, as usual", mentions.filter((line) => /^(same-)?email/.test(line.style) && !disguised.test(line.style)), true],
  ["mail, disguised", mentions.filter((line) => line.style.startsWith("email") && disguised.test(line.style)), true],
  ["telephone, as usual", mentions.filter((line) => /^(same-)?phone/.test(line.style) && !disguised.test(line.style)), true],
  ["telephone, disguised", mentions.filter((line) => line.style.startsWith("phone") && disguised.test(line.style)), true],
  ["SSN and ITIN, as usual", mentions.filter((line) => /^(same-ssn|ssn|itin)/.test(line.style) && !disguised.test(line.style)), true],
  ["SSN, disguised", mentions.filter((line) => line.style.startsWith("ssn") && disguised.test(line.style)), true],
  ["numbers and texts that only look like it", others, false],
  ["everyday requests", everyday, false],
];
const everyone = [["Concordat", ours.found], ...Object.entries(peers).map(([name, peer]) => [name, peer.found])];
const share = (found, group) => `${((100 * group.filter((line) => found[line.id]).length) / group.length).toFixed(1)} %`;
const accuracy = (positive) => groups.filter((group) => group[2] === positive).map(([name, group]) => [name, group.length, ...everyone.map(([, found]) => share(found, group))]);
const all = (positive) => groups.filter((group) => group[2] === positive).flatMap((group) => group[1]);

const documents = ["prose", "report with numbers", "records of persons", "source code"];
const size = ours.documents.prose.bytes;
const cost = [
  ["prompt of 1 KiB, µs: persons alone", "", ...Object.values(peers).map((peer) => figure(peer.promptPersons * 1000))],
  ["prompt of 1 KiB, µs: everything that runs without a model service", figure(ours.prompt.microseconds), ...Object.values(peers).map((peer) => figure(peer.promptAll * 1000))],
  ...documents.flatMap((name) => [
    [`1 MiB of ${name}, MiB/s: persons alone`, "", ...Object.values(peers).map((peer) => speed(size, peer.documents[name].persons))],
    [`1 MiB of ${name}, MiB/s: everything`, speed(ours.documents[name].bytes, ours.documents[name].microseconds / 1000), ...Object.values(peers).map((peer) => speed(size, peer.documents[name].all))],
  ]),
];

const names = { prose: "prose", "report with numbers": "a report full of numbers", "marked paragraphs": "marked paragraphs", "records of persons": "dense records of persons (a name, a mail address, a telephone number, an SSN, coordinates in 100 bytes)", "source code": "source code", "base64 of text": "base64 of text", "percent escapes": "percent escapes", "Cyrillic prose": "Russian prose", "Chinese prose": "Chinese prose" };
const reached = Object.entries(ours.documents).filter(([, each]) => each.bytes / each.microseconds / 1.048576 >= 100).map(([name]) => names[name].replace(/ \(.*/, ""));
const list = (words) => words.join(", ").replace(/, ([^,]*)$/, " and $1");
const load = os.loadavg()[0];
writeFileSync(path.join(output, "RESULTS.md"), `# Speed of the safeguards, and two open packages beside them

Made by \`bench/safeguards/run\` on ${os.cpus().length} cores (${os.cpus()[0].model.trim()}), Linux ${os.release().split("-")[0]}, .NET 10, Node ${process.versions.node}, load ${load.toFixed(1)} at the end.
Our times are processor time of the best of many batches of at least 3 MiB; those of the packages the fastest of many calls. A quiet machine is faster; the ratios
travel further. What we inspect is the whole body, with everything that the gateway asks for: strict JSON, canonical text, persons, labels, the words
of topics. \`bytes read\` counts what all readings went over, for each byte of the body; it is the same on every machine. The texts are made by
\`bench/Concordat.Benchmarks/Safeguards/SafeguardTexts.cs\`.

## Requests

${table(["text", "speed", "allocated", "bytes read for each byte"], [
  ["prompt of 1 KiB without suspicion", `${ours.prompt.microseconds.toFixed(1)} µs`, bytes(ours.prompt.allocated), ours.prompt.work.toFixed(2)],
  ...Object.entries(ours.documents).sort(([, a], [, b]) => a.microseconds / a.bytes - b.microseconds / b.bytes)
    .map(([name, each]) => [`1 MiB of ${names[name]}`, `${speed(each.bytes, each.microseconds / 1000)} MiB/s`, bytes(each.allocated), each.work.toFixed(2)]),
])}

The aims are 20 µs and 1 KiB for the prompt, and 100 MiB/s for persons and labels. In this run ${ours.prompt.microseconds <= 20 && ours.prompt.allocated <= 1024 ? "the prompt meets its aim" : "**the prompt misses its aim**"};
of the documents, ${reached.length ? `${list(reached)} do` : "none does"}. Of dense records a third of the time goes into identifiers that are made as strings before it is known
whether they are new; prose in other scripts is read a second time in English words.

The sentence encoder, which is asked on suspicion only, takes ${ours.encoder.milliseconds.toFixed(1)} ms for ${ours.encoder.pieces} pieces of words; the aim is 10 ms for 40.

## Streams

Chat chunks of five characters each. \`Held back\` is text that was received and not yet released, because a finding could still begin in it. \`Waits\` is how many
further chunks have to come before one is released: at 50 chunks a second each is 20 ms.

${table(["text", "processor time a chunk", "held back, on average", "at most", "first release", "a chunk waits, on average", "at most"],
  Object.entries(ours.streams).map(([name, each]) => [names[name].replace(/ \(.*/, ""), `${each.microseconds.toFixed(1)} µs`, `${each.held.toFixed(0)} bytes`, `${each.most} bytes`, `with chunk ${each.first}`, `${each.behind.toFixed(1)} chunks`, `${each.mostBehind}`]))}

## Beside other packages

\`@presidio-dev/hai-guardrails\` ${version("@presidio-dev/hai-guardrails")} and \`llm-guard\` ${version("llm-guard")} from npm, with their defaults and without a language model, in one process of Node. They are
made for other ends: they look for prompt injection, secrets and rude words, which we do not, and they read no classification marks, no red lines, no
streams and no JSON. What all three look for is mail addresses, telephone numbers and SSNs in a text.

Texts of the [labelled set](../../data/persons/README.md) in which an identifier of these kinds was found. The set was written by the people who write
our inspectors, so it flatters us; the usual forms are the fair part.

${table(["texts with an identifier", "texts", ...everyone.map(([name]) => name)], [...accuracy(true), ["all", all(true).length, ...everyone.map(([, found]) => share(found, all(true)))]])}

Texts without any, in which one was found all the same:

${table(["texts without an identifier", "texts", ...everyone.map(([name]) => name)], accuracy(false))}

Cost, on the same texts. Ours has no figure for persons alone: all is read in one pass.

${table(["", "Concordat", ...Object.keys(peers)], cost)}

\`everything\` is, for \`hai-guardrails\`, its guards for personal data, secrets, injection and leakage, the last two by patterns: their mode \`heuristic\` does not run as
published, because the package looks for its worker at a path of the machine that it was built on. For \`llm-guard\` it is all six guards.

## Allocation

\`dotnet …/Concordat.Benchmarks.dll --check\` compares the allocated bytes of one request, one prompt of 1 KiB, one answer and twenty events of a stream
with \`bench/Concordat.Benchmarks/allocations.json\`; \`eng/test\` runs it.
`);
