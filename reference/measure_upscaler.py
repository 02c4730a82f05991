"""`python reference/measure_upscaler.py LARGE OUT [COUNT [MODEL]]`: how near upscalers come to drawings that no training saw.

LARGE is a data set of `bildwerk train data LARGE --size 512`. Its held-out drawings are made small (the mean of the pixels), as they are and
by way of the autoencoder of a model folder (the default model's), enlarged by `./bildwerk upscale`, and compared. OUT takes all
pictures and a sheet.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[1]
SIDE, SMALL = 512, 128
UPSCALERS = ["bicubic", "lanczos", "learned"]
# Its pictures are files of 256x256.
SMALLER = "fluent-emoji-3d/"


def held_out(large: Path, count: int) -> list[Image.Image]:
    manifest = [json.loads(line) for line in open(large / "manifest.jsonl", encoding="utf-8")]
    pictures = np.memmap(large / "pictures.u8", np.uint8, "r").reshape(-1, SIDE, SIDE, 3)
    kept = [p for p in manifest if p["split"] != "train" and not any(i.startswith(SMALLER) for i in [p["id"], *p["parts"]])]
    random.Random(5).shuffle(kept)
    return [Image.fromarray(pictures[p["index"]]) for p in kept[:count]]


@torch.no_grad()
def decoded(picture: Image.Image, vae: AutoencoderKL) -> Image.Image:
    values = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float() / 127.5 - 1
    again = vae.decode(vae.encode(values).latent_dist.mean).sample.clamp(-1, 1)[0]
    return Image.fromarray(((again + 1) * 127.5).round().byte().permute(1, 2, 0).numpy())


def decibel(made: Path, wanted: Image.Image) -> float:
    difference = (np.asarray(Image.open(made).convert("RGB"), np.float64) - np.asarray(wanted, np.float64)) / 255
    return -10 * np.log10(max(np.mean(difference**2), 1e-10))


def main() -> None:
    large, out = Path(sys.argv[1]), Path(sys.argv[2])
    originals = held_out(large, int(sys.argv[3]) if len(sys.argv) > 3 else 200)
    model = Path(sys.argv[4]) if len(sys.argv) > 4 else REPOSITORY / "models/bildwerk-mini"
    vae = AutoencoderKL.from_pretrained(model / "vae", torch_dtype=torch.float32)
    for kind in ("drawn", "decoded"):
        (out / kind).mkdir(parents=True, exist_ok=True)
        for i, original in enumerate(originals):
            small = original.resize((SMALL, SMALL), Image.Resampling.BOX)
            (small if kind == "drawn" else decoded(small, vae)).save(out / kind / f"{i:03d}.png")
        given = sorted(map(str, (out / kind).glob("*.png")))
        for scale in (2, 4):
            wanted = [o.resize((SMALL * scale, SMALL * scale), Image.Resampling.BOX) for o in originals]
            for upscaler in UPSCALERS:
                folder = out / f"{kind}-{scale}-{upscaler}"
                subprocess.run(
                    [REPOSITORY / "bildwerk", "upscale", *given, "--scale", str(scale), "--upscaler", upscaler, "-q", "-f", "-o", folder],
                    check=True, stdout=subprocess.DEVNULL)
                each = [decibel(folder / f"{i:03d}-{scale}x.png", w) for i, w in enumerate(wanted)]
                whole = -10 * np.log10(np.mean([10 ** (-e / 10) for e in each]))
                print(f"{kind} x{scale} {upscaler}: {whole:.2f} dB, mean of each {np.mean(each):.2f} dB, "
                      f"over {len(each)}", flush=True)
    sheet(originals, out)


def sheet(originals: list[Image.Image], out: Path) -> None:
    rows = [f"{kind}-4-{upscaler}" for kind in ("drawn", "decoded") for upscaler in ("lanczos", "learned")]
    columns = range(min(5, len(originals)))
    picture = Image.new("RGB", (len(columns) * SIDE, (len(rows) + 1) * SIDE))
    for x in columns:
        for y, row in enumerate(rows):
            picture.paste(Image.open(out / row / f"{x:03d}-4x.png"), (x * SIDE, y * SIDE))
        picture.paste(originals[x], (x * SIDE, len(rows) * SIDE))
    picture.save(out / "sheet.png")


if __name__ == "__main__":
    main()
