"""What torch.randn draws on the CPU from a seeded generator."""

import torch

from .places import ENGINE, floats, write_compact_json

SEEDS = [0, 1, 42, 1234567890, 2**32 - 1, 2**32 + 42, 2**63 - 1, -1]
SMALL = [[1], [5], [6], [15], [16], [17], [20], [31], [32], [47], [48], [1, 4, 2, 2], [2, 3, 5]]
SEQUENCES = [
    [[1], [1], [1]],
    [[3], [3], [4]],
    [[3], [16], [1], [2]],
    [[5], [20], [5], [32], [7]],
    [[16], [16], [17], [16]],
    [[1, 4, 2, 2], [1, 4, 2, 2], [1, 4, 2, 2]],
]
LARGE = [[1, 4, 16, 16], [1, 4, 64, 64], [2, 4, 33, 17]]


def make() -> None:
    rows = []
    for seed in SEEDS:
        for shape in SMALL if seed in (0, 42) else [[6], [20]]:
            rows.append(draws(seed, [shape]))
    for seed in (0, 7):
        rows += [draws(seed, shapes) for shapes in SEQUENCES]
    for shape in LARGE:
        value = torch.randn(shape, generator=torch.Generator().manual_seed(42))
        flat = value.flatten()
        rows.append(
            {
                "seed": 42,
                "shape": shape,
                "head": floats(flat[:16]),
                "tail": floats(flat[-16:]),
                "everyHundredth": floats(flat[::100]),
                "sum": flat.double().sum().item(),
                "sumOfSquares": flat.double().square().sum().item(),
            }
        )
    header = {
        "about": "torch.randn(shape, generator=torch.Generator().manual_seed(seed)), float32, row-major. draws: "
        "consecutive draws from one generator. Rows with head, tail and everyHundredth are one draw, recorded in part.",
        "torch": torch.__version__.split("+")[0],
    }
    write_compact_json(ENGINE / "noise.json", header, "cases", rows)


def draws(seed: int, shapes: list[list[int]]) -> dict:
    generator = torch.Generator().manual_seed(seed)
    values = [floats(torch.randn(shape, generator=generator)) for shape in shapes]
    return {"seed": seed, "draws": [{"shape": s, "values": v} for s, v in zip(shapes, values)]}
