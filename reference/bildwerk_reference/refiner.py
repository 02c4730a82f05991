"""A refiner cut out of the miniature SDXL, and what diffusers' two pipelines draw together with it."""

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerDiscreteScheduler,
    StableDiffusionXLImg2ImgPipeline,
    UNet2DConditionModel,
)

from .families import folder, load
from .pictures import NEGATIVE_PROMPT, PROMPT, SEED
from .places import write_tensors

FIRST_WIDTH = 24
PROJECTION = 32 + 5 * 8
SIDE = 32
SCHEDULERS = {"euler": EulerDiscreteScheduler, "ddim": DDIMScheduler, "dpm++-2m": DPMSolverMultistepScheduler}


def make() -> None:
    base = load("sdxl")
    refiner = StableDiffusionXLImg2ImgPipeline(
        vae=base.vae,
        text_encoder=None,
        text_encoder_2=base.text_encoder_2,
        tokenizer=None,
        tokenizer_2=base.tokenizer_2,
        unet=refiner_unet(base.unet),
        scheduler=base.scheduler,
        requires_aesthetics_score=True,
        force_zeros_for_empty_prompt=False,
        add_watermarker=False,
    )
    refiner.set_progress_bar_config(disable=True)
    settings = dict(base.scheduler.config)
    tensors = {}
    for sampler, kind in SCHEDULERS.items():
        for switch_at in (0.8, 0.4):
            extra = {"clip_sample": False, "set_alpha_to_one": False} if sampler == "ddim" else {}
            base.scheduler = kind.from_config(settings, **extra)
            refiner.scheduler = kind.from_config(settings, **extra)
            request = {"negative_prompt": NEGATIVE_PROMPT, "num_inference_steps": 10, "guidance_scale": 5.0}
            generator = torch.Generator().manual_seed(SEED)
            handed = base(
                PROMPT,
                height=SIDE,
                width=SIDE,
                denoising_end=switch_at,
                generator=generator,
                output_type="latent",
                **request,
            ).images
            tensors[f"{sampler}.{round(switch_at * 100)}"] = refiner(
                PROMPT,
                image=handed,
                original_size=(SIDE, SIDE),
                target_size=(SIDE, SIDE),
                denoising_start=switch_at,
                generator=generator,
                output_type="latent",
                **request,
            ).images
    write_tensors(folder("sdxl") / "refiner.safetensors", tensors)


def refiner_unet(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    """The same weights without what only the first text encoder and the sixth number need."""
    settings = {"cross_attention_dim": 32, "projection_class_embeddings_input_dim": PROJECTION}
    refiner = UNet2DConditionModel.from_config({**unet.config, **settings}).eval()
    weights = dict(unet.state_dict())
    for name, weight in weights.items():
        if name == "add_embedding.linear_1.weight":
            weights[name] = weight[:, :PROJECTION]
        elif ".attn2.to_k." in name or ".attn2.to_v." in name:
            weights[name] = weight[:, FIRST_WIDTH:]
    refiner.load_state_dict(weights)
    return refiner
