"""Names and shapes of whole models in one file, without a weight, and what diffusers' own conversion makes of each."""

import gzip

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders.single_file_utils import (
    convert_ldm_clip_checkpoint,
    convert_ldm_unet_checkpoint,
    convert_ldm_vae_checkpoint,
    convert_open_clip_checkpoint,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from .places import DIFFUSION

UNET = "model.diffusion_model."
VAE = "first_stage_model."
PARTS_OF_QKV = 3
IDS_PER_NAME = 4


def conv(keys, name, out, into, size, bias=True):
    keys[name + ".weight"] = (out, into, size, size)
    if bias:
        keys[name + ".bias"] = (out,)


def linear(keys, name, out, into, bias=True):
    keys[name + ".weight"] = (out, into)
    if bias:
        keys[name + ".bias"] = (out,)


def norm(keys, name, width):
    keys[name + ".weight"] = (width,)
    keys[name + ".bias"] = (width,)


def ldm_unet(into, width, multipliers, depths, middle_depth, context, use_linear, label_width):
    """As ldm/modules/diffusionmodules/openaimodel.py counts its blocks, with two residual blocks at each resolution."""
    keys = {}
    layers = 2

    def resnet(name, before, after):
        norm(keys, name + ".in_layers.0", before)
        conv(keys, name + ".in_layers.2", after, before, 3)
        linear(keys, name + ".emb_layers.1", after, 4 * width)
        norm(keys, name + ".out_layers.0", after)
        conv(keys, name + ".out_layers.3", after, after, 3)
        if before != after:
            conv(keys, name + ".skip_connection", after, before, 1)

    def transformer(name, channels, depth):
        norm(keys, name + ".norm", channels)
        for projection in (".proj_in", ".proj_out"):
            if use_linear:
                linear(keys, name + projection, channels, channels)
            else:
                conv(keys, name + projection, channels, channels, 1)
        for i in range(depth):
            block = f"{name}.transformer_blocks.{i}"
            for attention, source in (("attn1", channels), ("attn2", context)):
                linear(keys, f"{block}.{attention}.to_q", channels, channels, bias=False)
                linear(keys, f"{block}.{attention}.to_k", channels, source, bias=False)
                linear(keys, f"{block}.{attention}.to_v", channels, source, bias=False)
                linear(keys, f"{block}.{attention}.to_out.0", channels, channels)
            linear(keys, f"{block}.ff.net.0.proj", 8 * channels, channels)
            linear(keys, f"{block}.ff.net.2", channels, 4 * channels)
            for i_norm in (1, 2, 3):
                norm(keys, f"{block}.norm{i_norm}", channels)

    linear(keys, "time_embed.0", 4 * width, width)
    linear(keys, "time_embed.2", 4 * width, 4 * width)
    if label_width:
        linear(keys, "label_emb.0.0", 4 * width, label_width)
        linear(keys, "label_emb.0.2", 4 * width, 4 * width)
    conv(keys, "input_blocks.0.0", width, into, 3)
    skips, channels, index = [width], width, 1
    for level, multiplier in enumerate(multipliers):
        for _ in range(layers):
            resnet(f"input_blocks.{index}.0", channels, multiplier * width)
            channels = multiplier * width
            if depths[level]:
                transformer(f"input_blocks.{index}.1", channels, depths[level])
            skips.append(channels)
            index += 1
        if level < len(multipliers) - 1:
            conv(keys, f"input_blocks.{index}.0.op", channels, channels, 3)
            skips.append(channels)
            index += 1
    resnet("middle_block.0", channels, channels)
    transformer("middle_block.1", channels, middle_depth)
    resnet("middle_block.2", channels, channels)
    index = 0
    for level, multiplier in reversed(list(enumerate(multipliers))):
        for layer in range(layers + 1):
            resnet(f"output_blocks.{index}.0", channels + skips.pop(), multiplier * width)
            channels = multiplier * width
            place = 1
            if depths[level]:
                transformer(f"output_blocks.{index}.1", channels, depths[level])
                place = 2
            if level and layer == layers:
                conv(keys, f"output_blocks.{index}.{place}.conv", channels, channels, 3)
            index += 1
    norm(keys, "out.0", width)
    conv(keys, "out.2", 4, width, 3)
    return keys


def ldm_vae():
    """As ldm/modules/diffusionmodules/model.py counts its blocks: 128 channels, times 1, 2, 4, 4."""
    keys = {}
    channels = [128, 256, 512, 512]
    layers, latent = 2, 4

    def resnet(name, before, after):
        norm(keys, name + ".norm1", before)
        conv(keys, name + ".conv1", after, before, 3)
        norm(keys, name + ".norm2", after)
        conv(keys, name + ".conv2", after, after, 3)
        if before != after:
            conv(keys, name + ".nin_shortcut", after, before, 1)

    def middle(name):
        resnet(name + ".block_1", channels[-1], channels[-1])
        norm(keys, name + ".attn_1.norm", channels[-1])
        for part in ("q", "k", "v", "proj_out"):
            conv(keys, f"{name}.attn_1.{part}", channels[-1], channels[-1], 1)
        resnet(name + ".block_2", channels[-1], channels[-1])

    conv(keys, "encoder.conv_in", channels[0], 3, 3)
    before = channels[0]
    for level, after in enumerate(channels):
        for layer in range(layers):
            resnet(f"encoder.down.{level}.block.{layer}", before, after)
            before = after
        if level < len(channels) - 1:
            conv(keys, f"encoder.down.{level}.downsample.conv", after, after, 3)
    middle("encoder.mid")
    norm(keys, "encoder.norm_out", before)
    conv(keys, "encoder.conv_out", 2 * latent, before, 3)
    conv(keys, "decoder.conv_in", before, latent, 3)
    middle("decoder.mid")
    for level, after in reversed(list(enumerate(channels))):
        for layer in range(layers + 1):
            resnet(f"decoder.up.{level}.block.{layer}", before, after)
            before = after
        if level:
            conv(keys, f"decoder.up.{level}.upsample.conv", after, after, 3)
    norm(keys, "decoder.norm_out", before)
    conv(keys, "decoder.conv_out", 3, before, 3)
    conv(keys, "quant_conv", 2 * latent, 2 * latent, 1)
    conv(keys, "post_quant_conv", latent, latent, 1)
    return keys


def open_clip(width, layers):
    """As open_clip's CLIP names its text half."""
    keys = {
        "positional_embedding": (77, width),
        "text_projection": (width, width),
        "logit_scale": (),
        "token_embedding.weight": (49408, width),
    }
    norm(keys, "ln_final", width)
    for i in range(layers):
        block = f"transformer.resblocks.{i}"
        keys[block + ".attn.in_proj_weight"] = (3 * width, width)
        keys[block + ".attn.in_proj_bias"] = (3 * width,)
        linear(keys, block + ".attn.out_proj", width, width)
        norm(keys, block + ".ln_1", width)
        norm(keys, block + ".ln_2", width)
        linear(keys, block + ".mlp.c_fc", 4 * width, width)
        linear(keys, block + ".mlp.c_proj", width, 4 * width)
    return keys


def clip_config(width, layers, heads, **settings):
    return CLIPTextConfig(
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        projection_dim=width,
        **settings,
    )


def vit_l():
    return CLIPTextModel(clip_config(768, 12, 12))


def diffusers_unet(**settings):
    return UNet2DConditionModel(
        block_out_channels=settings.pop("channels"),
        down_block_types=tuple(("CrossAttn" if a else "") + "DownBlock2D" for a in settings["attention"]),
        up_block_types=tuple(("CrossAttn" if a else "") + "UpBlock2D" for a in reversed(settings.pop("attention"))),
        **settings,
    )


def families():
    """For each: the tensors of its one file, and the diffusers models that they are to become."""
    with torch.device("meta"):
        kl = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=2,
        )
        four = (320, 640, 1280, 1280)
        first_three = (True, True, True, False)
        xl = {"use_linear_projection": True, "addition_embed_type": "text_time", "addition_time_embed_dim": 256}
        vae = prefixed(VAE, ldm_vae())
        clip = {key: tuple(value.shape) for key, value in vit_l().state_dict().items()}
        yield "sd1", {
            **prefixed(UNET, ldm_unet(4, 320, (1, 2, 4, 4), (1, 1, 1, 0), 1, 768, False, 0)),
            **vae,
            **prefixed("cond_stage_model.transformer.", clip),
        }, {
            "unet": diffusers_unet(channels=four, attention=first_three, cross_attention_dim=768),
            "vae": kl,
            "text_encoder": vit_l(),
        }
        yield "sd2", {
            **prefixed(UNET, ldm_unet(4, 320, (1, 2, 4, 4), (1, 1, 1, 0), 1, 1024, True, 0)),
            **vae,
            **prefixed("cond_stage_model.model.", open_clip(1024, 24)),
        }, {
            "unet": diffusers_unet(
                channels=four,
                attention=first_three,
                cross_attention_dim=1024,
                use_linear_projection=True,
                attention_head_dim=[5, 10, 20, 20],
            ),
            "vae": kl,
            "text_encoder": CLIPTextModel(clip_config(1024, 23, 16, hidden_act="gelu")),
        }
        big_g = CLIPTextModelWithProjection(clip_config(1280, 32, 20, hidden_act="gelu"))
        yield "sdxl", {
            **prefixed(UNET, ldm_unet(4, 320, (1, 2, 4), (0, 2, 10), 10, 2048, True, 2816)),
            **vae,
            **prefixed("conditioner.embedders.0.transformer.", clip),
            **prefixed("conditioner.embedders.1.model.", open_clip(1280, 32)),
        }, {
            "unet": diffusers_unet(
                channels=(320, 640, 1280),
                attention=(False, True, True),
                cross_attention_dim=2048,
                transformer_layers_per_block=[1, 2, 10],
                attention_head_dim=[5, 10, 20],
                projection_class_embeddings_input_dim=2816,
                **xl,
            ),
            "vae": kl,
            "text_encoder": vit_l(),
            "text_encoder_2": big_g,
        }
        yield "refiner", {
            **prefixed(UNET, ldm_unet(4, 384, (1, 2, 4, 4), (0, 4, 4, 0), 4, 1280, True, 2560)),
            **vae,
            **prefixed("conditioner.embedders.0.model.", open_clip(1280, 32)),
        }, {
            "unet": diffusers_unet(
                channels=(384, 768, 1536, 1536),
                attention=(False, True, True, False),
                cross_attention_dim=1280,
                transformer_layers_per_block=4,
                attention_head_dim=[6, 12, 24, 24],
                projection_class_embeddings_input_dim=2560,
                **xl,
            ),
            "vae": kl,
            "text_encoder_2": big_g,
        }


