// Checks the ledger in this browser, with nothing of the server's but what it serves: the checkpoint's signature (C2SP signed-note, Ed25519)
// and that entries are in its tree (RFC 6962, C2SP tlog-proof). Loaded by the pages that have something to check.
const encoder = new TextEncoder();
const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const joined = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
};
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const require = (holds, fault) => { if (!holds) throw new Error(fault); };

/** The hash of an entry as a leaf of the tree. */
export const leafHash = (entry) => sha256(Uint8Array.of(0), entry);

/** Root that a leaf and its path give (RFC 9162, section 2.1.3.2). */
export async function rootOf(leaf, index, size, path) {
  require(index < size, "the proof is for an entry behind the end of the tree");
  let [fn, sn, hash] = [index, size - 1n, leaf];
  for (const step of path) {
    require(sn > 0n, "the proof is too long");
    if (fn % 2n === 1n || fn === sn) {
      hash = await sha256(Uint8Array.of(1), step, hash);
      while (fn % 2n === 0n && fn > 0n) { fn /= 2n; sn /= 2n; }
    } else {
      hash = await sha256(Uint8Array.of(1), hash, step);
    }
    fn /= 2n;
    sn /= 2n;
  }
  require(sn === 0n, "the proof is too short");
  return hash;
}

/** Origin, size and root of a checkpoint whose signature by that key (vkey) holds. */
export async function openCheckpoint(note, vkey) {
  const end = note.indexOf("\n\n");
  require(end > 0, "the checkpoint is not a signed note");
  const [text, signatures] = [note.slice(0, end + 1), note.slice(end + 2)];
  const [origin, size, root] = text.split("\n");
  const [name, id, key] = [vkey.slice(0, vkey.indexOf("+")), ...vkey.slice(vkey.indexOf("+") + 1).split(/\+(.*)/s)];
  const typed = bytesOf(key);
  require(typed[0] === 1 && typed.length === 33, "the log's key is not Ed25519, which is all that this page can check; use `concordat ledger verify`");
  require(hex((await sha256(encoder.encode(name), Uint8Array.of(10), typed)).slice(0, 4)) === id, "the log's key does not fit its own name");
  require(origin === name, `the checkpoint is of \`${origin}\`, and the key of \`${name}\``);
  require(/^(0|[1-9]\d{0,18})$/.test(size ?? "") && bytesOf(root ?? "").length === 32, "the checkpoint has no size and root");
  const line = signatures.split("\n").find((each) => each.startsWith(`— ${name} `) && hex(bytesOf(each.split(" ")[2]).slice(0, 4)) === id);
  require(line, "the checkpoint does not bear the log's signature");
  const verifier = await crypto.subtle.importKey("raw", typed.slice(1), "Ed25519", false, ["verify"]);
  require(await crypto.subtle.verify("Ed25519", verifier, bytesOf(line.split(" ")[2]).slice(4), encoder.encode(text)), "the log's signature does not hold");
  return { origin, size: BigInt(size), root: bytesOf(root) };
}

/** Checks a proof (tlog-proof) that the tree of its own checkpoint holds a leaf at an index; gives the checkpoint. */
export async function checkProof(proof, leaf, index, vkey) {
  const end = proof.indexOf("\n\n");
  require(end > 0, "the proof has no checkpoint");
  const [kind, ...lines] = proof.slice(0, end).split("\n");
  require(kind === "c2sp.org/tlog-proof@v1", "the proof is of a form that this page does not know");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  require(lines.shift() === `index ${index}`, "the proof is for another entry");
  const path = lines.map(bytesOf);
  require(path.length < 64 && path.every((step) => step.length === 32), "a step of the proof is no hash");
  const checkpoint = await openCheckpoint(proof.slice(end + 2), vkey);
  require(same(await rootOf(leaf, BigInt(index), checkpoint.size, path), checkpoint.root), `the proof of entry ${index} does not lead to the root of the checkpoint`);
  return checkpoint;
}

async function check(entry, vkey) {
  const response = await fetch(`/console/decisions/${entry}/proof`, { headers: { accept: "application/json" }, redirect: "error" });
  require(response.ok, `the server does not give the proof of entry ${entry}`);
  const { leaf, record, proof } = await response.json();
  const hash = bytesOf(leaf);
  require(record === undefined || same(await leafHash(encoder.encode(record)), hash), `the record of entry ${entry} is not what was hashed`);
  return { ...await checkProof(proof, hash, entry, vkey), record };
}

/** Up to this many entries, spread over the log: the first, the newest, and others by chance. */
function chosen(size, most = 12) {
  const last = Number(size) - 1;
  const picked = new Set([0, last, last - 1, last - 2].filter((index) => index >= 0));
  const random = crypto.getRandomValues(new Uint32Array(64));
  for (let i = 0; picked.size < Math.min(most, last + 1) && i < random.length; i++) picked.add(Math.floor((random[i] / 2 ** 32) * (last + 1)));
  return [...picked].sort((a, b) => a - b);
}

async function checkLog(vkey, note) {
  const { origin, size, root } = await openCheckpoint(note, vkey);
  const lines = [`The checkpoint bears the signature of ${origin} by the key above: ${size} entries, root ${hex(root)}.`];
  const [held, gone] = [[], []];
  for (const entry of size > 0n ? chosen(size) : []) {
    try {
      await check(entry, vkey);
      held.push(entry);
    } catch (fault) {
      if (!/does not give/.test(fault.message)) throw fault;
      gone.push(entry);
    }
  }
  lines.push(`${held.length} entries were proven to be in the tree, chosen here: ${held.join(", ") || "none"}.`);
  if (gone.length > 0) lines.push(`${gone.length} could not be had, pruned or hidden: ${gone.join(", ")}.`);
  lines.push("Not checked here: all other entries, the signatures of witnesses, and that the log was never another one. `concordat ledger verify` checks these.");
  return lines;
}

async function checkEntry(vkey, entry) {
  const { origin, size, record } = await check(entry, vkey);
  return [
    `Entry ${entry} is in the tree of ${size} entries whose checkpoint ${origin} has signed with the key that this page names.`,
    record === undefined ? "Its content is not shown to you, so its hash alone was checked." : "The record below was hashed here; not a byte of it can be another.",
    "Not checked here: that the key is the right one (compare it with the one that the agreement's parties gave you), and the signatures of witnesses.",
  ];
}

for (const part of document.querySelectorAll("[data-verify]")) {
  const [button, result] = [part.querySelector("button"), part.querySelector("[role=status]")];
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    result.className = "mute";
    result.textContent = "Checking…";
    const say = (tone, lines) => {
      result.className = tone;
      result.replaceChildren(...lines.flatMap((line, i) => (i === 0 ? [line] : [document.createElement("br"), line])));
    };
    try {
      const { key, entry, checkpoint } = part.dataset;
      say("checked", entry === undefined ? await checkLog(key, document.getElementById(checkpoint).textContent) : await checkEntry(key, Number(entry)));
    } catch (fault) {
      say("notice", [fault.name === "NotSupportedError" || !globalThis.crypto?.subtle
        ? "This browser cannot check Ed25519 signatures here. Use `concordat ledger verify`."
        : `It does NOT hold: ${fault.message}.`]);
    }
    button.disabled = false;
  });
}
