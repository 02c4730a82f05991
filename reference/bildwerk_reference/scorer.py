"""What the scorer's two towers make of a patterned picture and of tokens, with patterned weights."""

import sys

import torch

from .patterned import fill, patterned
from .places import REPOSITORY, TRAINING, floats, write_compact_json

ROWS = [[6142, 17, 300, 6143], [6142, 5, 6, 7, 8, 4000, 6143]]


def make() -> None:
    sys.path.insert(0, str(REPOSITORY / "reference/gpu"))
    import networks
    import scorer

    model = scorer.Scorer().eval()
    fill(model, "scorer.", lambda name: name != "log_scale")
    pictures = patterned("picture", [2, 3, 128, 128]) * 100
    tokens = torch.tensor([row + [networks.END] * (networks.TOKENS - len(row)) for row in ROWS])
    with torch.no_grad():
        seen, said = model.picture(pictures.clamp(-1, 1)), model.text(tokens)
    write_compact_json(
        TRAINING / "scorer.json",
        {"about": "reference/gpu/scorer.py with patterned weights: rows of two pictures, then of two rows of tokens."},
        "rows",
        [floats(row) for row in torch.cat([seen, said])],
    )
