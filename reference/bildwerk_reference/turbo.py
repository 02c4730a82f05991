"""Few steps without guidance: the schedulers of SDXL Turbo, SD Turbo and SDXL Lightning, and a LoRA with LCM's, over the miniature models."""

import torch
from diffusers import EulerAncestralDiscreteScheduler, EulerDiscreteScheduler, LCMScheduler

from .families import folder, load
from .pictures import draw
from .places import write_tensors

TRAILING = {"timestep_spacing": "trailing"}
STEPS = (1, 2, 4)
LORA_GUIDANCE = (1.0, 1.5)
# As adapters.py has it.
LORA = "kohya.safetensors"
STRENGTH = 0.7


def make() -> None:
    for name in ("sd1", "sdxl"):
        pipe = load(name)
        settings = dict(pipe.scheduler.config) | TRAILING
        tensors = {}
        for sampler, kind in {"euler": EulerDiscreteScheduler, "euler-a": EulerAncestralDiscreteScheduler}.items():
            pipe.scheduler = kind.from_config(settings)
            for steps in STEPS:
                tensors[f"{sampler}.{steps}"] = draw(pipe, "latent", num_inference_steps=steps, guidance_scale=0.0)
        if name == "sd1":
            tensors |= lora()
        write_tensors(folder(name) / "turbo.safetensors", tensors)


def lora() -> dict[str, torch.Tensor]:
    pipe = load("sd1")
    pipe.scheduler = LCMScheduler.from_config(pipe.scheduler.config)
    pipe.load_lora_weights(folder("sd1") / "adapters", weight_name=LORA, adapter_name="a")
    pipe.set_adapters(["a"], adapter_weights=[STRENGTH])
    return {
        f"lcm-lora.{guidance}": draw(pipe, "latent", num_inference_steps=4, guidance_scale=guidance)
        for guidance in LORA_GUIDANCE
    }
