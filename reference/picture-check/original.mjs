// What the original libraries say of pictures: nsfwjs (MobileNetV2Mid) and face-api (SsdMobilenetv1), on TensorFlow.js's WebAssembly backend.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");
const nsfwjs = require("nsfwjs/core");
require("@tensorflow/tfjs-backend-wasm");

await tf.setBackend("wasm");

console.info = () => {};

/** Where a package lies. */
export function folderOf(name) {
  return path.join(path.dirname(import.meta.filename), "node_modules", name);
}

/** A picture as PictureMeasurement writes it: PPM, 8 bits. */
export function readPpm(file) {
  const bytes = fs.readFileSync(file);
  const header = bytes.subarray(0, 64).toString("latin1").match(/^P6\s(\d+)\s(\d+)\s255\s/);
  const [width, height] = [Number(header[1]), Number(header[2])];
  return { width, height, rgb: bytes.subarray(header[0].length, header[0].length + width * height * 3) };
}

/** Harmless pictures from a formula; the class Patterns of the tests has the same. */
export function pattern(number) {
  const width = number % 5 === 0 ? 224 : 1 + ((number * 37) % 331);
  const height = number % 10 === 0 ? 224 : 1 + ((number * 53) % 293);
  const rgb = new Uint8Array(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const wave = x * (number + 1) + y * (2 * c + 1) + ((x * y) >> (2 + (number % 5)));
        rgb[at++] = ((x >> 4) + (y >> 4)) % 3 === c ? wave & 255 : (wave >> 2) & 255;
      }
    }
  }
  return { width, height, rgb };
}

export function tensor(picture) {
  return tf.tensor3d(Int32Array.from(picture.rgb), [picture.height, picture.width, 3], "int32");
}

/** nsfwjs with a model as its scripts give it; what comes out: Drawing, Hentai, Neutral, Porn, Sexy. */
export async function classifier(modelJson, shards) {
  const definition = {
    name: "MobileNetV2Mid",
    numOfWeightBundles: shards.length,
    options: { type: "graph" },
    modelJson: async () => ({ default: modelJson }),
    weightBundles: shards.map((shard) => async () => ({ default: shard })),
  };
  const model = await nsfwjs.load("MobileNetV2Mid", { modelDefinitions: [definition] });
  return (picture) => tf.tidy(() => Array.from(model.infer(tensor(picture)).dataSync()));
}

/** The files of the model that comes with nsfwjs. */
export function shippedModel() {
  const load = (name) => require(path.join(folderOf("nsfwjs"), "dist", "models", "mobilenet_v2_mid", name + ".min.js"));
  return { modelJson: load("model"), shards: [load("group1-shard1of2"), load("group1-shard2of2")] };
}

/** face-api with weights of these names; what comes out: how sure it is of its surest box. */
export async function faces(weights) {
  const faceapi = require("@vladmandic/face-api/dist/face-api.node-wasm.js");
  const net = new faceapi.SsdMobilenetv1();
  net.loadFromWeightMap(weights);
  return async (picture) => {
    const { scores } = net.forwardInput(await faceapi.toNetInput(tensor(picture)));
    return Math.max(...scores[0].dataSync());
  };
}

/** The weights of the detector that comes with face-api. */
export function shippedFaces() {
  const folder = path.join(folderOf("@vladmandic/face-api"), "model");
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, "ssd_mobilenetv1_model-weights_manifest.json")));
  const bytes = fs.readFileSync(path.join(folder, "ssd_mobilenetv1_model.bin"));
  return tf.io.decodeWeights(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), manifest[0].weights);
}
