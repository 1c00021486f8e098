// docs/reference/openapi.json is a golden file: a valid OpenAPI document, with every route of the two tables of routes and no other.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const read = (file) => readFileSync(path.join(root, file), "utf8");
const document = JSON.parse(read("docs/reference/openapi.json"));
const operations = Object.entries(document.paths).flatMap(([route, methods]) => Object.entries(methods).map(([method, operation]) => ({ route, method: method.toUpperCase(), operation })));
const plain = (route) => route.replaceAll("{**", "{");

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1, by a validator that others wrote", async () => {
    const result = await new Validator().validate(structuredClone(document));
    assert.deepEqual([result.valid, result.errors ?? []], [true, []]);
    assert.match(document.openapi, /^3\.1\./);
  });

  it("has every route of the data plane and of the console, and no other", () => {
    const gateway = read("src/Concordat.Gateway/Endpoints/GatewayEndpoints.cs");
    const table = [
      ...[...gateway.matchAll(/Map(Get|Post)\("([^"]+)"/g)].map(([, method, route]) => `${method.toUpperCase()} ${route}`),
      ...[...gateway.matchAll(/MapMethods\("([^"]+)", \[([^\]]+)\]/g)].flatMap(([, route, methods]) => [...methods.matchAll(/HttpMethods\.(\w+)/g)].map(([, method]) => `${method.toUpperCase()} ${route}`)),
      ...[...read("src/Concordat.Console/ConsoleRoutes.cs").matchAll(/^\s+(Get|Post)\("([^"]+)"/gm)].map(([, method, route]) => `${method.toUpperCase()} ${route}`),
    ].map(plain);
    assert.ok(table.length > 50);
    assert.deepEqual(operations.map(({ method, route }) => `${method} ${route}`).toSorted(), table.toSorted());
  });

  it("names each operation once, each parameter of its path, and refers to nothing that is not there", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    assert.deepEqual([...new Set(ids)], ids);
    for (const { route, method, operation } of operations) {
      const named = (operation.parameters ?? []).filter((each) => each.in === "path").map((each) => each.name);
      assert.deepEqual(named.toSorted(), [...route.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted(), `${method} ${route}`);
    }
    for (const [, ref] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      assert.ok(ref.split("/").reduce((at, name) => at?.[name], document), ref);
    }
  });
});
