"""A ControlNet for the miniature of Stable Diffusion 1. Its encoder has the UNet's own weights, as training begins with, so that
only what it has besides is written."""

import torch
from diffusers import ControlNetModel, DDIMScheduler, StableDiffusionControlNetPipeline
from PIL import Image

from .controls import SIDE, wavy
from .families import folder, load
from .pictures import NEGATIVE_PROMPT, PROMPT, SEED
from .places import write_tensors

HINT_CHANNELS = (4, 8, 8)


def make() -> None:
    pipe = load("sd1")
    net = ControlNetModel.from_unet(pipe.unet, conditioning_embedding_out_channels=HINT_CHANNELS).eval()
    generator = torch.Generator().manual_seed(11)
    own = {}
    for name, parameter in net.named_parameters():
        if name.startswith(("controlnet_", "controlnet_cond_embedding")):
            scale = 0.1 if parameter.dim() == 1 else 0.5 * parameter[0].numel() ** -0.5
            parameter.data = (scale * torch.randn(parameter.shape, generator=generator)).half().float()
            own[name] = parameter.data.half()
    picture = wavy()
    hint = picture.permute(2, 0, 1)[None] / 255
    inputs = {
        "latent": torch.randn(1, 4, SIDE // 4, SIDE // 4, generator=generator),
        "states": torch.randn(1, 5, 32, generator=generator),
    }
    with torch.no_grad():
        skips, middle = net(inputs["latent"], 321, inputs["states"], hint, conditioning_scale=0.7, return_dict=False)
        noise = pipe.unet(
            inputs["latent"],
            321,
            inputs["states"],
            down_block_additional_residuals=skips,
            mid_block_additional_residual=middle,
        ).sample
    drawing = StableDiffusionControlNetPipeline(
        **pipe.components, controlnet=net, requires_safety_checker=False
    )
    drawing.set_progress_bar_config(disable=True)
    drawing.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    drawn = drawing(
        PROMPT,
        negative_prompt=NEGATIVE_PROMPT,
        image=Image.fromarray(picture.numpy()),
        num_inference_steps=10,
        guidance_scale=5.0,
        height=SIDE,
        width=SIDE,
        controlnet_conditioning_scale=0.7,
        control_guidance_start=0.2,
        control_guidance_end=0.8,
        generator=torch.Generator().manual_seed(SEED),
        output_type="latent",
    ).images
    tensors = {f"net.{k}": v for k, v in own.items()} | inputs
    tensors |= {"picture": picture, "skip.first": skips[0], "skip.last": skips[-1], "middle": middle, "noise": noise}
    write_tensors(folder("sd1") / "controlnet.safetensors", tensors | {"drawn.latent": drawn})
