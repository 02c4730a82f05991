"""Pictures held to other pictures: several ControlNets and T2I-Adapters at once, by diffusers' own pipelines over the
miniature models. What the networks do not share with a UNet is patterned."""

import torch
from diffusers import (
    ControlNetModel,
    DDIMScheduler,
    EulerDiscreteScheduler,
    MultiAdapter,
    StableDiffusionAdapterPipeline,
    StableDiffusionControlNetImg2ImgPipeline,
    StableDiffusionControlNetPipeline,
    StableDiffusionXLAdapterPipeline,
    StableDiffusionXLControlNetPipeline,
    T2IAdapter,
)
from PIL import Image

from .controls import wavy
from .families import folder, load
from .patterned import fill
from .pictures import NEGATIVE_PROMPT, PROMPT, SEED
from .places import write_tensors

HINT_CHANNELS = (4, 8, 8)
WHOLE = Image.fromarray(wavy().numpy())
WIDE = Image.fromarray(wavy().numpy()[:24, :40])
REQUEST = {"num_inference_steps": 10, "guidance_scale": 5.0, "output_type": "latent"}
SIZE = {"height": 64, "width": 64}
SPANS = {
    "controlnet_conditioning_scale": [0.7, 0.5],
    "control_guidance_start": [0.0, 0.25],
    "control_guidance_end": [0.6, 1.0],
}


def net(pipe, seed: str, **settings) -> ControlNetModel:
    """Its encoder has the UNet's own weights, as training begins with."""
    made = ControlNetModel.from_unet(pipe.unet, conditioning_embedding_out_channels=HINT_CHANNELS).eval()
    made.register_to_config(**settings)
    fill(made, seed, lambda name: name.startswith("controlnet_"))
    return made


def adapter(seed: str, kind: str, channels, factor: int, resnets: int = 2, in_channels: int = 3) -> T2IAdapter:
    made = T2IAdapter(in_channels, list(channels), resnets, factor, kind).eval()
    fill(made, seed)
    return made


def levels() -> dict[str, torch.Tensor]:
    """What each kind of adapter answers to a picture whose sides are odd from the second level on."""
    picture = torch.from_numpy(wavy().numpy()[:24, :40].copy()).permute(2, 0, 1)[None] / 255
    kinds = {
        "full": adapter("full.", "full_adapter", (16, 32, 32), 4),
        "xl": adapter("xl.", "full_adapter_xl", (8, 16, 24, 24), 8),
        "light": adapter("light.", "light_adapter", (16, 32), 4, resnets=3),
        "grey": adapter("grey.", "full_adapter", (8, 16), 4, resnets=1, in_channels=1),
    }
    found = {}
    with torch.no_grad():
        for name, made in kinds.items():
            seen = picture.mean(1, keepdim=True) if name == "grey" else picture
            found |= {f"levels.{name}.{i}": level for i, level in enumerate(made(seen))}
    return found


def drawn(pipeline, components, scheduler=DDIMScheduler, **request) -> torch.Tensor:
    pipe = pipeline(**components)
    pipe.set_progress_bar_config(disable=True)
    ddim = {"clip_sample": False, "set_alpha_to_one": False} if scheduler is DDIMScheduler else {}
    pipe.scheduler = scheduler.from_config(pipe.scheduler.config, **ddim)
    generator = torch.Generator().manual_seed(SEED)
    return pipe(PROMPT, negative_prompt=NEGATIVE_PROMPT, generator=generator, **REQUEST, **request).images


def without_encoder(components: dict) -> dict:
    """The oldest of the pipelines has no place for an encoder of pictures."""
    return {name: part for name, part in components.items() if name != "image_encoder"}


def sd1() -> dict[str, torch.Tensor]:
    pipe = load("sd1")
    components = pipe.components | {"requires_safety_checker": False}
    first, second = net(pipe, "first."), net(pipe, "second.")
    pooled = net(pipe, "first.", global_pool_conditions=True)
    full, other = (adapter(seed, "full_adapter", (16, 32), 4) for seed in ("full.", "other."))
    both = {"controlnet": [first, second]}
    found = levels()
    for name, scheduler in (("ddim", DDIMScheduler), ("euler", EulerDiscreteScheduler)):
        found[f"controls.{name}"] = drawn(
            StableDiffusionControlNetPipeline, components | both, scheduler, image=[WHOLE, WIDE], **SPANS, **SIZE
        )
    found["pooled.ddim"] = drawn(
        StableDiffusionControlNetPipeline, components | {"controlnet": pooled}, image=WIDE, **SIZE
    )
    found["changed.ddim"] = drawn(
        StableDiffusionControlNetImg2ImgPipeline,
        components | both,
        image=WHOLE,
        control_image=[WHOLE, WIDE],
        strength=0.6,
        **SPANS,
        **SIZE,
    )
    found["adapters.ddim"] = drawn(
        StableDiffusionAdapterPipeline,
        without_encoder(components) | {"adapter": MultiAdapter([full, other])},
        image=[WHOLE, WIDE],
        adapter_conditioning_scale=[0.8, 0.4],
        **SIZE,
    )
    found["mixed.ddim"] = mixed(pipe, components, first, full)
    return found


def mixed(pipe, components, first, full) -> torch.Tensor:
    """No pipeline has both, but the UNet takes both: the adapter's features are put in for the first seven steps."""
    with torch.no_grad():
        features = full(wavy().permute(2, 0, 1)[None] / 255)
    step = 0

    def beside(module, args, kwargs):
        nonlocal step
        if step < 7:
            kwargs["down_intrablock_additional_residuals"] = [0.8 * feature.repeat(2, 1, 1, 1) for feature in features]
        step += 1
        return args, kwargs

    handle = pipe.unet.register_forward_pre_hook(beside, with_kwargs=True)
    latent = drawn(
        StableDiffusionControlNetPipeline,
        components | {"controlnet": first},
        image=WIDE,
        controlnet_conditioning_scale=0.6,
        control_guidance_start=0.2,
        **SIZE,
    )
    handle.remove()
    return latent


def sdxl() -> dict[str, torch.Tensor]:
    pipe = load("sdxl")
    components = pipe.components
    xl = adapter("xl.", "full_adapter_xl", (8, 16, 24, 24), 8)
    return {
        "controls.ddim": drawn(
            StableDiffusionXLControlNetPipeline,
            components | {"controlnet": [net(pipe, "first."), net(pipe, "second.")]},
            image=[WHOLE, WIDE],
            **SPANS,
            **SIZE,
        ),
        "adapters.ddim": drawn(
            StableDiffusionXLAdapterPipeline,
            components | {"adapter": xl},
            image=WIDE,
            adapter_conditioning_scale=0.8,
            adapter_conditioning_factor=0.6,
            **SIZE,
        ),
    }


def make() -> None:
    for name, found in (("sd1", sd1()), ("sdxl", sdxl())):
        write_tensors(folder(name) / "guides.safetensors", found)
