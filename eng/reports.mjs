#!/usr/bin/env node
// Writes docs/reference/accessibility.md and docs/reference/mcp-conformance.md from runs of the tests, and nothing where one of them fails.
//   dotnet build -c Release && node eng/reports.mjs                 both
//   node eng/reports.mjs accessibility                              one of them
//   CONFIGURATION=debug node eng/reports.mjs                        with the tests in C# as built for debugging
// Needs Chromium, and `npm ci` in tests/e2e-node.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "node:test";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const kept = path.join(root, "artifacts/reports");
const e2e = path.join(root, "tests/e2e-node");
const read = (file) => readFileSync(path.join(root, file), "utf8");
const fail = (why) => { console.error(`eng/reports.mjs: ${why}`); process.exit(1); };
const today = new Date().toISOString().slice(0, 10);
const count = (number, one, several = `${one}s`) => `${number} ${number === 1 ? one : several}`;
const unique = (values) => [...new Set(values)];
const only = (values, what) => { const all = unique(values); if (all.length !== 1) fail(`one ${what} was expected, seen: ${all.join(", ")}`); return all[0]; };
const write = (name, lines) => { writeFileSync(path.join(root, "docs/reference", name), `${lines.join("\n")}\n`); console.log(`wrote docs/reference/${name}`); };
const version = (name) => JSON.parse(read(`tests/e2e-node/node_modules/${name}/package.json`)).version;

/** Runs test files one after the other; gives each test that passed and what they kept, and ends where one fails, is skipped or keeps nothing. */
async function runNode(report, ...files) {
  const lines = path.join(kept, `${report}.jsonl`);
  rmSync(lines, { force: true });
  const [passed, faults] = [[], []];
  for await (const { type, data } of run({ files: files.map((each) => path.join(e2e, each)), concurrency: false })) {
    if (type === "test:fail") faults.push(`\`${data.name}\` failed: ${data.details.error.cause?.message ?? data.details.error.message}`);
    else if (type === "test:pass" && data.skip !== undefined) faults.push(`\`${data.name}\` was skipped`);
    else if (type === "test:pass" && data.nesting > 0) passed.push(data.name);
  }
  if (faults.length > 0) fail(faults.join("\n")); // only now, when all that the tests started has ended
  if (!existsSync(lines)) fail(`the tests kept nothing for \`${report}\``);
  return { passed, seen: readFileSync(lines, "utf8").trim().split("\n").map((each) => JSON.parse(each)) };
}

/** Rules of the console that give a page of their own: the others give styles, files, streams, or lead elsewhere. */
const noPages = ["/console/console.css", "/console/console.js", "/console/verify.js", "/console/sign-in/oidc", "/console/sign-in/oidc/callback", "/console/decisions/stream", "/console/decisions/{entry}/proof", "/console/cases/{id}/stream"];
const pages = () => [...read("src/Concordat.Console/ConsoleRoutes.cs").matchAll(/^ +Get\("([^"]+)"/gm)].map((match) => match[1]).filter((each) => !noPages.includes(each));
// The most particular route wins: one with as many of its parts written out as can be.
const routeOf = (place, routes) => routes.filter((route) => new RegExp(`^${route.replaceAll(/\{\*\*\w+\}/g, ".+").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(place))
  .toSorted((a, b) => a.includes("**") - b.includes("**") || (a.match(/\{/g) ?? []).length - (b.match(/\{/g) ?? []).length)[0];

async function accessibility() {
  const { seen } = await runNode("accessibility", "console.test.mjs", "console-keys.test.mjs", "console-verify.test.mjs");
  const routes = pages();
  const [widths, themes] = [unique(seen.map((each) => each.width)), unique(seen.map((each) => each.theme))];
  const views = new Map(routes.map((route) => [route, new Map()]));
  for (const each of seen) {
    const names = views.get(routeOf(each.path, routes)) ?? fail(`\`${each.path}\` is no page of the console`);
    names.set(each.name, [...names.get(each.name) ?? [], each]);
  }
  for (const [route, names] of views) {
    if (names.size === 0) fail(`no test looks at the page \`${route}\``);
    for (const [name, looks] of names) {
      const ways = new Set(looks.map((each) => `${each.width} ${each.theme}`));
      if (ways.size !== widths.length * themes.length) fail(`\`${name}\` was not looked at in all ways`);
    }
  }
  const violations = seen.flatMap((each) => each.violations.map((rule) => `${each.name} ${each.width} ${each.theme}: ${rule}`));
  if (violations.length > 0) fail(`there are violations:\n${violations.join("\n")}`);
  const open = unique(seen.flatMap((each) => each.incomplete)).toSorted();
  const held = unique(seen.flatMap((each) => each.passes)).toSorted();
  write("accessibility.md", [
    "# Accessibility of the console", "",
    "Written by `eng/reports.mjs` from a run of the tests. Do not edit it: run the script again.", "",
    "| | |", "| --- | --- |",
    `| date | ${today} |`,
    `| checked with | axe-core ${only(seen.map((each) => each.axe), "axe")}, Chromium ${only(seen.map((each) => each.browser), "browser")} |`,
    `| rules | ${only(seen.map((each) => each.rules.map((rule) => `\`${rule}\``).join(", ")), "set of rules")} |`,
    `| looked at | ${count(routes.length, "page")} in ${count(unique(seen.map((each) => each.name)).length, "state")}, at ${widths.join(" and ")} px, ${themes.join(" and ")}: ${count(seen.length, "look")} |`,
    "| violations | 0 |", `| wider than the window | ${seen.filter((each) => each.wide > 0).length} |`, "| known exceptions | none |", "",
    "## Pages", "", "The name is that of the look in the test. Each was looked at in all ways.", "",
    "| page | looked at as | rules that held, at least | violations |", "| --- | --- | --- | --- |",
    ...[...views].map(([route, names]) => `| \`${route}\` | ${[...names.keys()].join(", ")} | ${Math.min(...[...names.values()].flat().map((each) => each.passes.length))} | 0 |`), "",
    "## Rules that had something to check", "", `${held.map((each) => `\`${each}\``).join(", ")}.`, "",
    "## What axe could not decide", "",
    ...open.length === 0 ? ["Nothing."] : ["A person has to look at these. They are not counted as violations.", "", "| rule | looks | where |", "| --- | --- | --- |", ...open.map((rule) => {
      const where = seen.filter((each) => each.incomplete.includes(rule));
      return `| \`${rule}\` | ${where.length} | ${unique(where.map((each) => each.name)).toSorted().join(", ")} |`;
    })], "",
    "## What this does not show", "",
    "- axe finds a part of what hinders people. Nobody who uses a screen reader or a magnifier every day has tried these pages for this report.",
    "- A case is granted by keyboard alone, and another without JavaScript, in `tests/e2e-node/console.test.mjs`; the other forms are not tried by keyboard alone.",
    "- Pages were looked at with the entries, cases and orders of the test; one browser, one language.",
  ]);
}

