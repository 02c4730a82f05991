"""A miniature AutoencoderTiny with random weights, and what it computes."""

import torch
from diffusers import AutoencoderTiny
from safetensors.torch import load_file, save_file

from .places import DIFFUSION

CHANNELS = 8


def load() -> AutoencoderTiny:
    model = empty()
    model.load_state_dict(load_file(DIFFUSION / "tiny/diffusion_pytorch_model.safetensors"))
    return model


def empty() -> AutoencoderTiny:
    stages = {"encoder_block_out_channels": (CHANNELS,) * 3, "num_encoder_blocks": (1, 2, 2)}
    up = {"decoder_block_out_channels": (CHANNELS,) * 3, "num_decoder_blocks": (2, 2, 1)}
    return AutoencoderTiny(**stages, **up).eval()


def make() -> None:
    generator = torch.Generator().manual_seed(2000)
    model = empty()
    for parameter in model.parameters():
        scale = 0.1 if parameter.dim() == 1 else parameter[0].numel() ** -0.5
        noise = torch.randn(parameter.shape, generator=generator) * scale
        parameter.data = noise.to(torch.float16).to(torch.float32)
    picture = torch.rand((1, 3, 16, 16), generator=generator) * 2 - 1
    latent = torch.randn((1, 4, 4, 4), generator=generator) * 2
    with torch.no_grad():
        cases = {
            "picture": picture,
            "encoded": model.encode(picture).latents,
            "latent": latent,
            "decoded": model.decode(latent).sample,
        }
    target = DIFFUSION / "tiny"
    target.mkdir(parents=True, exist_ok=True)
    weights = {key: value.to(torch.float16).contiguous() for key, value in model.state_dict().items()}
    save_file(weights, target / "diffusion_pytorch_model.safetensors")
    save_file({key: value.contiguous() for key, value in cases.items()}, target / "cases.safetensors")
