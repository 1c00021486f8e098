// Says what the figures were taken on.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";

const run = (command, ...args) => {
  try { return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim(); } catch { return "unknown"; }
};

export function describeMachine(work) {
  const cpu = os.cpus();
  const disk = JSON.parse(execFileSync(`${work}/fdatasync`, [work, "2000"], { encoding: "utf8" }));
  return {
    cpu: cpu[0].model,
    cores: cpu.length,
    memoryGigabytes: Math.round(os.totalmem() / 1e9),
    system: `${/^PRETTY_NAME="(.*)"/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "Linux"}, kernel ${os.release().split("-")[0]}`,
    fileSystem: run("findmnt", "-no", "FSTYPE", "-T", work),
    fdatasync: disk,
    versions: { dotnet: run("dotnet", "--version"), node: process.version.slice(1) },
    load: os.loadavg()[0],
  };
}

export function machineText(machine) {
  return [
    `- processor: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGigabytes} GB; gateway on core 1, load generator and upstream on core 0`,
    `- system: ${machine.system}; .NET SDK ${machine.versions.dotnet}, Node ${machine.versions.node}`,
    `- disk: ${machine.fileSystem}; one 512-byte append with fdatasync: p50 ${machine.fdatasync.p50} µs, p99 ${machine.fdatasync.p99} µs`,
    `- load average at the start: ${machine.load.toFixed(2)}`,
  ].join("\n");
}
