// Turns the measurements into Markdown.

export const median = (values) => {
  const sorted = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.floor(sorted.length / 2)];
};

const number = (value, digits = 0) => (value === null ? "–" : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
const significant = (value) => number(value, value === null || value >= 10 ? 0 : 2);
const ms = (microseconds) => (microseconds === null ? "–" : number(microseconds / 1000, microseconds >= 10_000 ? 1 : 3));
const ratio = (value, base) => (value && base ? `${significant(value / base)}×` : "–");

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** `results` maps a target's name to { title, json, stream, single, ttft, memory, ready } with arrays of runs. */
export function report(results) {
  const names = Object.keys(results);
  const of = (name, part, field) => (results[name]?.[part] ? median(results[name][part].map((each) => each[field])) : null);
  const saturated = (part, unit) => table(
    ["target", `${unit}s/s`, "lowest to highest", "p50 ms", "p99 ms", `CPU µs/${unit}`, "CPU to forwarder", "rate to Portkey", "rate to Portkey + guards"],
    names.map((name) => {
      const rates = results[name][part].map((each) => each.rate);
      return [
        results[name].title, number(of(name, part, "rate")), `${number(Math.min(...rates))} to ${number(Math.max(...rates))}`,
        ms(of(name, part, "p50")), ms(of(name, part, "p99")), number(of(name, part, "cpu")),
        ratio(of(name, part, "cpu"), of("forwarder", part, "cpu")),
        ratio(of(name, part, "rate"), of("portkey", part, "rate")), ratio(of(name, part, "rate"), of("portkey-guards", part, "rate")),
      ];
    }));
  const single = table(
    ["target", "JSON c1 p50 ms", "added to direct", "TTFT c1 p50 ms", "added to direct", "TTFT c1 p95 ms"],
    names.map((name) => {
      const added = (part) => (of("direct", part, "p50") === null || name === "direct" ? null : of(name, part, "p50") - of("direct", part, "p50"));
      return [results[name].title, ms(of(name, "single", "p50")), ms(added("single")), ms(of(name, "ttft", "p50")), ms(added("ttft")), ms(of(name, "ttft", "p95"))];
    }));
  const footprint = table(
    ["target", "RSS MB, started", "RSS MB, after the load at c32", "RSS MB, 1,000 streams open (peak)", "start to first answer ms"],
    names.filter((name) => name !== "direct").map((name) => [
      results[name].title, number(median(results[name].idleRss)), number(results[name].loadedRss), number(results[name].streamsRss), number(median(results[name].ready)),
    ]));
  return [
    "### JSON answers, 32 connections\n", saturated("json", "request"), "\n### Streams of 20 events, 32 connections\n", saturated("stream", "stream"),
    "\n### One connection\n", single, "\n### Footprint\n", footprint,
  ].join("\n");
}
