"""A latent consistency model that was told the guidance scale: a picture of diffusers' own pipeline."""

import torch
from diffusers import LatentConsistencyModelPipeline, LCMScheduler, UNet2DConditionModel

from .families import folder, load
from .pictures import PROMPT, SEED
from .places import write_tensors

WIDTH = 8


def make() -> None:
    components = load("sd1").components
    old = components["unet"]
    unet = UNet2DConditionModel.from_config(dict(old.config) | {"time_cond_proj_dim": WIDTH}).eval()
    weight = torch.randn(old.config.block_out_channels[0], WIDTH, generator=torch.Generator().manual_seed(6))
    weight = weight.half().float()
    unet.load_state_dict(old.state_dict() | {"time_embedding.cond_proj.weight": weight})
    scheduler = LCMScheduler.from_config(components["scheduler"].config)
    parts = {name: components[name] for name in ("vae", "text_encoder", "tokenizer", "feature_extractor")}
    pipe = LatentConsistencyModelPipeline(
        **parts, unet=unet, scheduler=scheduler, safety_checker=None, requires_safety_checker=False
    )
    pipe.set_progress_bar_config(disable=True)
    found = {"time_embedding.cond_proj.weight": weight.half()}
    for output in ("latent", "np"):
        images = pipe(
            PROMPT,
            height=64,
            width=64,
            num_inference_steps=4,
            guidance_scale=8.5,
            generator=torch.Generator().manual_seed(SEED),
            output_type=output,
        ).images
        if output == "latent":
            found["latent"] = images
        else:
            found["picture"] = torch.from_numpy((images[0] * 255).round()).to(torch.uint8)
    write_tensors(folder("sd1") / "consistency.safetensors", found)