def prefixed(prefix, keys):
    return {prefix + key: shape for key, shape in keys.items()}


def converted(checkpoint, models):
    """The state dictionaries that diffusers makes of the file."""
    states = {
        "unet": convert_ldm_unet_checkpoint(dict(checkpoint), dict(models["unet"].config)),
        "vae": convert_ldm_vae_checkpoint(dict(checkpoint), dict(models["vae"].config)),
    }
    if "cond_stage_model.model.ln_final.weight" in checkpoint:
        states["text_encoder"] = convert_open_clip_checkpoint(models["text_encoder"], checkpoint)
    elif "text_encoder" in models:
        states["text_encoder"] = convert_ldm_clip_checkpoint(checkpoint)
    if "text_encoder_2" in models:
        place = 1 if "text_encoder" in models else 0
        states["text_encoder_2"] = convert_open_clip_checkpoint(
            models["text_encoder_2"], checkpoint, prefix=f"conditioner.embedders.{place}.model."
        )
    return states


def marked(index, name, shape):
    """A tensor of that shape whose every number says of which tensor (and which third of it) it is."""
    start = index * IDS_PER_NAME
    if ".attn.in_proj_" in name:
        third = (shape[0] // PARTS_OF_QKV, *shape[1:])
        return torch.cat([torch.full(third, start + i, dtype=torch.int16) for i in range(PARTS_OF_QKV)])
    return torch.full((1,) * len(shape), start, dtype=torch.int16).expand(shape)


def mark(tensor, place):
    return int(tensor[(place,) * tensor.dim()])


def make() -> None:
    target = DIFFUSION / "manifests"
    target.mkdir(parents=True, exist_ok=True)
    for family, shapes, models in families():
        names = sorted(shapes)
        targets = {name: [] for name in names}
        with torch.device("cpu"):
            checkpoint = {name: marked(i, name, shapes[name]) for i, name in enumerate(names)}
            states = converted(checkpoint, models)
        for part, state in states.items():
            wanted = models[part].state_dict()
            assert set(state) == set(wanted), (family, part, set(state) ^ set(wanted))
            for key, value in state.items():
                assert value.shape == wanted[key].shape, (family, part, key)
                first = mark(value, 0)
                assert first == mark(value, -1), (family, part, key)
                targets[names[first // IDS_PER_NAME]].append((first % IDS_PER_NAME, f"{part}:{key}"))
            print(family, part, len(state))
        lines = [
            " ".join([name, ",".join(map(str, shapes[name])) or "-", *(key for _, key in sorted(targets[name]))])
            for name in names
        ]
        data = gzip.compress("\n".join(lines).encode() + b"\n", 9, mtime=0)
        (target / f"{family}.txt.gz").write_bytes(data)
        print(family, len(lines), "tensors,", len(data), "bytes")
