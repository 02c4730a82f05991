"""A small safety checker with random weights, and what diffusers' StableDiffusionSafetyChecker and CLIPImageProcessor say with it."""

import json
import re

import numpy as np
import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker, cosine_distance
from safetensors.torch import load_file
from transformers import CLIPConfig, CLIPImageProcessor

from .drawings import discs, house, soft_noise, stripes
from .places import SAFETY, write_tensors

FOLDER = SAFETY / "concepts"
SIZES = [(64, 64), (96, 160), (200, 133), (32, 32), (65, 33)]


def checker() -> StableDiffusionSafetyChecker:
    torch.manual_seed(3)
    config = CLIPConfig(
        text_config={"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 4, "intermediate_size": 48},
        vision_config={
            "hidden_size": 32,
            "num_hidden_layers": 3,
            "num_attention_heads": 4,
            "intermediate_size": 48,
            "image_size": 32,
            "patch_size": 8,
        },
        projection_dim=24,
    )
    made = StableDiffusionSafetyChecker(config).eval()
    with torch.no_grad():
        for weight in made.parameters():
            weight.copy_(torch.randn_like(weight) * (0.3 if weight.dim() > 1 else 0.1) + (1 if weight.dim() == 1 else 0))
        made.concept_embeds.copy_(torch.randn_like(made.concept_embeds))
        made.special_care_embeds.copy_(torch.randn_like(made.special_care_embeds))
    return made


def cosines(made: StableDiffusionSafetyChecker, pixels: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    embedded = made.visual_projection(made.vision_model(pixels)[1])
    return (
        cosine_distance(embedded, made.special_care_embeds)[0].numpy(),
        cosine_distance(embedded, made.concept_embeds)[0].numpy(),
    )


@torch.no_grad()
def make() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = checker()
    processor = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    images = {}
    for index, (width, height) in enumerate(SIZES):
        for draw in (soft_noise, discs, house, stripes):
            images[f"{draw.__name__.replace('_', '-')}-{width}x{height}"] = draw(width, height, index)
    inputs = {name: processor(image, return_tensors="pt").pixel_values for name, image in images.items()}
    seen = {name: cosines(made, pixels) for name, pixels in inputs.items()}
    # Thresholds that some pictures pass and others do not, also by the hundredth that a special concept adds.
    special, concepts = (np.stack([both[i] for both in seen.values()]) for i in (0, 1))
    made.special_care_embeds_weights.copy_(torch.from_numpy(np.quantile(special, 0.8, axis=0)))
    made.concept_embeds_weights.copy_(torch.from_numpy(concepts.max(axis=0) - 0.003))
    cases = []
    for name, image in images.items():
        image.save(FOLDER / f"{name}.png")
        _, refused = made(clip_input=inputs[name], images=np.zeros((1, 8, 8, 3), dtype=np.float32))
        both = [float(value) for value in np.concatenate(seen[name])]
        cases.append({"picture": name, "cosines": both, "refused": bool(refused[0])})
    assert 3 < sum(case["refused"] for case in cases) < len(cases) - 3
    folder = FOLDER / "safety_checker"
    made.save_pretrained(folder, safe_serialization=True)
    # As the published checkers have it; since release 5 transformers leaves one of the two out.
    weights = load_file(folder / "model.safetensors")
    renamed = {re.sub(r"^vision_model\.(?!vision_model)", "vision_model.vision_model.", name): weights[name] for name in weights}
    write_tensors(folder / "model.safetensors", renamed)
    (FOLDER / "cases.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
