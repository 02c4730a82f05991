"""python pack_patches.py LARGE PATCHES [MEGABYTES]

Cuts patches of 192x192 where there are edges from a data set of `bildwerk train data LARGE --size 512`, and writes them as lossless
WebP. Only pictures of the training split; one in fifty is kept for tests.
"""
import io
import json
import multiprocessing
import pathlib
import random
import sys

import numpy as np
from PIL import Image

SIDE, PATCH = 512, 192
TRIES, EDGE = 16, 1.5
# Its pictures are files of 256x256.
SMALLER = "fluent-emoji-3d/"

large, packs = map(pathlib.Path, sys.argv[1:3])
MOST = int(sys.argv[3] if len(sys.argv) > 3 else 42) << 20
manifest = [json.loads(line) for line in open(large / "manifest.jsonl")]
pictures = np.memmap(large / "pictures.u8", np.uint8, "r", shape=(max(p["index"] for p in manifest) + 1, SIDE, SIDE, 3))


def is_small(picture):
    return any(part.startswith(SMALLER) for part in [picture["id"], *picture["parts"]])


def cut(picture):
    """The patch with the most edges of a few, or of some pictures the first that has enough; None where there are none."""
    pixels = pictures[picture["index"]]
    if is_small(picture):
        pixels = np.asarray(Image.fromarray(pixels).resize((SIDE // 2, SIDE // 2), Image.BOX))
    grey = pixels.astype(np.int16).sum(2) // 3
    edges = np.zeros(grey.shape, np.int64)
    edges[:-1] += np.abs(np.diff(grey, axis=0))
    edges[:, :-1] += np.abs(np.diff(grey, axis=1))
    sums = np.pad(edges.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    chance = random.Random(picture["id"])
    best, most = None, EDGE * PATCH * PATCH
    enough = chance.random() < 0.5
    for _ in range(TRIES):
        y, x = chance.randrange(len(grey) - PATCH + 1), chance.randrange(len(grey) - PATCH + 1)
        sum_ = sums[y + PATCH, x + PATCH] - sums[y, x + PATCH] - sums[y + PATCH, x] + sums[y, x]
        if sum_ > most:
            best, most = (y, x), sum_
            if enough:
                break
    if best is None:
        return None
    y, x = best
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels[y:y + PATCH, x:x + PATCH])).save(out, "WEBP", lossless=True, method=2, quality=40)
    return out.getvalue()


if __name__ == "__main__":
    packs.mkdir(parents=True, exist_ok=True)
    used = [p for p in manifest if p["split"] == "train"]
    random.Random(11).shuffle(used)
    found, test, size = [], [], 0
    with multiprocessing.Pool(2) as pool:
        for place, encoded in enumerate(pool.imap(cut, used, 32)):
            if encoded is not None and size + len(encoded) <= MOST:
                found.append(encoded)
                test.append(place % 50 == 0)
                size += len(encoded)
    np.savez(packs / "patches.npz", lengths=np.array(list(map(len, found)), np.int32), test=np.array(test),
             bytes=np.frombuffer(b"".join(found), np.uint8))
    (packs / "patches.done").touch()
    print(f"{len(found)} patches of {PATCH}x{PATCH}, {sum(test)} for tests, {size >> 20} MB")
