"""Writes the fixtures of the Java tests again: `python reference/make_fixtures.py [part ...]`."""

import importlib
import sys

import torch
from diffusers.utils import logging

PARTS = [
    "tokenizer_cases",
    "noise",
    "samplers",
    "families",
    "modules",
    "gradients",
    "pictures",
    "adamw",
    "manifests",
    "tiny",
    "resizing",
    "controls",
    "autoencoders",
    "consistency",
    "guidance",
    "adapters",
    "turbo",
    "lycoris",
    "embeddings",
    "controlnets",
    "guides",
    "guide_manifests",
    "canny",
    "pdq",
    "concepts",
    "refiner",
    "upscaler",
    "scorer",
]


def main() -> None:
    torch.set_num_threads(1)
    logging.set_verbosity_error()
    for part in sys.argv[1:] or PARTS:
        print(part, flush=True)
        importlib.import_module(f"bildwerk_reference.{part}").make()


if __name__ == "__main__":
    main()
