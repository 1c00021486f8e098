// Lets a demo record decisions, and times `ledger replay` over them. Usage: node replay.mjs PROGRAM WORK_DIR
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";

const [program, work] = process.argv.slice(2);
const asked = 20_000;
const data = path.join(work, "demo");
const demo = spawn("dotnet", [program, "demo", "--port", "0", "--data", data], { stdio: ["ignore", "pipe", "ignore"] });
const lines = {};
await new Promise((resolve, reject) => {
  let text = "";
  demo.once("exit", () => reject(new Error("the demo ended")));
  demo.stdout.on("data", (chunk) => {
    text += chunk;
    for (const [, name, value] of text.matchAll(/^(url|key|log-key): (\S+)$/gm)) lines[name] = value;
    if (lines["log-key"]) resolve();
  });
});
let left = asked;
const body = JSON.stringify({ model: "sandbox", messages: [{ role: "user", content: "Summarise the maintenance log of the harbour radar." }] });
await Promise.all(Array.from({ length: 32 }, async () => {
  while (left-- > 0) {
    const answer = await fetch(`${lines.url}/v1/chat/completions`, {
      method: "POST", body, headers: { authorization: `Bearer ${lines.key}`, "content-type": "application/json" },
    });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }
}));
demo.kill("SIGTERM");
await new Promise((resolve) => demo.once("exit", resolve));
const began = process.hrtime.bigint();
const replay = spawnSync("dotnet", [program, "ledger", "replay", "--config", path.join(data, "concordat.yaml"), "--json"], { encoding: "utf8" });
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
if (replay.status !== 0) throw new Error(`replay: ${replay.status}: ${replay.stdout}${replay.stderr}`);
console.log(JSON.stringify({ seconds, report: JSON.parse(replay.stdout) }));
