"""Pictures changed and partly made anew, by diffusers' own pipelines over the miniature models."""

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    StableDiffusionImg2ImgPipeline,
    StableDiffusionInpaintPipeline,
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLInpaintPipeline,
)
from PIL import Image

from .families import folder, load
from .pictures import NEGATIVE_PROMPT, PROMPT, SEED
from .places import write_tensors

SCHEDULERS = {
    "ddim": DDIMScheduler,
    "euler": EulerDiscreteScheduler,
    "euler-a": EulerAncestralDiscreteScheduler,
    "dpm++-2m": DPMSolverMultistepScheduler,
}
CHANGED = [("ddim", 0.6), ("euler", 0.5), ("dpm++-2m", 0.75), ("euler-a", 0.6), ("ddim", 1.0)]
INPAINTED = [("ddim", 0.8), ("euler", 0.6)]
FAMILIES = {
    "sd1": (StableDiffusionImg2ImgPipeline, StableDiffusionInpaintPipeline),
    "sdxl": (StableDiffusionXLImg2ImgPipeline, StableDiffusionXLInpaintPipeline),
}
SIDE = 64


def make() -> None:
    picture = wavy()
    mask = torch.zeros(SIDE, SIDE, dtype=torch.uint8)
    mask[10:45, 21:58] = 255
    for name, (change, inpaint) in FAMILIES.items():
        text_to_image = load(name)
        settings = dict(text_to_image.scheduler.config)
        tensors = {"picture": picture, "mask": mask}
        for kind, pipeline, cases in (("changed", change, CHANGED), ("inpainted", inpaint, INPAINTED)):
            extra = {"requires_aesthetics_score": False} if name == "sdxl" else {"requires_safety_checker": False}
            pipe = pipeline(**text_to_image.components, **extra)
            pipe.set_progress_bar_config(disable=True)
            for sampler, strength in cases:
                ddim = {"clip_sample": False, "set_alpha_to_one": False} if sampler == "ddim" else {}
                pipe.scheduler = SCHEDULERS[sampler].from_config(settings, **ddim)
                given = {"mask_image": Image.fromarray(mask.numpy()), "height": SIDE, "width": SIDE} if kind == "inpainted" else {}
                latent = pipe(
                    PROMPT,
                    negative_prompt=NEGATIVE_PROMPT,
                    image=Image.fromarray(picture.numpy()),
                    strength=strength,
                    num_inference_steps=10,
                    guidance_scale=5.0,
                    generator=torch.Generator().manual_seed(SEED),
                    output_type="latent",
                    **given,
                ).images
                tensors[f"{kind}.{sampler}.{round(strength * 100)}"] = latent
        if name == "sd1":
            tensors |= by_inpainting_model(picture, mask)
        write_tensors(folder(name) / "controls.safetensors", tensors)


def by_inpainting_model(picture: torch.Tensor, mask: torch.Tensor) -> dict[str, torch.Tensor]:
    """The same model with a first convolution that sees mask and masked picture too."""
    components = load("sd1").components
    unet = components["unet"]
    weight = torch.randn(16, 9, 3, 3, generator=torch.Generator().manual_seed(5)) / 9
    weight = weight.half().float()
    weight[:, :4] = unet.conv_in.weight.data
    unet.conv_in.weight.data = weight
    unet.register_to_config(in_channels=9)
    unet.conv_in.in_channels = 9
    pipe = StableDiffusionInpaintPipeline(**components, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    found = {"conv_in.weight": weight.half()}
    for strength in (1.0, 0.7):
        found[f"inpainting-model.ddim.{round(strength * 100)}"] = pipe(
            PROMPT,
            negative_prompt=NEGATIVE_PROMPT,
            image=Image.fromarray(picture.numpy()),
            mask_image=Image.fromarray(mask.numpy()),
            height=SIDE,
            width=SIDE,
            strength=strength,
            num_inference_steps=10,
            guidance_scale=5.0,
            generator=torch.Generator().manual_seed(SEED),
            output_type="latent",
        ).images
    return found


def wavy() -> torch.Tensor:
    """A picture without a repeated pixel, [height, width, 3]."""
    y, x = torch.meshgrid(torch.arange(SIDE) / SIDE, torch.arange(SIDE) / SIDE, indexing="ij")
    waves = [torch.sin(5 * x + 2 * y), torch.cos(7 * y - x), torch.sin(9 * x * y)]
    return torch.stack([127.5 + 120 * wave for wave in waves], dim=-1).round().to(torch.uint8)
