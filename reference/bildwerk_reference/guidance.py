"""Guidance rescale and clip skip: diffusers' function by itself, and latents of whole pipelines."""

import torch
from diffusers import EulerDiscreteScheduler
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg

from .families import load
from .pictures import draw
from .places import DIFFUSION, write_tensors

SCALE = 7.5
RESCALES = (0.0, 0.3, 0.7, 1.0)
CASES = {
    "sd1": {"clip-skip": {"clip_skip": 1}, "rescale": {"guidance_rescale": 0.7}},
    "sd2v": {"rescale": {"guidance_rescale": 0.7}},
    "sdxl": {"clip-skip": {"clip_skip": 1}, "rescale": {"guidance_rescale": 0.7}},
}
SMALL = {"num_inference_steps": 6, "height": 32, "width": 32}


def make() -> None:
    generator = torch.Generator().manual_seed(5)
    negative, prompt = torch.randn(2, 2, 4, 4, 4, generator=generator)
    prompt[1] *= 3
    guided = negative + SCALE * (prompt - negative)
    tensors = {"negative": negative, "prompt": prompt}
    for rescale in RESCALES:
        tensors[f"rescaled.{round(rescale * 100)}"] = rescale_noise_cfg(guided, prompt, guidance_rescale=rescale)
    for name, cases in CASES.items():
        pipe = load(name)
        pipe.scheduler = EulerDiscreteScheduler.from_config(dict(pipe.scheduler.config))
        for case, request in cases.items():
            tensors[f"{name}.{case}"] = draw(pipe, "latent", **SMALL, **request)
    write_tensors(DIFFUSION / "guidance.safetensors", tensors)
