// Makes RESULTS.md of a run. Usage: node report.mjs WORK_DIR OUTPUT_FILE
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import os from "node:os";

const [work, output] = process.argv.slice(2);
const read = (name) => readFileSync(path.join(work, name), "utf8");
const figures = JSON.parse(read("figures.json"));
const replay = JSON.parse(read("replay.json"));
const load = read("load").split(" ")[0];
const verified = (name) => Number(new RegExp(`^${name}: valid, ([0-9.]+) s`, "m").exec(read("verify"))?.[1] ?? NaN);
const allocated = /append: (\d+) B\/op/.exec(read("allocations"))?.[1] ?? "?";
const whole = (value) => Math.round(value).toLocaleString("en-US");
const ms = (us) => (us / 1000).toFixed(us < 10_000 ? 2 : 0);
const met = (is) => (is ? "yes" : "no");
const mebibytes = (bytes) => (bytes / 1048576).toFixed(1);

writeFileSync(output, `# Speed of the ledger

Made by \`bench/ledger/run\` on ${os.cpus().length} cores (${os.cpus()[0].model.trim()}), Linux ${os.release().split("-")[0]}, .NET 10.
Load average when it began: **${load}**${Number(load) > 0.5 ? " – other programs shared the cores and the disk, so that times, most of all the far percentiles, are those of a busy machine" : ""}.

| what | wanted | this run | met |
| --- | --- | --- | --- |
| durable appends, 64 writers, sustained | at least 30,000/s | ${whole(figures["full.rate"])}/s | ${met(figures["full.rate"] >= 30_000)} |
| at ${whole(figures["steady.wanted"])}/s: p50 | under 1 ms | ${ms(figures["steady.p50us"])} ms | ${met(figures["steady.p50us"] < 1000)} |
| at ${whole(figures["steady.wanted"])}/s: p99 | under 5 ms | ${ms(figures["steady.p99us"])} ms | ${met(figures["steady.p99us"] < 5000)} |
| verification of 1,000,000 entries of 840 bytes, log only | under 10 s | ${verified("log only").toFixed(1)} s | ${met(verified("log only") < 10)} |
| the same with the record: form, times, outcomes | under 10 s | ${verified("log and record").toFixed(1)} s | ${met(verified("log and record") < 10)} |
| proof from a log of 100,000,000 entries: p50 | under 5 ms | ${figures["proof.p50ms"].toFixed(2)} ms | ${met(figures["proof.p50ms"] < 5)} |
| replay, with the start of the program | millions an hour | ${whole((replay.report.decided / replay.seconds) * 3600)} an hour | ${met(replay.report.decided / replay.seconds > 1e6 / 3600)} |

- Processor time of an append at 64 writers: ${figures["full.cpuus"].toFixed(1)} µs, with tiles, bundles, hashes and checkpoints, and with the measuring.
- Allocated at 64 writers: ${figures["full.bytes"].toFixed(0)} bytes an entry, of which the measuring has most. What one appender's thread allocates, ${allocated} bytes, is held
  by CI in \`bench/Concordat.Benchmarks/allocations.json\`; the log's own part of it is none.
- Held in memory by a writer after 20,000 appends: ${mebibytes(figures["memory.empty"])} MiB on an empty log, ${mebibytes(figures["memory.100M"])} MiB on one of 100,000,000 entries.
- Proof, p99: ${figures["proof.p99ms"].toFixed(2)} ms; half of the proofs and more read a tile that no other one has read before.

## How

- Entries have 430 bytes. An append counts when \`fdatasync\` has returned; tiles, bundles and signed checkpoints are made meanwhile.
- Sustained: 64 writers, each of which appends again as soon as its entry is durable, for ten seconds after a warm-up.
- Steady: after a round of integration, so that the backlog of the first load is done, and two seconds of warm-up. Entries come at their
  time whether or not those before are durable, and each is timed from when it was due. A pause of the log therefore counts for everything
  that came meanwhile.
- 100,000,000 entries by size: all entries alike, so that all full tiles of a level are alike. The tree is built as a writer builds it, a tile at a
  time, 390,625 times, and the checkpoint is signed over its root; of the lowest level only the tiles that the 500 random proofs read are written.
  Writer and reader open that log as any other.
- Verification reads entries of the published form. Replay decides what a demo recorded under its agreement; the time of starting the program is in it.

## Tessera, as published

| where | entries/s | hardware |
| --- | --- | --- |
| POSIX, without antispam | about 2,900 | 12-core VM, 8 GB, mirrored SAS disks |
| POSIX, with antispam | about 1,600 | the same |
| POSIX, without antispam | more than 1,500 | GCP e2-micro |
| POSIX on CephFS | more than 1,000 | 4 nodes of type E2 |
| GCP, 100 Spanner units, without antispam | more than 3,000 | 1 frontend |
| GCP, 300 Spanner units, with antispam | more than 5,000 | 2 frontends |

From [docs/performance.md](https://github.com/transparency-dev/tessera/blob/10291081ca0389c2217b790cb7b7448ec1b5aad3/docs/performance.md) of
transparency-dev/tessera. Not measured here, and not of the same thing: Tessera removes duplicates (antispam), answers when an entry has its
index or is integrated, and its figures come from a load of small entries over HTTP on other disks. Time from an entry to its checkpoint there: 0.6
to 6.6 s; here at most the checkpoint interval, 0.5 s, while the disk keeps up.
`);
