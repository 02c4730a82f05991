"""Two encoders that put pictures and words into one space, with which drawn pictures are judged; no part of the model draws with it."""
import torch
import torch.nn.functional as F
from torch import nn

import networks

JOINT = 192
GROUPS = 16
WIDTHS = (64, 128, 224)


class _Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(GROUPS, width), nn.GroupNorm(GROUPS, width)
        self.conv1, self.conv2 = nn.Conv2d(width, width, 3, padding=1), nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x):
        return x + self.conv2(F.silu(self.norm2(self.conv1(F.silu(self.norm1(x))))))


class PictureTower(nn.Module):
    """[batch, 3, 128, 128], values -1 to 1, to [batch, 192] of length 1.

    What is there is read from the mean of the last features, where it is from a small grid of them.
    """

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 3, stride=2, padding=1)
        sources = (32, *WIDTHS[:-1])
        self.downs = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in zip(sources, WIDTHS))
        self.norms = nn.ModuleList(nn.GroupNorm(GROUPS, a) for a in sources)
        self.blocks = nn.ModuleList(nn.ModuleList(_Block(w) for _ in range(2)) for w in WIDTHS)
        self.norm = nn.GroupNorm(GROUPS, WIDTHS[-1])
        self.grid = nn.Conv2d(WIDTHS[-1], 64, 3, stride=2, padding=1)
        self.mean_projection = nn.Linear(WIDTHS[-1], JOINT)
        self.grid_projection = nn.Linear(64 * 16, JOINT, bias=False)

    def forward(self, x):
        x = self.stem(x)
        for norm, down, blocks in zip(self.norms, self.downs, self.blocks):
            x = down(F.silu(norm(x)))
            for block in blocks:
                x = block(x)
        x = F.silu(self.norm(x))
        joint = self.mean_projection(x.mean((2, 3))) + self.grid_projection(F.silu(self.grid(x)).flatten(1))
        return F.normalize(joint.float(), dim=-1)


class TextTower(nn.Module):
    """Tokens [batch, 20] to [batch, 192] of length 1: the mean of a text encoder of the default model's shape, projected."""

    def __init__(self):
        super().__init__()
        self.encoder = networks.TextEncoder()
        self.projection = nn.Linear(networks.WIDTH, JOINT, bias=False)

    def forward(self, tokens):
        return F.normalize(self.projection(self.encoder(tokens).mean(1)).float(), dim=-1)


class Scorer(nn.Module):
    def __init__(self):
        super().__init__()
        self.picture, self.text = PictureTower(), TextTower()
        self.log_scale = nn.Parameter(torch.tensor(2.7))
