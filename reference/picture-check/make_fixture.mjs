// node make_fixture.mjs: small networks of random weights in the packages' own formats, and what the original libraries say with them.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { classifier, faces, pattern, shippedFaces, shippedModel } from "./original.mjs";

const tf = createRequire(import.meta.url)("@tensorflow/tfjs");
const out = path.join(import.meta.dirname, "..", "..", "safety", "src", "test", "resources", "fixtures", "picture-check");
const PICTURES = 50;

let state = 1;
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

/** Widths instead of the original's; equal where those are. */
function narrowed(shape, widths) {
  return shape.map((side) => widths.get(side) ?? side);
}

/** A weight in 256 levels: filters as He et al. draw them, so that something is left after fifty layers. */
function weight(name, shape, low, high) {
  const bytes = Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.floor(random() * 256));
  const scale = (high - low) / 255;
  return { entry: { name, shape, dtype: "float32", quantization: { min: low, scale, dtype: "uint8" } }, bytes };
}

function filter(name, shape, fanIn) {
  const reach = Math.sqrt(6 / fanIn);
  return weight(name, shape, -reach, reach);
}

/** As terser writes a literal. */
function literal(value) {
  return JSON.stringify(value)
    .replace(/"([A-Za-z_]\w*)":/g, "$1:")
    .replace(/([:,[]-?)0\./g, "$1.");
}

function script(name, content) {
  return `!function(e){"object"==typeof exports?module.exports=e():this.${name}=e()}(function(){return function(){return {1:[function(e,n,t){n.exports=${content}},{}]}}});`;
}

function archive(name, files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fixture-"));
  for (const [file, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), content);
  }
  const tar = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=ustar"];
  execFileSync("tar", [...tar, "-cf", path.join(folder, "a.tar"), "-C", folder, "package"]);
  execFileSync("gzip", ["-9", "-n", path.join(folder, "a.tar")]);
  fs.copyFileSync(path.join(folder, "a.tar.gz"), path.join(out, name));
  fs.rmSync(folder, { recursive: true });
}

async function ofClassifier() {
  const { modelJson } = shippedModel();
  // Equal where the original's are, so that the same blocks add what went in.
  const blocks = [4, 6, 6, 8, 8, 8, 10, 10, 10, 10, 12, 12, 12, 14, 14, 14, 16];
  const weights = modelJson.weightsManifest[0].weights.map(({ name, shape, quantization }) => {
    if (shape.length === 0) {
      return { entry: { name, shape, dtype: "float32", quantization }, bytes: Uint8Array.of(0) };
    }
    const block = name.includes("/expanded_conv/") ? 0 : Number(name.match(/expanded_conv_(\d+)\//)?.[1] ?? -1);
    const before = block <= 0 ? 8 : blocks[block - 1];
    const inside = block === 0 ? 8 : before * 6;
    if (name.endsWith("/input/_262")) return filter(name, [20, 5], 2);
    if (name.endsWith("/input/_263")) return weight(name, [5], -1, 1);
    if (block < 0) {
      const first = name.includes("/Conv/");
      if (shape.length === 1) return weight(name, [first ? 8 : 20], -0.5, 0.5);
      return first ? filter(name, [3, 3, 3, 8], 27) : filter(name, [1, 1, 16, 20], 16);
    }
    const channels = name.includes("/project/") ? blocks[block] : inside;
    if (shape.length === 1) return weight(name, [channels], -0.5, 0.5);
    if (name.includes("/depthwise/")) return filter(name, [3, 3, inside, 1], 9);
    return name.includes("/expand/") ? filter(name, [1, 1, before, inside], before) : filter(name, [1, 1, inside, channels], inside);
  });
  const bytes = Buffer.concat(weights.map((one) => one.bytes));
  const manifest = [{ paths: ["group1-shard1of2", "group1-shard2of2"], weights: weights.map((one) => one.entry) }];
  const cut = Math.floor(bytes.length * 0.6) + 1;
  const shards = [bytes.subarray(0, cut), bytes.subarray(cut)].map((part) => part.toString("base64"));
  const folder = "package/dist/models/mobilenet_v2_mid/";
  archive("classifier.tgz", {
    "package/package.json": "{}",
    [folder + "model.min.js"]: script("model", `{modelTopology:{node:[]},weightsManifest:${literal(manifest)}}`),
    [folder + "group1-shard1of2.min.js"]: script("group1_shard1of2", `"${shards[0]}"`),
    [folder + "group1-shard2of2.min.js"]: script("group1_shard2of2", `"${shards[1]}"`),
  });
  const classify = await classifier({ ...modelJson, weightsManifest: manifest }, shards);
  return Array.from({ length: PICTURES }, (_, i) => classify(pattern(i)));
}

async function ofFaces() {
  const widths = new Map([[32, 4], [64, 6], [128, 8], [256, 10], [512, 12], [1024, 14]]);
  const shipped = shippedFaces();
  const weights = Object.entries(shipped)
    .filter(([name, tensor]) => tensor.dtype === "float32" && /^(MobilenetV1|Prediction)\//.test(name))
    .map(([name, tensor]) => {
      const shape = narrowed(tensor.shape, widths);
      if (shape.length === 4) {
        return filter(name, shape, name.includes("depthwise") ? 9 : shape[0] * shape[1] * shape[2]);
      }
      return name.endsWith("variance") || name.endsWith("gamma") ? weight(name, shape, 0.5, 1.5) : weight(name, shape, -0.5, 0.5);
    });
  const manifest = [{ weights: weights.map((one) => one.entry), paths: ["ssd_mobilenetv1_model.bin"] }];
  const bytes = Buffer.concat(weights.map((one) => one.bytes));
  archive("faces.tgz", {
    "package/model/ssd_mobilenetv1_model-weights_manifest.json": JSON.stringify(manifest),
    "package/model/ssd_mobilenetv1_model.bin": bytes,
  });
  const map = tf.io.decodeWeights(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), manifest[0].weights);
  map["Output/extra_dim"] = shipped["Output/extra_dim"];
  const find = await faces(map);
  const found = [];
  for (let i = 0; i < PICTURES; i++) found.push(await find(pattern(i)));
  return found;
}

fs.mkdirSync(out, { recursive: true });
const classes = await ofClassifier();
const surest = await ofFaces();
const real = shippedModel();
const classifyReally = await classifier(real.modelJson, real.shards);
const findReally = await faces(shippedFaces());
const lines = [];
for (let i = 0; i < PICTURES; i++) {
  lines.push(JSON.stringify({
    pattern: i,
    random: { classes: classes[i], face: surest[i] },
    shipped: { classes: classifyReally(pattern(i)), face: await findReally(pattern(i)) },
  }));
}
fs.writeFileSync(path.join(out, "scores.json"), "[\n" + lines.join(",\n") + "\n]\n");
