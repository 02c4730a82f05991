"""Names and shapes of ControlNets and T2I-Adapters of full size as their authors wrote them, and the weight of diffusers' class
that each is."""

import gzip
import re

import torch
from diffusers import ControlNetModel, T2IAdapter
from diffusers.loaders.single_file_utils import convert_controlnet_checkpoint

from .manifests import conv, ldm_unet, mark, marked, prefixed
from .places import DIFFUSION

HINT = (16, 16, 32, 32, 96, 96, 256)
CROSS, PLAIN = "CrossAttnDownBlock2D", "DownBlock2D"
XL = {
    "block_out_channels": (320, 640, 1280),
    "cross_attention_dim": 2048,
    "attention_head_dim": [5, 10, 20],
    "use_linear_projection": True,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
}


def original(width, multipliers, *shape) -> dict:
    """As cldm/cldm.py names its layers: a denoiser's way down, and a convolution for each of its answers."""
    unet = ldm_unet(4, width, multipliers, *shape)
    keys = {key: size for key, size in unet.items() if not key.startswith(("output_blocks", "out."))}
    channels = [width]
    for level, multiplier in enumerate(multipliers):
        channels += [multiplier * width] * (3 if level < len(multipliers) - 1 else 2)
    for i, count in enumerate(channels):
        conv(keys, f"zero_convs.{i}.0", count, count, 1)
    conv(keys, "middle_block_out.0", channels[-1], channels[-1], 1)
    for i, (before, after) in enumerate(zip((3, *HINT), (*HINT, width))):
        conv(keys, f"input_hint_block.{2 * i}", after, before, 3)
    return keys


def controlnets():
    """For each: its tensors, and what diffusers' conversion makes of them."""
    sd1 = ControlNetModel(cross_attention_dim=768)
    sd2 = ControlNetModel(
        cross_attention_dim=1024, use_linear_projection=True, attention_head_dim=[5, 10, 20, 20]
    )
    types = {"down_block_types": (PLAIN, CROSS, CROSS)}
    xl = ControlNetModel(**XL, **types, transformer_layers_per_block=[1, 2, 10])
    four = (320, (1, 2, 4, 4), (1, 1, 1, 0), 1)
    yield "controlnet-sd1", prefixed("control_model.", original(*four, 768, False, 0)), sd1
    yield "controlnet-sd2", original(*four, 1024, True, 0), sd2
    yield "controlnet-sdxl", original(320, (1, 2, 4), (0, 2, 10), 10, 2048, True, 2816), xl


def smaller_ones():
    """Of Stable Diffusion XL, as diffusers' own were published: with less attention, and with none."""
    middle = {"down_block_types": (PLAIN, CROSS, CROSS), "transformer_layers_per_block": [0, 0, 1]}
    small = {"down_block_types": (PLAIN,) * 3, "transformer_layers_per_block": [0, 0, 0]}
    yield "controlnet-sdxl-mid", ControlNetModel(**XL, **middle)
    yield "controlnet-sdxl-small", ControlNetModel(**XL, **small)


def adapters():
    four = [320, 640, 1280, 1280]
    yield "adapter-sd1", T2IAdapter(3, four, 2, 8, "full_adapter"), in_one_row
    yield "adapter-sd1-grey", T2IAdapter(1, four, 2, 8, "full_adapter"), in_one_row
    yield "adapter-sd1-light", T2IAdapter(3, four[:3], 4, 8, "light_adapter"), in_bodies
    xl = T2IAdapter(3, four, 2, 16, "full_adapter_xl")
    yield "adapter-sdxl", xl, lambda key: key
    yield "adapter-sdxl-original", xl, in_one_row


def in_one_row(key: str) -> str:
    """As the original Adapter numbers its residual blocks: scripts/convert_original_t2i_adapter.py of diffusers."""
    key = re.sub(r"body\.(\d)\.in_conv", lambda found: f"body.{2 * int(found[1])}.in_conv", key)
    row = r"body\.(\d)\.resnets\.(\d)"
    return re.sub(row, lambda found: f"body.{2 * int(found[1]) + int(found[2])}", key).removeprefix("adapter.")


def in_bodies(key: str) -> str:
    return key.replace("resnets", "body").removeprefix("adapter.")


def converted(names, shapes, model) -> dict[str, str]:
    checkpoint = {name: marked(i, name, shapes[name]) for i, name in enumerate(names)}
    state = convert_controlnet_checkpoint(checkpoint, dict(model.config))
    for i, place in ((1, 0), (2, 2)):  # That conversion forgets what it does for a denoiser.
        for kind in ("weight", "bias"):
            if f"label_emb.0.{place}.{kind}" in checkpoint:
                state[f"add_embedding.linear_{i}.{kind}"] = checkpoint[f"label_emb.0.{place}.{kind}"]
    wanted = model.state_dict()
    assert set(state) == set(wanted), set(state) ^ set(wanted)
    assert all(state[key].shape == wanted[key].shape for key in wanted)
    return {names[mark(value, 0) // 4]: key for key, value in state.items()}


def make() -> None:
    found = {}
    with torch.device("meta"):
        nets, small, light = list(controlnets()), list(smaller_ones()), list(adapters())
    for name, shapes, model in nets:
        targets = converted(sorted(shapes), shapes, model)
        found[name] = [(key, shapes[key], targets[key]) for key in sorted(shapes)]
    for name, model in small:
        found[name] = sorted((key, tuple(value.shape), key) for key, value in model.state_dict().items())
    for name, model, rename in light:
        found[name] = sorted((rename(key), tuple(value.shape), key) for key, value in model.state_dict().items())
    for name, lines in found.items():
        text = "\n".join(f"{key} {','.join(map(str, shape))} guide:{target}" for key, shape, target in lines)
        data = gzip.compress(text.encode() + b"\n", 9, mtime=0)
        (DIFFUSION / "manifests" / f"{name}.txt.gz").write_bytes(data)
        print(name, len(lines), "tensors,", len(data), "bytes")
