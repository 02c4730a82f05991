"""Miniature models of the four families, in the shapes and with the habits of the real ones, with random weights."""

import shutil
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    EulerDiscreteScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from .places import DIFFUSION
from .vocabulary import END, standard_merges, write_tokenizer

MERGES = 486
VOCABULARY = 512 + MERGES + 2
NAMES = ("sd1", "sd2v", "sdxl", "mini")

SCALED_LINEAR = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "clip_sample": False,
    "set_alpha_to_one": False,
    "steps_offset": 1,
    "timestep_spacing": "leading",
}


def folder(name: str) -> Path:
    return DIFFUSION / "models" / name


def load(name: str):
    """The family as diffusers reads its folder, in float32."""
    kind = StableDiffusionXLPipeline if name == "sdxl" else StableDiffusionPipeline
    extra = {"add_watermarker": False} if name == "sdxl" else {"safety_checker": None, "requires_safety_checker": False}
    pipe = kind.from_pretrained(folder(name), torch_dtype=torch.float32, local_files_only=True, **extra)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def make() -> None:
    for seed, name in enumerate(NAMES):
        target = folder(name)
        shutil.rmtree(target, ignore_errors=True)
        pipe = {"sd1": sd1, "sd2v": sd2v, "sdxl": sdxl, "mini": mini}[name](target)
        generator = torch.Generator().manual_seed(1000 + seed)
        for part in pipe.components.values():
            if isinstance(part, torch.nn.Module):
                randomize(part, generator)
                part.to(torch.float16)
        pipe.save_pretrained(target)
        for surplus in target.glob("tokenizer*/special_tokens_map.json"):
            surplus.unlink()


def randomize(model: torch.nn.Module, generator: torch.Generator) -> None:
    """Every weight away from its default, so that none can be forgotten unseen; activations stay near one."""
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if parameter.dim() == 1:
            value = 0.1 * noise + (1.0 if "norm" in name and name.endswith("weight") else 0.0)
        elif "embedding" in name and "token_embedding" in name or "position" in name:
            value = 0.5 * noise
        else:
            value = noise * parameter[0].numel() ** -0.5
        parameter.data = value.to(torch.float16).to(torch.float32)


def tokenizer(target: Path, subfolder: str, pad_token: str) -> CLIPTokenizer:
    write_tokenizer(target / subfolder, standard_merges()[:MERGES], pad_token)
    return CLIPTokenizer.from_pretrained(target / subfolder)


def text_config(**settings) -> CLIPTextConfig:
    defaults = {
        "vocab_size": VOCABULARY,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "max_position_embeddings": 77,
        "projection_dim": 32,
        "bos_token_id": VOCABULARY - 2,
        "eos_token_id": VOCABULARY - 1,
        "pad_token_id": 1,
    }
    return CLIPTextConfig(**{**defaults, **settings})


def autoencoder(**settings) -> AutoencoderKL:
    defaults = {
        "block_out_channels": (8, 8, 16),
        "down_block_types": ("DownEncoderBlock2D",) * 3,
        "up_block_types": ("UpDecoderBlock2D",) * 3,
        "layers_per_block": 1,
        "latent_channels": 4,
        "norm_num_groups": 4,
        "sample_size": 64,
        "scaling_factor": 0.18215,
    }
    return AutoencoderKL(**{**defaults, **settings})


def pipeline(scheduler, target, text_encoder, unet, vae, pad_token=END) -> StableDiffusionPipeline:
    return StableDiffusionPipeline(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer(target, "tokenizer", pad_token),
        unet=unet,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def sd1(target: Path) -> StableDiffusionPipeline:
    """Stable Diffusion 1: quick_gelu, convolutions around the transformer, attention_head_dim that counts heads."""
    unet = UNet2DConditionModel(
        sample_size=16,
        block_out_channels=(16, 32),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        layers_per_block=2,
        attention_head_dim=4,
        cross_attention_dim=32,
        norm_num_groups=8,
    )
    text_encoder = CLIPTextModel(text_config(hidden_act="quick_gelu", bos_token_id=0, eos_token_id=2))
    vae = autoencoder(block_out_channels=(8, 16, 16))
    return pipeline(DDIMScheduler(**SCALED_LINEAR), target, text_encoder, unet, vae)


def sd2v(target: Path) -> StableDiffusionPipeline:
    """Stable Diffusion 2.1: gelu, linear projections, heads for each level, v-prediction, padding with token 0."""
    unet = UNet2DConditionModel(
        sample_size=16,
        block_out_channels=(8, 16),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        layers_per_block=2,
        attention_head_dim=[2, 4],
        cross_attention_dim=32,
        norm_num_groups=4,
        use_linear_projection=True,
    )
    scheduler = DDIMScheduler(**SCALED_LINEAR, prediction_type="v_prediction")
    text_encoder = CLIPTextModel(text_config(hidden_act="gelu"))
    return pipeline(scheduler, target, text_encoder, unet, autoencoder(), pad_token="!")


def sdxl(target: Path) -> StableDiffusionXLPipeline:
    """Stable Diffusion XL: two text encoders, pooled text and sizes beside the timestep, deeper transformers."""
    unet = UNet2DConditionModel(
        sample_size=16,
        block_out_channels=(8, 16, 24),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        layers_per_block=2,
        attention_head_dim=[2, 2, 4],
        transformer_layers_per_block=[1, 1, 2],
        cross_attention_dim=24 + 32,
        norm_num_groups=4,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=32 + 6 * 8,
    )
    euler = {key: SCALED_LINEAR[key] for key in SCALED_LINEAR if key not in ("clip_sample", "set_alpha_to_one")}
    first = text_config(hidden_act="quick_gelu", hidden_size=24, intermediate_size=48, bos_token_id=0, eos_token_id=2)
    return StableDiffusionXLPipeline(
        vae=autoencoder(scaling_factor=0.13025),
        text_encoder=CLIPTextModel(first),
        text_encoder_2=CLIPTextModelWithProjection(text_config(hidden_act="gelu")),
        tokenizer=tokenizer(target, "tokenizer", END),
        tokenizer_2=tokenizer(target, "tokenizer_2", "!"),
        unet=unet,
        scheduler=EulerDiscreteScheduler(**euler),
        add_watermarker=False,
    )


def mini(target: Path) -> StableDiffusionPipeline:
    """The shape of Bildwerk's own default model."""
    unet = UNet2DConditionModel(
        sample_size=16,
        block_out_channels=(16, 24, 24, 32),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        layers_per_block=1,
        attention_head_dim=4,
        cross_attention_dim=32,
        norm_num_groups=8,
        resnet_time_scale_shift="scale_shift",
        addition_embed_type="text",
        addition_embed_type_num_heads=4,
    )
    scheduler = DDIMScheduler(
        beta_schedule="squaredcos_cap_v2",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        prediction_type="v_prediction",
        clip_sample=False,
        set_alpha_to_one=True,
        steps_offset=1,  # unused by trailing spacing; StableDiffusionPipeline complains about 0
    )
    text_encoder = CLIPTextModel(text_config(hidden_act="gelu", num_hidden_layers=2))
    vae = autoencoder(mid_block_add_attention=False, scaling_factor=0.5)
    return pipeline(scheduler, target, text_encoder, unet, vae)
