// A smart card's holder and a holder of a key authorize one action; openssl is the card, its issuer and its signer.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { appoint, serve } from "./serve.mjs";

const CNF = `[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[card]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
extendedKeyUsage = emailProtection
certificatePolicies = 2.16.840.1.101.3.2.1.3.7
subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:1234567890@mil
`;

describe("a smart card and a key", () => {
  let served;
  const openssl = (...args) => execFileSync("openssl", args, { cwd: served.folder, stdio: "pipe", encoding: "utf8" });
  const CMS = "openssl cms -sign -binary -outform DER -md sha256 -signer card.pem -inkey card.key";

  before(async () => {
    served = await serve((text, folder) => {
      const run = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
      writeFileSync(path.join(folder, "ca.cnf"), CNF);
      writeFileSync(path.join(folder, "index.txt"), "");
      writeFileSync(path.join(folder, "serial"), "2a\n");
      run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Card Issuer",
        "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign");
      run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "card.key", "-out", "card.csr", "-subj", "/CN=ALPHA.ANN.1234567890");
      run("ca", "-batch", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-in", "card.csr", "-out", "card.pem", "-days", "10", "-extensions", "card", "-notext");
      run("ca", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-gencrl", "-crldays", "7", "-out", "ca.crl");
      return appoint(folder, text.replace(/{ id: commander, .* }/, "{ id: commander, name: Range Commander, role: commander, party: department, card: 1234567890@mil }")
        + '\nsmartCards: { roots: [ca.pem], revocation: [ca.crl], policies: [2.16.840.1.101.3.2.1.3.7], usages: [1.3.6.1.5.5.7.3.4] }\n', "commander");
    });
  });

  after(() => served?.stop());

  it("authorize one action, and openssl verifies the card's signature from the grant alone", { timeout: 120_000 }, async () => {
    const held = (await served.send("hulk 7")).body.error.concordat.case;
    const grant = (...more) => served.run("case", "grant", held, "--gateway", served.url, "--yes", ...more);
    assert.match(grant("--as", "commander", "--cms", CMS), /hulk 7[^]*state: open/);
    assert.match(grant("--as", "safety-officer", "--key", "keys/safety-officer.key.pem"), /state: granted/);
    assert.equal((await served.send("hulk 8", held)).status, 403);
    assert.equal((await served.send("hulk 7", held)).status, 200);
    assert.equal((await served.send("hulk 7", held)).status, 403);

    const { signatures } = await (await fetch(`${served.url}/v1/cases/${held}`, { headers: { authorization: `Bearer ${served.key}` } })).json();
    const { statement } = signatures.find((each) => each.approver === "commander");
    writeFileSync(path.join(served.folder, "statement"), Buffer.from(statement.payload, "base64"));
    writeFileSync(path.join(served.folder, "statement.p7s"), Buffer.from(statement.cms, "base64"));
    openssl("cms", "-verify", "-binary", "-inform", "DER", "-in", "statement.p7s", "-content", "statement", "-CAfile", "ca.pem", "-purpose", "any", "-out", "said");
  });

  it("the command that signs must sign, and a revoked card is refused as soon as its list is there", { timeout: 120_000 }, async () => {
    const held = (await served.send("hulk 9")).body.error.concordat.case;
    const read = (command) => {
      try {
        return served.run("case", "read", held, "--gateway", served.url, "--as", "commander", "--cms", command);
      } catch (failed) {
        return failed.stderr;
      }
    };
    assert.match(read("false"), /the command under `--cms` did not sign: it ended with code 1/);
    assert.match(read("cat >/dev/null"), /it wrote nothing/);
    assert.match(read("cat >/dev/null; echo no"), /the CMS signature is not one, or not over this statement/);
    assert.match(read(CMS), /hulk 9/);

    openssl("ca", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-revoke", "card.pem");
    openssl("ca", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-gencrl", "-crldays", "7", "-out", "ca.crl");
    let said;
    for (let tries = 0; tries < 100; tries++) {
      said = read(CMS);
      if (/revoked/.test(said)) break;
    }
    assert.match(said, /the certificate was revoked/);
  });
});
