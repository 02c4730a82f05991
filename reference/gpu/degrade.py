"""Small pictures as an upscaler meets them: [batch, 3, h, w], values -1 to 1, sides a multiple of 8."""
import math
import random

import torch
import torch.nn.functional as F

_ROWS = torch.arange(8)
_DCT = torch.cos(math.pi / 8 * (_ROWS[None, :] + 0.5) * _ROWS[:, None]) * 0.5
_DCT[0] *= math.sqrt(0.5)
# The rising part of JPEG's table of luminance (ITU-T T.81, annex K.1), smoothed.
_STEPS = (10 + 5.5 * (_ROWS[:, None] + _ROWS[None, :])) / 127.5


def smaller(picture, scale):
    """By one of the filters that pictures are made smaller with."""
    size = (picture.shape[2] // scale, picture.shape[3] // scale)
    how = random.random()
    if how < 0.5:
        return F.interpolate(picture, size, mode="area")
    return F.interpolate(picture, size, mode="bilinear" if how < 0.75 else "bicubic", antialias=True, align_corners=False).clamp(-1, 1)


def _some(picture, share):
    return torch.rand(len(picture), 1, 1, 1, device=picture.device) < share


def _softened(picture):
    """A Gaussian of a deviation between 0.3 and 0.8 pixels, each picture its own."""
    deviation = 0.3 + 0.5 * torch.rand(len(picture), 1, device=picture.device)
    places = torch.arange(-2, 3, device=picture.device)[None]
    kernel = torch.exp(-0.5 * (places / deviation) ** 2)
    kernel = (kernel / kernel.sum(1, keepdim=True)).repeat_interleave(3, 0)
    flat = F.pad(picture.flatten(0, 1)[None], (2, 2, 2, 2), mode="replicate")
    flat = F.conv2d(flat, kernel[:, None, :, None], groups=len(kernel))
    flat = F.conv2d(flat, kernel[:, None, None, :], groups=len(kernel))
    return flat[0].unflatten(0, (-1, 3))


def _noise(picture):
    """Half of it fine, half of it two pixels coarse."""
    fine = torch.randn_like(picture)
    coarse = torch.randn_like(F.avg_pool2d(picture, 2))
    coarse = F.interpolate(coarse, scale_factor=2, mode="bilinear", align_corners=False)
    strength = 0.03 * torch.rand(len(picture), 1, 1, 1, device=picture.device)
    return picture + strength * torch.where(_some(picture, 0.5), fine, coarse)


def _blocks(picture):
    """JPEG's rounding in blocks of 8, of a high quality to a fair one."""
    dct, steps = _DCT.to(picture.device), _STEPS.to(picture.device)
    blocks = picture.unflatten(3, (-1, 8)).unflatten(2, (-1, 8)).transpose(3, 4)
    strength = (0.1 + 0.6 * torch.rand(len(picture), device=picture.device))[:, None, None, None, None, None]
    waves = dct @ blocks @ dct.T
    waves = (waves / (steps * strength)).round() * (steps * strength)
    return (dct.T @ waves @ dct).transpose(3, 4).flatten(4, 5).flatten(2, 3)


@torch.no_grad()
def degraded(picture, decoder=None):
    """A third stays as it is. `decoder` stands for an autoencoder, there and back; a third takes that way."""
    soft = torch.where(_some(picture, 0.6), _softened(picture), picture)
    soft = torch.where(_some(picture, 0.6), _noise(soft), soft)
    soft = torch.where(_some(picture, 0.25), _blocks(soft), soft)
    result = torch.where(_some(picture, 0.66), soft, picture)
    if decoder is not None:
        third = len(picture) // 3
        result = torch.cat([decoder(picture[:third]), result[third:]])
    return ((result.clamp(-1, 1) * 127.5).round() / 127.5)
