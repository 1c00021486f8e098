// Loads every page of the console and every list of the API, with years of service behind them, and writes a table.
// The time is that of a client on the same machine, from its request to the last byte: what the server takes, and a little more.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ask, byToken, chat, serve, signIn } from "./node.mjs";

const [program, work, place, cases, entries, report] = process.argv.slice(2);
const LOADS = 20;
const LIMIT_MS = 50;
const folder = path.join(work, "node");
const configuration = path.join(folder, "concordat.yaml");
const original = readFileSync(configuration, "utf8");
const run = (...args) => execFileSync(program, args, { cwd: folder, encoding: "utf8" });

const strike = [{ type: "function", function: { name: "launch_drone_strike", parameters: { type: "object", properties: { target: { type: "string" } } } } }];

const order = {
  format: "concordat-order/1", id: "bench-001", title: "A replacement by the end of the year", issuer: "cio", official: "Chief Information Officer",
  legalBasis: [{ cite: "41 U.S.C. 4713" }], action: "remove", targets: [{ vendor: "Example Vendor" }],
  issued: day(-1), effective: day(300),
};

/** What the pages want besides cases and entries: an owner of the agreement, and an order that is not yet effective. */
const more = `
orders:
  issuers:
    - { id: cio, name: Chief Information Officer, party: department, key: keys/department.pub.pem, acts: [restrict, exclude, remove, waive, lift] }
console:
  people:
    - { id: owner, name: Owner of the agreement, roles: [agreement-owner], key: keys/vendor.pub.pem }
`;

function applyOrder() {
  writeFileSync(path.join(folder, "order.json"), JSON.stringify({ ...order, issued: `${order.issued}T00:00:00Z`, effective: `${order.effective}T00:00:00Z`, milestones: [{ stage: "identify", due: `${day(320)}T00:00:00Z` }] }));
  if (!existsSync(path.join(folder, "order.dsse.json"))) run("order", "sign", "order.json", "--key", "keys/department.key.pem");
  run("order", "apply", "order.dsse.json");
}

async function measure(engine, data, size) {
  applyOrder();
  const key = JSON.parse(run("key", "create", "bench-07", "--json")).key;
  const range = JSON.parse(run("key", "create", "range-safety", "--json")).key;
  const started = performance.now();
  const gateway = await serve(program, folder);
  const ready = performance.now() - started;
  const { url } = gateway;
  try {
    const held = JSON.parse((await chat(url, range, `Run the drill as planned. [[call: launch_drone_strike {"target":"hulk"}]]`, strike)).body).error?.concordat?.case;
    const answered = await chat(url, key, "What is the torque of the bolts?");
    const mine = answered.headers["concordat-entry"] ?? answered.headers["concordat-decision"];
    const engineer = await byToken(path.join(folder, data), url);
    const commander = await signIn(program, folder, url, "commander");
    const owner = await signIn(program, folder, url, "owner", "vendor");
    const reviewer = await signIn(program, folder, url, "reviewer");
    const middle = Math.floor(size / 2);
    const ids = [...(await ask(`${url}/console/cases?state=denied`, { headers: { cookie: engineer } })).body.matchAll(/\/console\/cases\/(case_[0-9a-f]{32})/g)].map((found) => found[1]);
    const old = `case_${(BigInt(Date.now() - 180 * 86_400_000) << 80n).toString(16).padStart(32, "0")}`;
    const year = `from=${day(-364)}&to=${day(0)}`;
    const page = (cookie, at) => [at, { cookie }];
    const api = (at, as = key) => [at, { authorization: `Bearer ${as}` }];
    const asked = [
      page(engineer, "/console"), page(commander, "/console"),
      page(engineer, "/console/decisions"), page(engineer, "/console/decisions?verdict=refuse"), page(engineer, `/console/decisions?before=${middle}`),
      page(engineer, `/console/decisions?before=${middle}&use=bench-03`), page(engineer, `/console/decisions?before=${middle}&verdict=hold&use=bench-03`),
      page(engineer, `/console/decisions?before=${middle}&clause=9.9`),
      page(engineer, `/console/decisions/${middle}`), page(engineer, `/console/decisions/${middle}/proof`),
      page(engineer, "/console/cases"), page(engineer, `/console/cases?before=${old}`),
      ...["open", "granted", "consumed", "denied", "withdrawn", "expired", "revoked"].map((state) => page(engineer, `/console/cases?state=${state}`)),
      ...["granted", "revoked", "expired", "open"].flatMap((state) => [
        page(engineer, `/console/cases?state=${state}&use=bench-03`), page(engineer, `/console/cases?state=${state}&use=bench-03&type=mask`),
        page(engineer, `/console/cases?state=${state}&type=mask&before=${old}`)]),
      page(engineer, "/console/cases?type=mask"), page(engineer, "/console/cases?use=bench-03"), page(engineer, "/console/cases?use=nobody"),
      page(engineer, "/console/cases?use=bench-03&type=ruling"),
      page(engineer, `/console/cases/${ids[0]}`), ...(held ? [page(commander, `/console/cases/${held}`)] : []),
      page(commander, "/console/waiting"), page(reviewer, "/console/waiting"),
      page(commander, `/console/waiting?after=${ticks(Date.now() + 2 * 86_400_000 + 3_000_000)}.${old}`),
      page(engineer, "/console/agreement"), page(owner, "/console/agreement/amendment"), page(engineer, "/console/terms"), page(engineer, "/console/meters"),
      page(engineer, "/console/health"), page(engineer, "/console/reports"), page(engineer, "/console/deployments"), page(engineer, "/console/orders"),
      page(engineer, `/console/orders/${order.id}`),
      page(engineer, "/console/rulings"), page(engineer, "/console/ledger"), page(engineer, "/console/use-cases"), page(engineer, "/console/keys"),
      page(engineer, "/console/costs"), ...["use-case", "key", "model"].map((by) => page(engineer, `/console/costs?${year}&by=${by}`)),
      page(engineer, `/console/costs?${year}&format=csv`), page(engineer, "/console/console.css"),
      ...(held ? [api(`/v1/cases/${held}`, range)] : []), api("/v1/orders"), api(`/v1/orders/${order.id}`), api(`/v1/orders/${order.id}/plan`),
      api("/v1/rulings"), api("/v1/costs"), api(`/v1/costs?${year}`), api("/v1/models"), ...(mine ? [api(`/v1/receipts/${mine}`)] : []), ["/readyz", {}], ["/metrics", {}],
    ];
    await new Promise((resolve) => setTimeout(resolve, 2_000)); // what the gateway does at its start is done, and a checkpoint covers what was asked
    const rows = [];
    for (const [at, headers] of asked) {
      const times = [];
      let answer;
      for (let i = 0; i <= LOADS; i++) {
        answer = await ask(url + at, { headers });
        times.push(answer.ms);
        if (answer.status !== 200) throw new Error(`${at}: ${answer.status} ${answer.body.slice(0, 300)}`);
      }
      const [first, ...warm] = times;
      warm.sort((a, b) => a - b);
      rows.push({ at: name(at), first, p50: warm[LOADS / 2], p95: warm[Math.ceil(LOADS * 0.95) - 1], max: warm[LOADS - 1], bytes: Buffer.byteLength(answer.body) });
      process.stderr.write(`${engine.padEnd(10)} ${name(at).padEnd(70)} first ${first.toFixed(1)} p50 ${rows.at(-1).p50.toFixed(1)} max ${rows.at(-1).max.toFixed(1)}\n`);
    }
    return { engine, ready, rows };
  } finally {
    await gateway.stop();
  }
}

