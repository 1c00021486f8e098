// Answers calls of the official Cedar engine: one JSON array [function, ...arguments] a line in, one JSON object a line out,
// {"returned": value} or {"thrown": message}. `authorizeAll` is ours: many requests against policies and a schema that are read once.
import { createInterface } from "node:readline";
import cedar from "@cedar-policy/cedar-wasm/nodejs";

const authorizeAll = ({ policies, schema, entities, requests }) => {
  for (const read of [cedar.preparsePolicySet("p", { staticPolicies: policies }), cedar.preparseSchema("s", schema)]) {
    if (read.type !== "success") return read;
  }
  const ask = (request, validateRequest) =>
    cedar.statefulIsAuthorized({ ...request, entities, preparsedPolicySetId: "p", preparsedSchemaName: "s", validateRequest });
  return {
    type: "success",
    validation: cedar.validate({ schema, policies: { staticPolicies: policies } }),
    answers: requests.map((request) => {
      const fits = ask(request, true);
      return { fits: fits.type === "success", answer: fits.type === "success" ? fits : ask(request, false) };
    }),
  };
};

const functions = { ...cedar, authorizeAll };

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer;
  try {
    const [name, ...args] = JSON.parse(line);
    answer = { returned: functions[name](...args) };
  } catch (fault) {
    answer = { thrown: String(fault?.message ?? fault) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
