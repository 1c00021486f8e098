// Keeps the documents true: links lead somewhere, named files exist, tables list what the code has.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { program } from "./gateway.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const read = (file) => readFileSync(path.join(root, file), "utf8");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n").filter((each) => each && existsSync(path.join(root, each)));
const documents = tracked.filter((each) => each.endsWith(".md") && !each.startsWith("agreements/") && !each.startsWith("tests/cases/"));

const constants = (file) => [...read(file).matchAll(/const string \w+ = "([^"]+)"/g)].map((match) => match[1]);
const inTables = (file, pattern) => [...read(file).matchAll(pattern)].map((match) => match[1]);

describe("documents", () => {
  it("have links that lead to files", () => {
    const broken = [];
    for (const document of documents) {
      for (const [, target] of read(document).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(https?:|mailto:|#)/.test(target)) continue;
        const file = path.resolve(root, path.dirname(document), target.split("#")[0]);
        if (!existsSync(file)) broken.push(`${document}: ${target}`);
      }
    }
    assert.deepEqual(broken, []);
  });

  it("name only files that exist", () => {
    const missing = [];
    for (const document of ["ARCHITECTURE.md", "CONTRIBUTING.md", ...documents.filter((each) => each.startsWith("docs/explanation/"))]) {
      for (const [, name] of read(document).matchAll(/`([A-Za-z0-9_./-]+\.(?:cs|csproj|cedar|cedarschema|md|json|mjs|txt))`/g)) {
        const known = name.includes("/") ? tracked.some((each) => each === name || each.endsWith(`/${name}`)) : tracked.some((each) => path.basename(each) === name);
        if (!known) missing.push(`${document}: ${name}`);
      }
    }
    assert.deepEqual(missing, []);
  });

  it("name only tests that exist", () => {
    const sources = tracked.filter((each) => /^tests\/.*\.cs$/.test(each));
    const missing = [...read("docs/explanation/invariants.md").matchAll(/`(\w+)\.(\w+_\w+)`/g)].filter(([, type, test]) =>
      !sources.some((each) => path.basename(each) === `${type}.cs` && new RegExp(`\\b${test}\\(`).test(read(each))));
    assert.deepEqual(missing.map((match) => match[0]), []);
  });

  it("list every error code, and no other", () => {
    const verdicts = new Set(["agreement_refused", "agreement_hold"]); // these are types
    const inCode = [...constants("src/Concordat.Gateway/Errors/ErrorCodes.cs"), ...constants("src/Concordat.Safeguards/JsonFaultCode.cs")];
    const inDocs = inTables("docs/reference/errors.md", /^\| \d{3} \| `(\w+)` \|/gm);
    assert.deepEqual(inDocs.toSorted(), inCode.filter((each) => !verdicts.has(each)).toSorted());
  });

  it("list every metric, and no other", () => {
    const inCode = constants("src/Concordat.Gateway/Telemetry/Names.cs").filter((each) => /^[a-z_]+$/.test(each));
    assert.deepEqual(inTables("docs/reference/metrics.md", /^\| `([a-z_]+)` \|/gm).toSorted(), inCode.toSorted());
  });

  it("list every route, and no other", () => {
    const inCode = [...read("src/Concordat.Gateway/Endpoints/GatewayEndpoints.cs").matchAll(/Map(Get|Post)\("([^"]+)"/g)].map(([, method, route]) => `${method.toUpperCase()} ${route}`);
    assert.deepEqual(inTables("docs/reference/http-api.md", /^\| `((?:GET|POST) [^`]+)` \|/gm).toSorted(), inCode.toSorted());
  });

  it("report on every page of the console, and no other", () => {
    const noPages = /\.(css|js)$|oidc|\/stream$|\/proof$/; // styles, files, streams, and ways to elsewhere
    const inCode = [...read("src/Concordat.Console/ConsoleRoutes.cs").matchAll(/^ +Get\("([^"]+)"/gm)].map((match) => match[1]).filter((each) => !noPages.test(each));
    assert.deepEqual(inTables("docs/reference/accessibility.md", /^\| `(\/console[^`]*)` \|/gm).toSorted(), inCode.toSorted());
  });

  it("report on the SDKs and rules in use, not on those before them", () => {
    const { devDependencies } = JSON.parse(read("tests/e2e-node/package.json"));
    const conformance = read("docs/reference/mcp-conformance.md");
    for (const name of ["@modelcontextprotocol/client", "@modelcontextprotocol/sdk", "@modelcontextprotocol/server-everything"]) {
      assert.ok(conformance.includes(`\`${name}\` ${devDependencies[name]}`), `${name} ${devDependencies[name]}: run eng/reports.mjs`);
    }
    const sdk = /Include="ModelContextProtocol" Version="([^"]+)"/.exec(read("Directory.Packages.props"))[1];
    assert.ok(conformance.includes(`\`ModelContextProtocol\` ${sdk}`), `ModelContextProtocol ${sdk}: run eng/reports.mjs`);
    assert.ok(read("docs/reference/accessibility.md").includes(`axe-core ${devDependencies["axe-core"]},`), "axe-core: run eng/reports.mjs");
  });

  it("list every command", async () => {
    const missing = [];
    const text = read("docs/reference/command-line.md");
    const walk = (...command) => {
      const help = execFileSync(program(), [...command, "--help"], { encoding: "utf8" });
      const below = [...(/^Commands:\n((?: {2}.*\n)+)/m.exec(help)?.[1] ?? "").matchAll(/^ {2}([\w-]+)/gm)].map((match) => match[1]);
      if (below.length === 0 && !text.includes(`\`concordat ${command.join(" ")}`)) missing.push(command.join(" "));
      for (const each of below) walk(...command, each);
    };
    walk();
    assert.deepEqual(missing, []);
  });

  it("list every member of the configuration", () => {
    const schema = JSON.parse(read("docs/reference/configuration.schema.json"));
    const text = read("docs/reference/configuration.md");
    for (const [section, { properties = {} }] of [["The file", schema], ...Object.entries(schema.$defs)]) {
      const start = text.indexOf(`## ${section}\n`);
      assert.notEqual(start, -1, `there is no section \`${section}\``);
      const end = text.indexOf("\n## ", start + 1);
      const members = [...text.slice(start, end === -1 ? undefined : end).matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
      assert.deepEqual(members.toSorted(), Object.keys(properties).toSorted(), section);
    }
  });
});
