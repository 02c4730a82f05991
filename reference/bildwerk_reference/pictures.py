"""Whole pictures: words in, picture out, by diffusers' own pipelines over the miniature models."""

import torch
from diffusers import DDIMScheduler, EulerDiscreteScheduler

from .families import NAMES, folder, load
from .places import write_tensors

PROMPT = "a red fox in the snow, watercolor"
NEGATIVE_PROMPT = "blurry, dark"
REQUEST = {"num_inference_steps": 10, "guidance_scale": 5.0, "height": 64, "width": 64}
SEED = 42
SCHEDULERS = {"ddim": DDIMScheduler, "euler": EulerDiscreteScheduler}


def make() -> None:
    for name in NAMES:
        pipe = load(name)
        settings = dict(pipe.scheduler.config)
        tensors = {}
        for sampler, scheduler in SCHEDULERS.items():
            # A Euler configuration knows neither of these two, and StableDiffusionXLPipeline ships one.
            extra = {"clip_sample": False, "set_alpha_to_one": name == "mini"} if sampler == "ddim" else {}
            pipe.scheduler = scheduler.from_config(settings, **extra)
            latent = draw(pipe, "latent")
            picture = draw(pipe, "pt")
            within = ((picture > 0) & (picture < 1)).float().mean().item()
            print(f"  {name} {sampler}: latent std {latent.std():.3f}, {within:.0%} of the picture within its range")
            tensors |= {f"{sampler}.latent": latent, f"{sampler}.picture": picture.to(torch.float16)}
        write_tensors(folder(name) / "pictures.safetensors", tensors)


def draw(pipe, output_type: str) -> torch.Tensor:
    generator = torch.Generator().manual_seed(SEED)
    return pipe(PROMPT, negative_prompt=NEGATIVE_PROMPT, generator=generator, output_type=output_type, **REQUEST).images
