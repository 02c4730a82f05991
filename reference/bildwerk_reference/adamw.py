"""Steps of torch's AdamW on a small tensor."""

import torch

from .places import TRAINING, floats, write_compact_json

SETTINGS = [
    {"learningRate": 1e-2, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.01},
    {"learningRate": 1e-3, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-6, "weightDecay": 0.1},
]
STEPS = 3


def make() -> None:
    generator = torch.Generator().manual_seed(4000)
    write_compact_json(
        TRAINING / "adamw.json",
        {"about": "torch.optim.AdamW: values[i] is what gradients[i - 1] makes of values[i - 1]; row-major [3, 4]."},
        "cases",
        [steps(settings, generator) for settings in SETTINGS],
    )


def steps(settings: dict, generator: torch.Generator) -> dict:
    parameter = torch.nn.Parameter(torch.randn((3, 4), generator=generator))
    optimizer = torch.optim.AdamW(
        [parameter],
        lr=settings["learningRate"],
        betas=(settings["beta1"], settings["beta2"]),
        eps=settings["epsilon"],
        weight_decay=settings["weightDecay"],
    )
    values, gradients = [floats(parameter)], []
    for _ in range(STEPS):
        parameter.grad = torch.randn((3, 4), generator=generator)
        optimizer.step()
        gradients.append(floats(parameter.grad))
        values.append(floats(parameter))
    return {**settings, "values": values, "gradients": gradients}
