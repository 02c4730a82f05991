"""The network that makes pictures larger; its weights' names are those that Bildwerk reads."""
import torch.nn.functional as F
from torch import nn


def _conv(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 3, padding=1)


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1, self.conv2 = _conv(width, width), _conv(width, width)

    def forward(self, x):
        return x + self.conv2(F.relu(self.conv1(x)))


class Double(nn.Module):
    """Features to the colours of twice the side."""

    def __init__(self, width):
        super().__init__()
        self.conv_out = _conv(width, 3 * 4)

    def forward(self, x):
        return F.pixel_shuffle(self.conv_out(x), 2)


class Quadruple(nn.Module):
    """Features to the colours of four times the side, by way of twice the side."""

    def __init__(self, width):
        super().__init__()
        self.conv_up, self.conv_out = _conv(width, width // 2 * 4), _conv(width // 2, 3 * 4)

    def forward(self, x):
        x = F.relu(F.pixel_shuffle(self.conv_up(x), 2))
        return F.pixel_shuffle(self.conv_out(x), 2)


class Upscaler(nn.Module):
    """[batch, 3, h, w], values -1 to 1, to two or four times the side: what is added to the picture enlarged bilinearly."""

    def __init__(self, width=64, blocks=6):
        super().__init__()
        self.conv_in = _conv(3, width)
        self.blocks = nn.ModuleList(Block(width) for _ in range(blocks))
        self.conv_mid = _conv(width, width)
        self.x2, self.x4 = Double(width), Quadruple(width)
        for head in (self.x2, self.x4):
            nn.init.zeros_(head.conv_out.weight)
            nn.init.zeros_(head.conv_out.bias)

    def forward(self, picture, scale):
        first = x = self.conv_in(picture)
        for block in self.blocks:
            x = block(x)
        x = first + self.conv_mid(x)
        detail = (self.x2 if scale == 2 else self.x4)(x)
        return detail + F.interpolate(picture, scale_factor=scale, mode="bilinear", align_corners=False)
