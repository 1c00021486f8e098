// Holds our verifiers against others': Nitro documents against an independent package, SEV-SNP reports against what Node and OpenSSL say.
import assert from "node:assert/strict";
import { createHash, verify as verifySignature, X509Certificate } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import * as pkijs from "pkijs";
import { program } from "./gateway.mjs";

const vectors = path.join(path.dirname(fileURLToPath(import.meta.url)), "../Concordat.Attestation.Tests/vectors");
const awsRoot = "641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b";
const products = ["milan", "genoa", "turin"];
const pcr3 = "4a9329d69c836267b18abbf9f4a38889124490453419e426818626348d21f989dc930b1562682a9082887454e53425aa";
let folder;
let SignedAttestation;

const at = (name) => path.join(folder, name);
const measurement = (product) => readFileSync(path.join(vectors, `snp/${product}.bin`)).subarray(0x90, 0x90 + 48).toString("hex");

/** What `concordat deployment verify` says; a check that fails ends with 1 and says why. */
function ours(deployment, document, time) {
  writeFileSync(at("document"), document);
  try {
    return JSON.parse(execFileSync(program(), ["deployment", "verify", deployment, at("document"), "--at", time, "--json", "--config", at("gateway/concordat.yaml")], { encoding: "utf8" }));
  } catch (fault) {
    assert.equal(fault.status, 1, fault.stderr);
    return JSON.parse(fault.stdout);
  }
}

async function theirs(document, time) {
  const attestation = SignedAttestation.fromDocument(document.toString("base64"));
  return {
    signature: await attestation.verifySignature(),
    chain: await attestation.verifyRootOfTrust(time),
    root: await attestation.rootCertFingerprint(),
    pcrs: attestation.pcrs,
    made: new Date(Number(attestation.raw.timestamp)),
  };
}

const changed = (bytes, index) => {
  const copy = Buffer.from(bytes);
  copy[index] ^= 1;
  return copy;
};

describe("evidence", () => {
  before(async () => {
    globalThis.window = globalThis; // the package is written for browsers
    pkijs.setEngine("node", new pkijs.CryptoEngine({ name: "node", crypto: globalThis.crypto }));
    ({ SignedAttestation } = await import("@0xsequence/tee-verifier"));
    folder = mkdtempSync(path.join(tmpdir(), "concordat-evidence-"));
    execFileSync(program(), ["init", at("gateway")]);
    const file = at("gateway/concordat.yaml");
    const evidence = (name, kind, measured, value) =>
      `  - { name: ${name}, model: m, kind: openai, url: "http://127.0.0.1:1", evidence: { kind: ${kind}, url: "http://127.0.0.1:1/{nonce}", measurements: [{ name: ${measured}, values: ["${value}"] }] } }\n`;
    writeFileSync(file, readFileSync(file, "utf8").replace(/^deployments:\n/m, `deployments:\n${evidence("nitro", "aws-nitro", "pcr3", pcr3)}${products.map((each) => evidence(each, "amd-sev-snp", "measurement", measurement(each))).join("")}`));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("of a Nitro Enclave is judged as by an independent verifier", async () => {
    const document = readFileSync(path.join(vectors, "nitro/document.bin"));
    const { made } = await theirs(document, new Date());
    const time = new Date(made.getTime() + 1000);
    const other = await theirs(document, time);
    const own = ours("nitro", document, time.toISOString().replace(/\.\d+Z$/, "Z"));

    assert.deepEqual([other.signature, other.chain, other.root], [true, true, awsRoot]);
    assert.equal(own.proven, true, own.because);
    for (const [name, value] of Object.entries(own.measurements)) assert.equal(value, other.pcrs.get(Number(name.slice(3))), name);
    assert.equal(own.details.region, "us-east-1");

    const later = new Date("2026-11-01T00:00:00Z");
    assert.equal((await theirs(document, later)).chain, false);
    assert.equal(ours("nitro", document, "2026-11-01").fault, "expired");

    const tampered = changed(document, 60); // in the module's id
    assert.equal((await theirs(tampered, time)).signature, false);
    assert.equal(ours("nitro", tampered, time.toISOString().replace(/\.\d+Z$/, "Z")).fault, "signature");
  });

  it("of an enclave in debug mode is signed well, as the independent verifier says, and refused all the same", async () => {
    const document = readFileSync(path.join(vectors, "nitro/debug.bin"));
    const { made } = await theirs(document, new Date());
    const time = new Date(made.getTime() + 1000);
    const other = await theirs(document, time);

    assert.deepEqual([other.signature, other.chain, other.root], [true, true, awsRoot]);
    assert.match(other.pcrs.get(0), /^0+$/);
    assert.equal(ours("nitro", document, time.toISOString().replace(/\.\d+Z$/, "Z")).fault, "debug");
  });

  for (const product of products) {
    it(`of AMD (${product}) is judged as by OpenSSL`, () => {
      const report = readFileSync(path.join(vectors, `snp/${product}.bin`));
      const certificate = (kind) => new X509Certificate(readFileSync(path.join(vectors, `snp/${product}-${kind}.pem`)));
      const [vcek, ask] = [certificate("vcek"), certificate("ask")];
      const ark = new X509Certificate(readFileSync(path.join(vectors, `../../../src/Concordat.Attestation/Roots/amd-${product}.pem`)));
      const part = (offset) => Buffer.from(report.subarray(offset, offset + 48)).reverse();
      const good = (bytes) => verifySignature("sha384", bytes.subarray(0, 0x2a0), { key: vcek.publicKey, dsaEncoding: "ieee-p1363" }, Buffer.concat([part(0x2a0), part(0x2a0 + 72)]));
      const evidence = (bytes) => JSON.stringify({ report: bytes.toString("base64"), vcek: vcek.raw.toString("base64"), ask: ask.raw.toString("base64") });
      const own = ours(product, evidence(report), "2026-11-01");

      assert.deepEqual([good(report), vcek.verify(ask.publicKey), ask.verify(ark.publicKey), ark.verify(ark.publicKey)], [true, true, true, true]);
      assert.equal(own.proven, true, own.because);
      assert.equal(own.evidence, createHash("sha256").update(evidence(report)).digest("hex"));
      assert.equal(own.measurements.measurement, measurement(product));
      const tampered = changed(report, 0x90);
      assert.equal(good(tampered), false);
      assert.equal(ours(product, evidence(tampered), "2026-11-01").fault, "signature");
    });
  }
});
