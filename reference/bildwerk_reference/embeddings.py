"""Textual inversions for the miniatures of Stable Diffusion 1 and XL, and what diffusers' pipelines make of prompts with them."""

import torch
from diffusers import EulerDiscreteScheduler
from safetensors.torch import save_file

from .families import folder, load
from .places import write_tensors

MOOD = "<mood>"
PLACE = "harbour"
PROMPTS = {
    "alone": "<mood>",
    "within": "a red fox, in <mood> light, at the harbour",
    "twice": "harbour harbour a fox<mood>",
    "plain": "a red fox",
}
NEGATIVE = "blurry <mood>"
SMALL = {"num_inference_steps": 4, "height": 32, "width": 32, "guidance_scale": 5.0}


def make() -> None:
    generator = torch.Generator().manual_seed(11)

    def vectors(*shape: int) -> torch.Tensor:
        return (0.5 * torch.randn(*shape, generator=generator)).half()

    sd1 = folder("sd1") / "embeddings"
    sd1.mkdir(exist_ok=True)
    mood, place = vectors(3, 32), vectors(32)
    save_file({"emb_params": mood}, sd1 / "mood.safetensors")
    save_file({PLACE: place.float()}, sd1 / "harbour.safetensors")
    pipe = load("sd1")
    pipe.load_textual_inversion(str(sd1 / "mood.safetensors"), token=MOOD)
    pipe.load_textual_inversion(str(sd1 / "harbour.safetensors"))
    write_tensors(sd1 / "expected.safetensors", encoded(pipe) | {"latent": latent(pipe)})

    sdxl = folder("sdxl") / "embeddings"
    sdxl.mkdir(exist_ok=True)
    pairs = {MOOD: (vectors(2, 24), vectors(2, 32)), PLACE: (vectors(1, 24), vectors(1, 32))}
    pipe = load("sdxl")
    for token, (small, large) in pairs.items():
        save_file({"clip_l": small, "clip_g": large}, sdxl / f"{token.strip('<>')}.safetensors")
        pipe.load_textual_inversion(
            {token: small.float()}, token=token, text_encoder=pipe.text_encoder, tokenizer=pipe.tokenizer
        )
        pipe.load_textual_inversion(
            {token: large.float()}, token=token, text_encoder=pipe.text_encoder_2, tokenizer=pipe.tokenizer_2
        )
    expected = encoded(pipe) | {"latent": latent(pipe)}
    # As the official configuration has it: transformers then pools at the largest id of a row.
    pipe.text_encoder_2.text_model.eos_token_id = 2
    expected["within.pooled-at-largest"] = pipe.encode_prompt(PROMPTS["within"], device="cpu")[2]
    write_tensors(sdxl / "expected.safetensors", expected)


@torch.no_grad()
def encoded(pipe) -> dict[str, torch.Tensor]:
    expected = {}
    for name, prompt in PROMPTS.items():
        states = pipe.encode_prompt(
            prompt, device="cpu", num_images_per_prompt=1, do_classifier_free_guidance=True, negative_prompt=NEGATIVE
        )
        # The first tokens tell all that changed; the padding behind them repeats it.
        expected[f"{name}.states"] = states[0][:, :24]
        expected["negative.states"] = states[1][:, :24]
        if len(states) == 4:
            expected[f"{name}.pooled"] = states[2]
            expected["negative.pooled"] = states[3]
    return expected


def latent(pipe) -> torch.Tensor:
    pipe.scheduler = EulerDiscreteScheduler.from_config(dict(pipe.scheduler.config))
    return pipe(
        PROMPTS["within"],
        negative_prompt=NEGATIVE,
        generator=torch.Generator().manual_seed(42),
        output_type="latent",
        **SMALL,
    ).images
