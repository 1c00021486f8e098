// Times the official Cedar engine (WebAssembly, through Node) on the cases that this project's engine is timed on.
// Usage: node wasm.mjs CASES.json; prints one JSON object: case name to microseconds per request.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const cedar = createRequire(new URL("../../tests/cedar-oracle/", import.meta.url))("@cedar-policy/cedar-wasm/nodejs");
const SECONDS = 1.5;
const ROUNDS = 3;

function ready({ policies, schema }) {
  for (const read of [cedar.preparsePolicySet("p", { staticPolicies: policies }), cedar.preparseSchema("s", schema)]) {
    if (read.type !== "success") throw new Error(JSON.stringify(read));
  }
}

// One pass over a case's requests; policies and schema are read once, as a service would.
function pass(each) {
  for (const request of each.requests) {
    const answer = cedar.statefulIsAuthorized({
      principal: request.principal, action: request.action, resource: request.resource, context: request.context,
      entities: each.entities, preparsedPolicySetId: "p", preparsedSchemaName: "s", validateRequest: false,
    });
    if (answer.type !== "success") throw new Error(`${each.name}: ${JSON.stringify(answer)}`);
  }
}

function microsecondsPerRequest(each) {
  ready(each);
  const until = performance.now() + 500;
  while (performance.now() < until) pass(each);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    let passes = 0;
    do { pass(each); passes++; } while (performance.now() - start < SECONDS * 1000);
    rounds.push(((performance.now() - start) * 1000) / (passes * each.requests.length));
  }
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(Object.fromEntries(cases.map((each) => [each.name, microsecondsPerRequest(each)]))));
