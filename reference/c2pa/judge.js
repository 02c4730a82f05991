// Asks the official library what it thinks of files that Bildwerk signed, and lets it sign others for Bildwerk to read.
// README.md beside this file tells how to run it.
'use strict';

const fs = require('fs');
const path = require('path');

const [packageFolder, folder, keyFile] = process.argv.slice(2);
if (!keyFile) {
    console.error('node judge.js PACKAGE FOLDER KEY');
    process.exit(2);
}
const library = require(path.resolve(packageFolder, 'dist/index.node'));
const SETTINGS = JSON.stringify({ builder: { thumbnail: { enabled: false } } });

/** What the library says: its verdict in one word, and what failed. */
async function verdict(file) {
    try {
        const reader = await library.readerFromAsset({ path: file });
        if (!reader) {
            return { state: 'none', failure: [] };
        }
        const report = JSON.parse(library.readerJson.call(reader));
        const failure = report.validation_results.activeManifest.failure.map(problem => problem.code);
        return { state: report.validation_state, failure };
    } catch (problem) {
        return { state: 'error', failure: [String(problem.message)] };
    }
}

/** Where the pixels of a small picture are: within its PNG chunk of data, or near the end of a JPEG. */
function pixel(bytes) {
    const chunk = bytes.indexOf('IDAT');
    return chunk > 0 ? chunk + 20 : bytes.length - 20;
}

function sign(from, to, mime) {
    const pem = fs.readFileSync(keyFile, 'latin1');
    const blocks = pem.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g);
    const certificates = blocks.filter(block => block.includes('BEGIN CERTIFICATE')).join('\n') + '\n';
    const key = blocks.find(block => block.includes('BEGIN PRIVATE KEY')) + '\n';
    const builder = library.builderWithJson(
        JSON.stringify({
            claim_generator_info: [{ name: 'reference', version: '1' }],
            assertions: [{
                label: 'c2pa.actions.v2',
                data: { actions: [{
                    action: 'c2pa.created',
                    digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
                }] },
            }],
        }),
        SETTINGS);
    const signer = library.localSignerNew(Buffer.from(certificates), Buffer.from(key), 'es256', undefined);
    const input = { buffer: fs.readFileSync(from), mimeType: mime };
    library.builderSign.call(builder, signer, input, { path: to });
}

async function main() {
    const plain = path.join(folder, 'plain');
    sign(plain + '.png', path.join(folder, 'official.png'), 'image/png');
    sign(plain + '.jpg', path.join(folder, 'official.jpg'), 'image/jpeg');
    const verdicts = {};
    for (const name of fs.readdirSync(folder).filter(name => /\.(png|jpg)$/.test(name) && !name.startsWith('plain')).sort()) {
        const file = path.join(folder, name);
        const bytes = fs.readFileSync(file);
        const at = pixel(bytes);
        bytes[at] ^= 1;
        const changed = path.join(folder, 'changed' + path.extname(name) + '.tmp' + path.extname(name));
        fs.writeFileSync(changed, bytes);
        verdicts[name] = { asItIs: await verdict(file), changedAt: at, changed: await verdict(changed) };
        fs.unlinkSync(changed);
    }
    fs.writeFileSync(path.join(folder, 'verdicts.json'), JSON.stringify(verdicts, null, 1) + '\n');
    console.log(JSON.stringify(verdicts, null, 1));
}

main();
