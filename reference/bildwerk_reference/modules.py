"""Inputs and outputs of each family's text encoders, UNet and autoencoder, and of blocks inside them."""

import torch

from .families import NAMES, folder, load
from .places import write_tensors

BLOCKS = {
    "sd1": {
        "unet": [
            "time_embedding",
            "down_blocks.0",
            "down_blocks.0.resnets.0",
            "down_blocks.0.attentions.0",
            "down_blocks.0.downsamplers.0",
            "down_blocks.1.resnets.0",
            "mid_block",
            "up_blocks.0",
            "up_blocks.0.upsamplers.0",
            "up_blocks.1",
        ],
        "vae": [
            "encoder.down_blocks.0",
            "encoder.down_blocks.0.downsamplers.0",
            "encoder.mid_block",
            "encoder.mid_block.attentions.0",
            "decoder.mid_block.resnets.0",
            "decoder.up_blocks.0",
        ],
    },
    "sd2v": {"unet": ["down_blocks.0.attentions.0", "mid_block"], "vae": []},
    "sdxl": {"unet": ["add_embedding", "down_blocks.2.attentions.0", "mid_block", "up_blocks.0"], "vae": []},
    "mini": {
        "unet": ["add_embedding", "down_blocks.0.resnets.0", "down_blocks.1", "mid_block", "up_blocks.3"],
        "vae": ["encoder.mid_block"],
    },
}
PROMPTS = ["a red fox in the snow, watercolor", "Ein Schloß am See"]


def make() -> None:
    for seed, name in enumerate(NAMES):
        generator = torch.Generator().manual_seed(2000 + seed)
        pipe = load(name)
        tensors = {}
        with torch.no_grad():
            text(pipe, tensors)
            unet(pipe, tensors, generator, BLOCKS[name]["unet"])
            vae(pipe, tensors, generator, BLOCKS[name]["vae"])
        assert all(torch.isfinite(value).all() for value in tensors.values()), name
        write_tensors(folder(name) / "cases.safetensors", tensors)


def text(pipe, tensors) -> None:
    for suffix in ("", "_2"):
        encoder = getattr(pipe, "text_encoder" + suffix, None)
        if encoder is None:
            continue
        tokenizer = getattr(pipe, "tokenizer" + suffix)
        ids = tokenizer(PROMPTS, padding="max_length", truncation=True, max_length=77, return_tensors="pt").input_ids
        output = encoder(ids, output_hidden_states=True)
        penultimate = output.hidden_states[-2]
        values = {
            "input_ids": ids,
            "last_hidden_state": output.last_hidden_state,
            "penultimate": penultimate,
            "penultimate_normed": encoder.text_model.final_layer_norm(penultimate),
            "pooled": output.text_embeds if hasattr(output, "text_embeds") else output.pooler_output,
        }
        tensors |= {f"text_encoder{suffix}.{key}": value for key, value in values.items()}


def unet(pipe, tensors, generator, blocks) -> None:
    model = pipe.unet
    size = 16 if len(model.config.block_out_channels) > 2 else 8
    sample = torch.randn((2, 4, size, size), generator=generator)
    context = torch.randn((2, 77, model.config.cross_attention_dim), generator=generator)
    tensors |= {"unet.sample": sample, "unet.encoder_hidden_states": context}
    added = {}
    if model.config.addition_embed_type == "text_time":
        added["text_embeds"] = torch.randn((2, 32), generator=generator)
        added["time_ids"] = torch.tensor([[64.0, 64, 0, 0, 64, 64], [512, 768, 16, 8, 1024, 1024]])
        tensors |= {"unet." + key: value for key, value in added.items()}
    for label, timestep in (("t999", 999), ("t37", 37), ("mixed", torch.tensor([999, 37]))):
        recorded = record(model, blocks if label == "t37" else [])
        tensors[f"unet.{label}"] = model(sample, timestep, context, added_cond_kwargs=added).sample
        finish(recorded, "unet", tensors)


def vae(pipe, tensors, generator, blocks) -> None:
    model = pipe.vae
    picture = torch.rand((1, 3, 32, 32), generator=generator) * 2 - 1
    latent = torch.randn((1, 4, 8, 8), generator=generator)
    recorded = record(model, blocks)
    posterior = model.encode(picture).latent_dist
    decoded = model.decode(latent).sample
    finish(recorded, "vae", tensors)
    # DiagonalGaussianDistribution clamps logvar to [-30, 20]; these lie within
    values = {"picture": picture, "mean": posterior.mean, "logvar": posterior.logvar}
    values |= {"latent": latent, "decoded": decoded}
    tensors |= {"vae." + key: value for key, value in values.items()}


def record(model, paths):
    """Forward hooks that keep what goes into the named blocks and what comes out."""
    kept, handles = {}, []
    for path in paths:
        module = model.get_submodule(path)

        def keep(module, args, kwargs, output, path=path):
            kept[path] = (args, kwargs, output)

        handles.append(module.register_forward_hook(keep, with_kwargs=True))
    return kept, handles


def finish(recorded, root, tensors) -> None:
    kept, handles = recorded
    for handle in handles:
        handle.remove()
    for path, (args, kwargs, output) in kept.items():
        inputs = flatten("in", list(args)) | flatten("in", kwargs)
        inputs.pop("in.encoder_hidden_states", None)  # always the UNet's own
        for key, value in (inputs | flatten("out", output)).items():
            tensors[f"{root}.{path}:{key}"] = value


def flatten(prefix, value) -> dict[str, torch.Tensor]:
    if isinstance(value, torch.Tensor):
        return {prefix: value}
    if isinstance(value, dict):
        return {k: v for key, item in value.items() for k, v in flatten(f"{prefix}.{key}", item).items()}
    if isinstance(value, (list, tuple)):
        return {k: v for index, item in enumerate(value) for k, v in flatten(f"{prefix}.{index}", item).items()}
    return {}
