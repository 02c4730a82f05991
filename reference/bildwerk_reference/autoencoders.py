"""Pictures through an autoencoder that is not the model's own: a tiny one, and that of another model."""

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionImg2ImgPipeline
from PIL import Image

from . import tiny
from .controls import wavy
from .families import folder, load
from .pictures import NEGATIVE_PROMPT, PROMPT, REQUEST, SEED
from .places import write_tensors


def make() -> None:
    settings = {"clip_sample": False, "set_alpha_to_one": False}
    tensors = {}
    for name, vae in (
        ("tiny", tiny.load()),
        ("other", AutoencoderKL.from_pretrained(folder("sd2v") / "vae")),
    ):
        components = load("sd1").components | {"vae": vae.to(torch.float32).eval()}
        pipe = StableDiffusionImg2ImgPipeline(**components, requires_safety_checker=False)
        pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config, **settings)
        pipe.set_progress_bar_config(disable=True)
        given = {
            "prompt": PROMPT,
            "negative_prompt": NEGATIVE_PROMPT,
            "image": Image.fromarray(wavy().numpy()),
            "strength": 0.6,
            "num_inference_steps": REQUEST["num_inference_steps"],
            "guidance_scale": REQUEST["guidance_scale"],
        }
        for output in ("latent", "np"):
            images = pipe(**given, generator=torch.Generator().manual_seed(SEED), output_type=output).images
            if output == "latent":
                tensors[f"{name}.latent"] = images
            else:
                tensors[f"{name}.picture"] = torch.from_numpy((images[0] * 255).round()).to(torch.uint8)
    write_tensors(folder("sd1") / "autoencoders.safetensors", tensors)
