"""The upscaler's network, as gpu/upscaler.py has it, with few random weights."""

import sys

import torch

from .places import DIFFUSION, REPOSITORY, write_tensors

sys.path.insert(0, str(REPOSITORY / "reference/gpu"))
from upscaler import Upscaler  # noqa: E402


def make() -> None:
    generator = torch.Generator().manual_seed(5)
    network = Upscaler(width=8, blocks=2).eval()
    with torch.no_grad():
        for weight in network.parameters():
            weight.copy_(torch.randn(weight.shape, generator=generator) * 0.3 / weight[0].numel() ** 0.5)
        picture = torch.rand(1, 3, 11, 14, generator=generator) * 2 - 1
        cases = {"picture": picture, "x2": network(picture, 2), "x4": network(picture, 4)}
    write_tensors(DIFFUSION / "upscaler/network.safetensors", network.state_dict())
    write_tensors(DIFFUSION / "upscaler/cases.safetensors", cases)
