"""Whole pictures: words in, picture out, by diffusers' own pipelines over the miniature models."""

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
)

from .families import NAMES, folder, load
from .places import write_tensors

PROMPT = "a red fox in the snow, watercolor"
NEGATIVE_PROMPT = "blurry, dark"
REQUEST = {"num_inference_steps": 10, "guidance_scale": 5.0, "height": 64, "width": 64}
SEED = 42

EVERYWHERE = {"ddim": (DDIMScheduler, {}, {}), "euler": (EulerDiscreteScheduler, {}, {})}
STOCHASTIC = {"euler-a": (EulerAncestralDiscreteScheduler, {}, {}), "dpm++-2m": (DPMSolverMultistepScheduler, {}, {})}
KARRAS = {"dpm++-2m.karras": (DPMSolverMultistepScheduler, {"use_karras_sigmas": True}, {})}
# 10 latent columns become 5, 3 and 2 on the way down: the way up must cut what it doubles.
ODD = {"ddim.40x64": (DDIMScheduler, {}, {"width": 40})}
UNGUIDED = {"ddim.unguided": (DDIMScheduler, {}, {"guidance_scale": 1.0})}
CASES = {
    "sd1": EVERYWHERE | STOCHASTIC | KARRAS,
    "sd2v": EVERYWHERE,
    "sdxl": EVERYWHERE,
    "mini": EVERYWHERE | STOCHASTIC | ODD | UNGUIDED,
}


def make() -> None:
    for name in NAMES:
        pipe = load(name)
        settings = dict(pipe.scheduler.config)
        tensors = {}
        for case, (scheduler, scheduler_settings, request) in CASES[name].items():
            # A Euler configuration knows neither of these two, and StableDiffusionXLPipeline ships one.
            extra = {"clip_sample": False, "set_alpha_to_one": name == "mini"} if scheduler is DDIMScheduler else {}
            pipe.scheduler = scheduler.from_config(settings, **extra, **scheduler_settings)
            latent = draw(pipe, "latent", **request)
            picture = draw(pipe, "np", **request)[0]
            tensors[case + ".latent"] = latent
            tensors[case + ".picture"] = torch.from_numpy((picture * 255).round()).to(torch.uint8)
        write_tensors(folder(name) / "pictures.safetensors", tensors)


def draw(pipe, output_type: str, **request):
    generator = torch.Generator().manual_seed(SEED)
    settings = {"negative_prompt": NEGATIVE_PROMPT, **REQUEST, **request}
    return pipe(PROMPT, generator=generator, output_type=output_type, **settings).images
