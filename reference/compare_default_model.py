"""Draws one picture with diffusers from a folder such as models/bildwerk-mini, to be compared with Bildwerk's own.

    python reference/compare_default_model.py models/bildwerk-mini out --prompt "a red fox" --seed 1
    python reference/compare_default_model.py models/bildwerk-mini --fixture

writes out.png and out.safetensors (latent and picture), or with --fixture the file that the Java tests compare with.
With --against other.png it says how near that picture is, in decibels: 45 and more is the same picture to any eye.
"""

import argparse
import json
from pathlib import Path

import numpy
import torch
from bildwerk_reference.places import DIFFUSION
from diffusers import DDIMScheduler, EulerDiscreteScheduler, StableDiffusionPipeline
from PIL import Image
from safetensors.torch import save_file

SCHEDULERS = {"ddim": DDIMScheduler, "euler": EulerDiscreteScheduler}
FIXTURE = DIFFUSION / "default-model.safetensors"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a diffusers folder")
    parser.add_argument("output", type=Path, nargs="?", help="path of the two files to write, without an ending")
    parser.add_argument("--prompt", default="a red apple")
    parser.add_argument("--negative-prompt", default="")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--guidance-scale", type=float, default=5.0)
    parser.add_argument("--sampler", choices=SCHEDULERS, default="ddim")
    parser.add_argument("--size", type=int, help="side in pixels; the model's own if not given")
    parser.add_argument("--against", type=Path, help="a PNG of the same request to measure")
    parser.add_argument("--fixture", action="store_true", help=f"write {FIXTURE.name} for the Java tests instead")
    given = parser.parse_args()
    if not given.fixture and given.output is None:
        parser.error("say where to write, or --fixture")
    return given


def main() -> None:
    given = arguments()
    torch.set_num_threads(1)
    pipe = StableDiffusionPipeline.from_pretrained(
        given.model,
        torch_dtype=torch.float32,
        local_files_only=True,
        safety_checker=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    pipe.scheduler = SCHEDULERS[given.sampler].from_config(pipe.scheduler.config)
    side = given.size or pipe.unet.config.sample_size * pipe.vae_scale_factor
    request = {
        "prompt": given.prompt,
        "negativePrompt": given.negative_prompt,
        "seed": given.seed,
        "steps": given.steps,
        "guidanceScale": given.guidance_scale,
        "sampler": given.sampler,
        "width": side,
        "height": side,
    }
    latent = draw(pipe, request, "latent")
    pixels = (draw(pipe, request, "np")[0] * 255).round().astype(numpy.uint8)
    if given.fixture:
        save(FIXTURE, latent, pixels, request)
        return
    save(given.output.with_suffix(".safetensors"), latent, pixels, request)
    Image.fromarray(pixels).save(given.output.with_suffix(".png"))
    if given.against:
        other = numpy.asarray(Image.open(given.against).convert("RGB"))
        error = numpy.square((pixels.astype(float) - other) / 255).mean()
        print(f"{10 * numpy.log10(1 / error) if error else numpy.inf:.1f} dB")


def draw(pipe, request, output_type: str):
    return pipe(
        request["prompt"],
        negative_prompt=request["negativePrompt"],
        generator=torch.Generator().manual_seed(request["seed"]),
        num_inference_steps=request["steps"],
        guidance_scale=request["guidanceScale"],
        width=request["width"],
        height=request["height"],
        output_type=output_type,
    ).images


def save(path: Path, latent: torch.Tensor, pixels: numpy.ndarray, request: dict) -> None:
    tensors = {"latent": latent, "picture": torch.from_numpy(pixels).contiguous()}
    save_file(tensors, path, metadata={"request": json.dumps(request)})


if __name__ == "__main__":
    main()