function day(ago) { return new Date(Date.now() + ago * 86_400_000).toISOString().slice(0, 10); }
const ticks = (ms) => (BigInt(Math.floor(ms)) * 10_000n + 621_355_968_000_000_000n).toString();
const name = (at) => at.replaceAll(/case_[0-9a-f]{32}/g, "{case}").replaceAll(/\d{4}-\d\d-\d\d/g, "{day}").replaceAll(/\d{6,}/g, "{n}").replace("bench-001", "{order}");

function table({ engine, ready, rows }) {
  const slow = rows.filter((row) => Math.max(row.first, row.max) > LIMIT_MS);
  return `## ${engine}

The gateway was ready ${Math.round(ready)} ms after its start. ${slow.length === 0 ? "Every load was under 50 ms, the first one too." : `Of ${rows.length} pages, ${rows.length - slow.length} were under 50 ms at every load; slower at least once: ${slow.map((row) => `\`${row.at}\``).join(", ")}.`}

| page | first, ms | p50, ms | p95, ms | max, ms | KiB |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.map((row) => `| \`${row.at}\` | ${row.first.toFixed(1)} | ${row.p50.toFixed(1)} | ${row.p95.toFixed(1)} | ${row.max.toFixed(1)} | ${(row.bytes / 1024).toFixed(0)} |`).join("\n")}
`;
}

const load = os.loadavg()[0];
writeFileSync(configuration, original + more);
let sqlite;
const shared = path.join(folder, "keys/database");
writeFileSync(shared, place);
chmodSync(shared, 0o600);
let postgreSql;
try {
  if (process.env.ENGINE !== "PostgreSQL") sqlite = await measure("SQLite", "data", Number(entries));
  // on PostgreSQL the node begins a log of its own; what reads the log reads the same files on either
  writeFileSync(configuration, original.replace(/^data: .*$/m, "data: ./data-pg").replace("concordat.example/ledger", "concordat.example/second") + more + "\ndatabase:\n  connection: { file: keys/database }\n");
  postgreSql = await measure("PostgreSQL", "data-pg", 6);
} finally {
  writeFileSync(configuration, original);
}
rmSync(path.join(folder, "data-pg"), { recursive: true, force: true });
const words = (n) => Number(n).toLocaleString("en");
writeFileSync(report, `# Pages with years of service behind them

Made by \`bench/console/run\` on ${os.cpus().length} cores (${os.cpus()[0].model.trim()}), load average ${load.toFixed(1)} when it began. Behind the pages: ${words(cases)} cases of 20 use cases, of which
about 4,000 are open, with their signatures and features; ${words(entries)} entries (SQLite; on PostgreSQL the node's own log is new, and the log is read from files
on either); 60 API keys, a year of usage by key and model (87,600 rows), 30,000 counted persons, 50,000 reports.

Times are those of a client on the same machine, from its request to the last byte. *First* is the first load after the start of the gateway, with cold caches and
code that was not compiled yet; the others are over ${LOADS} loads after it. Wanted: under 50 ms.

${table(sqlite)}
${table(postgreSql)}`);
