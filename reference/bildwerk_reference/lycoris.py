"""LyCORIS' further kinds of adapters over the miniature of Stable Diffusion 1, and what the model computes with them. Needs
lycoris-lora, einops and toml beside the other requirements; none of them at a user's."""

import torch
from lycoris.modules.glora import GLoRAModule
from lycoris.modules.ia3 import IA3Module
from lycoris.modules.lokr import LokrModule
from safetensors.torch import load_file, save_file

from .adapters import ALPHA, cases
from .families import folder, load
from .places import write_tensors

RANK = 2
LINEAR = "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k"
SQUARE = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q"
CONVOLUTION = "down_blocks.0.resnets.0.conv1"
NORM = "down_blocks.0.resnets.0.norm1"


def make() -> None:
    target = folder("sd1") / "adapters"
    expected = load_file(target / "expected.safetensors")
    kinds = {
        "lokr": lambda module, name: [
            LokrModule(name, module, 1, RANK, ALPHA, factor=4),
            LokrModule(name, module, 1, 1, ALPHA, factor=4, decompose_both=True),
            LokrModule(name, module, 1, RANK, ALPHA, factor=2, full_matrix=True),
        ],
        "lokr-tucker": lambda module, name: [LokrModule(name, module, 1, 1, ALPHA, factor=2, use_tucker=True)],
        "glora": lambda module, name: [GLoRAModule(name, module, 1, RANK, ALPHA)],
        "ia3": lambda module, name: [IA3Module(name, module, 1), IA3Module(name, module, 1, train_on_input=True)],
    }
    places = {"lokr-tucker": [CONVOLUTION]}
    for kind, (name, make_modules) in enumerate(kinds.items()):
        expected[f"{name}.unet"] = draw(name, make_modules, places.get(name, [LINEAR, SQUARE, CONVOLUTION]), target, kind)
    expected["whole.unet"] = whole(target)
    write_tensors(target / "expected.safetensors", expected)


@torch.no_grad()
def draw(kind: str, make_modules, places: list[str], target, seed: int) -> torch.Tensor:
    """One module after the other, so that every variant of a kind is used somewhere."""
    generator = torch.Generator().manual_seed(seed)
    pipe = load("sd1")
    stored = {}
    for index, place in enumerate(places):
        module = pipe.unet.get_submodule(place)
        flat = "lora_unet_" + place.replace(".", "_")
        variants = make_modules(module, flat)
        adapter = variants[index % len(variants)]
        for parameter in adapter.parameters():
            if parameter is not module.weight and parameter is not module.bias:
                parameter.data = (0.4 * torch.randn(parameter.shape, generator=generator)).half().float()
        state = {k: v for k, v in adapter.state_dict().items() if not k.startswith("org_module")}
        stored |= {f"{flat}.{key}": value.clone() for key, value in state.items()}
        # LokrModule's get_diff_weight has the scale twice; its forward, like other programs, has it once.
        lokr = isinstance(adapter, LokrModule)
        change = adapter.get_weight(module.weight.shape) if lokr else adapter.get_diff_weight(1)[0]
        module.weight.data += change.reshape(module.weight.shape)
    save_file({key: value.half() if value.is_floating_point() else value for key, value in stored.items()},
              target / f"{kind}.safetensors")
    inputs = cases()
    return pipe.unet(inputs["latent"], 500, inputs["states"]).sample


@torch.no_grad()
def whole(target) -> torch.Tensor:
    """Differences that are stored as they are, of a weight, a norm and biases."""
    generator = torch.Generator().manual_seed(9)
    pipe = load("sd1")
    stored = {}
    for place, names in {LINEAR: ("diff", None), NORM: ("w_norm", "b_norm"), "conv_out": ("diff", "diff_b")}.items():
        module = pipe.unet.get_submodule(place)
        flat = "lora_unet_" + place.replace(".", "_")
        for name, parameter in zip(names, (module.weight, module.bias)):
            if name:
                change = (0.2 * torch.randn(parameter.shape, generator=generator)).half().float()
                stored[f"{flat}.{name}"] = change
                parameter.data += change
    save_file({key: value.half() for key, value in stored.items()}, target / "whole.safetensors")
    inputs = cases()
    return pipe.unet(inputs["latent"], 500, inputs["states"]).sample
