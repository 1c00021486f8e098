// Makes RESULTS.md and policies.svg of a run. Usage: node report.mjs WORK_DIR OUTPUT_DIR
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import os from "node:os";

const [work, output] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(path.join(work, "cases.json"), "utf8"));
const wasm = JSON.parse(readFileSync(path.join(work, "wasm.json"), "utf8"));
const results = readdirSync(path.join(work, "results")).filter((name) => name.endsWith(".json"))
  .flatMap((name) => JSON.parse(readFileSync(path.join(work, "results", name), "utf8")).Benchmarks);

const find = (type, method, parameters = "") => {
  const found = results.find((each) => each.Type === type && each.Method === method && each.Parameters === parameters);
  if (!found) throw new Error(`the run has no ${type}.${method} ${parameters}: see benchmarks.log`);
  return { us: found.Statistics.Median / 1000, bytes: found.Memory.BytesAllocatedPerOperation };
};
const figure = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

const rows = [["base agreement", find("CedarDecisionBenchmarks", "BaseAgreement")], ["60 clauses", find("CedarDecisionBenchmarks", "SixtyClauses")]];
for (const each of cases.filter((one) => one.name.startsWith("example"))) {
  const all = find("CedarUseCaseBenchmarks", "Authorize", `Name=${each.name}`);
  rows.push([each.name, { us: all.us / each.requests.length, bytes: Math.round(all.bytes / each.requests.length) }]);
}

const counts = [5, 10, 30, 100, 300, 1000];
const lines = ["CannotApply", "MayApply"].map((method) => counts.map((count) => find("CedarPolicyCountBenchmarks", method, `Policies=${count}`).us));
const reading = find("CedarReadingBenchmarks", "ParseAndValidate");

const proofs = [
  ["does an amendment allow more than it?", "Subsumes"], ["what does the amendment change, in words?", "Diff"],
  ["dead, vacuous and shadowed clauses", "Findings"], ["two sets of 60 clauses: equivalent?", "SixtyClausesEquivalent"],
];
const table = (head, body) => [head, head.map(() => "---"), ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");
writeFileSync(path.join(output, "RESULTS.md"), `# Speed of Cedar for .NET

Made by \`bench/cedar/run\` on ${os.cpus().length} cores (${os.cpus()[0].model.trim()}), Linux ${os.release().split("-")[0]}, .NET ${results[0] ? "10" : ""}, Node ${process.versions.node}.
Medians. Times are of this machine on that day; the ratios travel further.

## One request

Policies are read once. The official engine is \`@cedar-policy/cedar-wasm\` 4.13 called from Node, so that its times hold the way of
the request into WebAssembly and back, as any caller of that package has it. The agreements' rows keep the outcome of every clause.

${table(["case", "this engine µs", "allocated bytes", "official engine in Node µs", "ratio"],
  rows.map(([name, { us, bytes }]) => [name, figure(us), bytes, figure(wasm[name]), `${figure(wasm[name] / us)}×`]))}

## Number of policies

![Time of a request over the number of policies](policies.svg)

${table(["policies", "beyond five, none can apply: µs", "all may apply: µs"], counts.map((count, i) => [count, figure(lines[0][i]), figure(lines[1][i])]))}

A policy cannot apply when its scope names another action, or another type of principal or resource: an index finds the others.

## Reading

1,000 policies of ordinary size are parsed and validated in ${figure(reading.us / 1000)} ms.

## Proofs

${table(["question, about the base agreement", "ms"], proofs.map(([name, method]) => [name, figure(find("CedarAnalysisBenchmarks", method).us / 1000)]))}
`);

// The plot: both axes logarithmic.
const [width, height, left, bottom, top, right] = [640, 360, 64, 48, 24, 150];
const most = Math.max(...lines.flat()) * 1.4;
const least = Math.min(...lines.flat()) / 1.6;
const x = (count) => left + ((Math.log10(count) - Math.log10(5)) / (3 - Math.log10(5))) * (width - left - right);
const y = (us) => height - bottom - ((Math.log10(us) - Math.log10(least)) / (Math.log10(most) - Math.log10(least))) * (height - bottom - top);
const ticks = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].filter((us) => us > least && us < most);
const names = ["none can apply", "all may apply"];
const colours = ["#1b6e4b", "#a33b20"];
writeFileSync(path.join(output, "policies.svg"), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" role="img">
<title>Time of a request over the number of policies</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${ticks.map((us) => `<path d="M${left} ${y(us).toFixed(1)}H${width - right}" stroke="#ddd"/><text x="${left - 8}" y="${(y(us) + 4).toFixed(1)}" text-anchor="end">${us}</text>`).join("\n")}
${counts.map((count) => `<text x="${x(count).toFixed(1)}" y="${height - bottom + 20}" text-anchor="middle">${count}</text>`).join("\n")}
<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">policies</text>
<text x="16" y="${height / 2}" text-anchor="middle" transform="rotate(-90 16 ${height / 2})">µs per request</text>
${lines.map((line, i) => `<polyline fill="none" stroke="${colours[i]}" stroke-width="2" points="${line.map((us, j) => `${x(counts[j]).toFixed(1)},${y(us).toFixed(1)}`).join(" ")}"/>
${line.map((us, j) => `<circle cx="${x(counts[j]).toFixed(1)}" cy="${y(us).toFixed(1)}" r="3" fill="${colours[i]}"/>`).join("")}
<text x="${width - right + 8}" y="${(y(line.at(-1)) + 4).toFixed(1)}" fill="${colours[i]}">${names[i]}</text>`).join("\n")}
</svg>
`);
