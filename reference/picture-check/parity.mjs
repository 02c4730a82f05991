// node parity.mjs OURS PPM-FOLDER: the largest difference between PictureMeasurement's scores and those of the original libraries.
import fs from "node:fs";
import path from "node:path";
import { classifier, faces, readPpm, shippedFaces, shippedModel } from "./original.mjs";

const ours = fs.readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => line.split(" "));
const { modelJson, shards } = shippedModel();
const classify = await classifier(modelJson, shards);
const find = await faces(shippedFaces());
let [ofClasses, ofFaces] = [0, 0];
for (const line of ours) {
  const picture = readPpm(path.join(process.argv[3], line.slice(6).join(" ").replaceAll("/", "_") + ".ppm"));
  classify(picture).forEach((value, i) => (ofClasses = Math.max(ofClasses, Math.abs(value - Number(line[i])))));
  ofFaces = Math.max(ofFaces, Math.abs((await find(picture)) - Number(line[5])));
}
console.log(`${ours.length} pictures; largest difference: classes ${ofClasses.toExponential(1)}, faces ${ofFaces.toExponential(1)}`);