function runSdkOfCSharp() {
  const file = path.join(kept, "mcp-csharp.xml");
  rmSync(file, { force: true });
  const tests = path.join(root, "artifacts/bin/Concordat.Gateway.Tests", process.env.CONFIGURATION ?? "release", "Concordat.Gateway.Tests.dll");
  const { status } = spawnSync("dotnet", [tests, "-noLogo", "-noColor", "-class", "*McpSdkTests", "-xml", file], { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) fail("the tests of the SDK for C# failed");
  return readFileSync(file, "utf8").split(/(?=<test )/).slice(1).map((test) => {
    const [, name] = /\bname="([^"]+)"/.exec(test);
    const revision = /<output>[^<]*?revision (\d{4}-\d\d-\d\d)/.exec(test.replace(/<output><!\[CDATA\[/, "<output>"))?.[1];
    if (!/^<test [^>]*\bresult="Pass"/.test(test) || !revision) fail(`\`${name}\` did not pass, or does not say which revision it spoke`);
    return { name: name.replace(/^.*McpSdkTests\./, ""), revision };
  });
}

async function mcp() {
  const { passed, seen } = await runNode("mcp", "mcp.test.mjs");
  const ofSdk = runSdkOfCSharp();
  const versions = read("src/Concordat.Gateway/Mcp/McpVersions.cs");
  const current = /Current = "([^"]+)"/.exec(versions)[1];
  const served = [current, /NewestLegacy = "([^"]+)"/.exec(versions)[1], ...[.../Legacy = \[([^\]]+)\]/.exec(versions)[1].matchAll(/"([^"]+)"/g)].map((match) => match[1])];
  const sdk = /Include="ModelContextProtocol" Version="([^"]+)"/.exec(read("Directory.Packages.props"))[1];
  const rows = [
    ...seen.filter((each) => passed.includes(each.test)).map((each) => [`TypeScript, \`${each.sdk}\` ${version(each.sdk)}`, each.version, each.test]),
    ...ofSdk.map(({ name, revision }) => [`C#, \`ModelContextProtocol\` ${sdk}`, revision, name.replace(/\(.*/, "").replaceAll("_", " ") + (/modernServer: (\w+)/.test(name) ? `, a server ${/modernServer: True/i.test(name) ? "of the current revision" : "of an older one"} behind it` : "")]),
  ].map(([by, revision, what]) => [by, revision, what[0].toLowerCase() + what.slice(1)]);
  const spoken = unique(rows.map((each) => each[1]));
  for (const each of spoken) if (!served.includes(each)) fail(`the revision ${each} was spoken, which is not served`);
  write("mcp-conformance.md", [
    "# The official SDKs at `/mcp`", "",
    "Written by `eng/reports.mjs` from a run of the tests. Do not edit it: run the script again.", "",
    "| | |", "| --- | --- |",
    `| date | ${today} |`,
    `| SDKs | ${unique(rows.map((each) => each[0])).join("; ")} |`,
    `| server behind the gateway | \`@modelcontextprotocol/server-everything\` ${version("@modelcontextprotocol/server-everything")} for TypeScript, a server of the tests for C# |`,
    `| revisions that \`/mcp\` speaks | ${served.map((each) => (spoken.includes(each) ? each : `${each} (not tried here)`)).join(", ")} |`,
    `| results | ${rows.length} passed, 0 failed |`, "",
    "## What was exercised", "", "By name of the test. Those in TypeScript are about tools of the example server: tools \"are listed\", \"that nobody accepted are held\".", "", "| SDK | revision | what | result |", "| --- | --- | --- | --- |", ...rows.map(([by, revision, what]) => `| ${by} | ${revision} | ${what} | passed |`), "",
    "## What this does not show", "",
    "- These are clients that connect, list and call tools. It is not a run of a conformance suite for the protocol.",
    "- Resources, prompts, sampling and roots do not pass the gateway, and are not exercised but for the refusal of resources.",
    "- `TypeScript` is the package of the client alone; it is one client of each SDK, on one machine, over plain HTTP.",
  ]);
}

const asked = process.argv.slice(2);
if (asked.some((each) => !["accessibility", "mcp"].includes(each))) fail("usage: node eng/reports.mjs [accessibility] [mcp]");
mkdirSync(kept, { recursive: true });
process.env.REPORTS = kept;
if (asked.length === 0 || asked.includes("accessibility")) await accessibility();
if (asked.length === 0 || asked.includes("mcp")) await mcp();
