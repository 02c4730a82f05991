"""LoRA and its relatives over the miniature of Stable Diffusion 1: files in the styles of kohya, diffusers, its older versions and
LyCORIS, and what diffusers and PEFT compute with them. Needs peft and accelerate beside the other requirements."""

import torch
from peft import LoHaConfig, LoraConfig, inject_adapter_in_model
from safetensors.torch import save_file

from .families import folder, load
from .places import write_tensors

RANK = 2
ALPHA = 3.0
STRENGTH = 0.7
# A part of the UNet is enough, and keeps the files small.
EVERYTHING = r"down_blocks\.0\.(.*\.0\.)?(.*(to_q|to_k|to_out\.0|ff\.net\.0\.proj)|resnets\.0\.conv1|attentions\.0\.proj_in)"
CONVOLUTION = r"down_blocks\.0\.resnets\.0\.conv1"
TEXT = r"text_model\.encoder\.layers\.[01]\..*(q_proj|out_proj|fc1)"


def make() -> None:
    target = folder("sd1") / "adapters"
    target.mkdir(exist_ok=True)
    expected = {}
    inputs = cases()
    expected |= inputs

    low_rank = adapter(LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=EVERYTHING, init_lora_weights=False), 1)
    texts = adapter(LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=TEXT, init_lora_weights=False), 2, text=True)
    save(kohya(low_rank, "lora_unet_") | kohya(texts, "lora_te_"), target / "kohya.safetensors")
    pipe = load("sd1")
    pipe.load_lora_weights(target, weight_name="kohya.safetensors", adapter_name="a")
    pipe.set_adapters(["a"], adapter_weights=[STRENGTH])
    expected["kohya.unet"], expected["kohya.text"] = outputs(pipe, inputs)

    # The same change in diffusers' own words, alpha folded into the factor that it multiplies.
    scaled = {k: v * (ALPHA / RANK if "lora_B" in k else 1) for k, v in low_rank.items()}
    scaled_texts = {k: v * (ALPHA / RANK if "lora_B" in k else 1) for k, v in texts.items()}
    named = {f"unet.{k}": v for k, v in scaled.items()} | {f"text_encoder.{k}": v for k, v in scaled_texts.items()}
    save(named, target / "diffusers.safetensors")
    linear = {k: v for k, v in named.items() if ("attn" in k and "unet" in k)}
    save({processor(k): v for k, v in linear.items()}, target / "processors.safetensors")
    pipe = load("sd1")
    pipe.load_lora_weights(dict(linear), adapter_name="a")
    expected["processors.unet"], _ = outputs(pipe, inputs)

    for name, config in {
        "loha": LoHaConfig(r=RANK, alpha=ALPHA, target_modules=EVERYTHING, init_weights=False),
        "loha-tucker": LoHaConfig(
            r=RANK, alpha=ALPHA, target_modules=CONVOLUTION, init_weights=False, use_effective_conv2d=True
        ),
        "dora": LoraConfig(
            r=RANK, lora_alpha=ALPHA, target_modules=EVERYTHING, init_lora_weights=False, use_dora=True
        ),
    }.items():
        pipe = load("sd1")
        weights = inject(pipe.unet, config, 3)
        expected[f"{name}.unet"], _ = outputs(pipe, inputs)
        save(lycoris(weights, "lora_unet_"), target / f"{name}.safetensors")
    write_tensors(target / "expected.safetensors", expected)


def save(weights: dict[str, torch.Tensor], path) -> None:
    """In half precision where that is exact."""
    save_file({k: v.half() if torch.equal(v.half().float(), v) else v for k, v in weights.items()}, path)


def cases() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(7)
    return {
        "latent": torch.randn(1, 4, 8, 8, generator=generator),
        "states": torch.randn(1, 5, 32, generator=generator),
        "tokens": torch.tensor([[998, 12, 40, 7, 999]]),
    }


@torch.no_grad()
def outputs(pipe, inputs) -> tuple[torch.Tensor, torch.Tensor]:
    noise = pipe.unet(inputs["latent"], 500, inputs["states"]).sample
    return noise, pipe.text_encoder(inputs["tokens"]).last_hidden_state


def adapter(config, seed: int, text: bool = False) -> dict[str, torch.Tensor]:
    pipe = load("sd1")
    return inject(pipe.text_encoder if text else pipe.unet, config, seed)


def inject(model, config, seed: int) -> dict[str, torch.Tensor]:
    """Random factors in a model, and the same as a dictionary by module."""
    inject_adapter_in_model(config, model, "default")
    generator = torch.Generator().manual_seed(seed)
    found = {}
    for name, parameter in model.named_parameters():
        if any(kind in name for kind in ("lora_", "hada_")):
            if "magnitude" in name:
                parameter.data = parameter.data * (1 + 0.1 * torch.randn(parameter.shape, generator=generator))
            else:
                parameter.data = (0.25 * torch.randn(parameter.shape, generator=generator)).half().float()
            found[name.replace(".default", "")] = parameter.data.clone()
    model.eval()
    return found


def kohya(weights: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    renamed = {}
    for key, value in weights.items():
        module, kind = key.split(".lora_")
        flat = prefix + module.replace(".", "_")
        renamed[f"{flat}.lora_{'down' if kind[0] == 'A' else 'up'}.weight"] = value
        renamed[f"{flat}.alpha"] = torch.tensor(ALPHA)
    return renamed


def processor(key: str) -> str:
    module, kind = key.split(".lora_")
    block, layer = module.split(".to_")
    return f"{block}.processor.to_{layer.split('.')[0]}_lora.{'down' if kind[0] == 'A' else 'up'}.weight"


def lycoris(weights: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    renamed = {}
    for key, value in weights.items():
        module = key.split(".hada_")[0].split(".lora_")[0]
        kind = key[len(module) + 1 :]
        flat = prefix + module.replace(".", "_")
        kind = {"lora_A.weight": "lora_down.weight", "lora_B.weight": "lora_up.weight"}.get(kind, kind)
        if "magnitude" in kind:
            kind, value = "dora_scale", value.reshape(-1, 1)
        renamed[f"{flat}.{kind}"] = value.clone()
        renamed[f"{flat}.alpha"] = torch.tensor(ALPHA)
    return renamed
