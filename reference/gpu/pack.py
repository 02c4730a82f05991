"""python pack.py DATA TOKENIZER PACKS [PICTURES]

Writes a data set of `bildwerk train data` in pieces that can be carried: pictures as lossless WebP, captions as tokens, and
what each picture teaches. With a number, as many pictures by chance.
"""
import collections
import io
import json
import multiprocessing
import pathlib
import random
import sys

import numpy as np
from PIL import Image
from transformers import CLIPTokenizer

SIDE = 128
PIECE = 52 << 20
LESSONS = ["common thing", "other thing", "colour", "background", "scene"]
PROMPTS = ["an apple", "a blue car", "a lion", "a house", "a sunflower", "a rocket", "a pizza", "a castle", "a cat", "a moon",
           "a tree", "a fish", "a guitar", "two red apples", "a yellow star on a blue background", "ein Löwe",
           "a green house on a pink background", "three blue fish", "a cat to the left of a tree", "a small dog",
           "a penguin, 3D style", "an owl", "a red bicycle", "a teapot, flat style"]

data, tokenizer_folder, packs = map(pathlib.Path, sys.argv[1:4])
manifest = [json.loads(line) for line in open(data / "manifest.jsonl")]
random.Random(7).shuffle(manifest)
if len(sys.argv) > 4:
    manifest = manifest[:int(sys.argv[4])]
pictures = np.memmap(data / "pictures.u8", np.uint8, "r").reshape(-1, SIDE, SIDE, 3)


def lessons():
    parts = collections.Counter(part for picture in manifest for part in picture["parts"])
    common = {picture["concept"] for picture in manifest if picture["id"] in parts}
    kinds = {"recoloured": 2, "background": 3, "scene": 4}
    return [kinds.get(p["kind"], 0 if p["concept"] in common else 1) for p in manifest]


def captions(language):
    return [p["captions"].get(language, []) for p in manifest]


def webp(index):
    out = io.BytesIO()
    Image.fromarray(pictures[index]).save(out, "WEBP", lossless=True, method=3, quality=50)
    return out.getvalue()


if __name__ == "__main__":
    packs.mkdir(parents=True, exist_ok=True)
    tokenizer = CLIPTokenizer.from_pretrained(tokenizer_folder)
    numbers = {"": 0}
    for prompt in PROMPTS:
        numbers.setdefault(prompt, len(numbers))
    columns = {}
    for language in ("en", "de"):
        lists = captions(language)
        width = max(map(len, lists))
        table = np.zeros((len(manifest), width), np.int32)
        for row, texts in zip(table, lists):
            for i, text in enumerate(texts):
                row[i] = numbers.setdefault(text, len(numbers))
        columns[language] = table
        columns[language + "_count"] = np.array(list(map(len, lists)), np.int32)
    rows = tokenizer(list(numbers), padding="max_length", truncation=True, max_length=20).input_ids
    np.savez_compressed(
        packs / "captions.npz", tokens=np.array(rows, np.int16), prompts=len(PROMPTS), lesson=np.array(lessons(), np.int8),
        held_out=np.array([p["split"] != "train" for p in manifest]), **columns)
    with multiprocessing.Pool(2) as pool:
        piece, sizes, number, total = [], 0, 0, 0
        for encoded in pool.imap(webp, [p["index"] for p in manifest], 64):
            piece.append(encoded)
            sizes += len(encoded)
            if sizes > PIECE:
                np.savez(packs / f"pictures-{number}.npz", lengths=np.array(list(map(len, piece)), np.int32),
                         bytes=np.frombuffer(b"".join(piece), np.uint8))
                total, number, piece, sizes = total + len(piece), number + 1, [], 0
        np.savez(packs / f"pictures-{number}.npz", lengths=np.array(list(map(len, piece)), np.int32),
                 bytes=np.frombuffer(b"".join(piece), np.uint8))
        (packs / "count").write_text(f"{number + 1} {total + len(piece)} {len(numbers)}\n")
        print(f"{total + len(piece)} pictures in {number + 1} pieces, {len(numbers)} captions")
