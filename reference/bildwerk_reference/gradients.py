"""Losses of the mini family with their gradients."""

import torch

from .families import folder, load
from .modules import PROMPTS
from .places import write_tensors

UNET = [
    "conv_in.weight",
    "time_embedding.linear_1.weight",
    "add_embedding.pool.positional_embedding",
    "add_embedding.proj.weight",
    "down_blocks.0.resnets.0.norm1.weight",
    "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight",
    "down_blocks.2.attentions.0.transformer_blocks.0.ff.net.0.proj.bias",
    "mid_block.resnets.0.time_emb_proj.weight",
    "mid_block.attentions.0.norm.bias",
    "up_blocks.1.attentions.1.transformer_blocks.0.attn1.to_q.weight",
    "up_blocks.3.resnets.1.conv_shortcut.weight",
    "conv_norm_out.weight",
    "conv_out.bias",
]
TEXT_ENCODER = [
    "text_model.embeddings.token_embedding.weight",
    "text_model.encoder.layers.0.self_attn.q_proj.weight",
    "text_model.encoder.layers.1.mlp.fc2.bias",
    "text_model.final_layer_norm.weight",
]
VAE = [
    "encoder.conv_in.weight",
    "encoder.down_blocks.1.downsamplers.0.conv.weight",
    "encoder.mid_block.resnets.0.norm1.bias",
    "quant_conv.weight",
    "post_quant_conv.bias",
    "decoder.mid_block.resnets.1.conv2.bias",
    "decoder.up_blocks.1.upsamplers.0.conv.bias",
    "decoder.conv_out.weight",
]
KL_WEIGHT = 1e-3


def make() -> None:
    pipe = load("mini")
    generator = torch.Generator().manual_seed(3000)
    tensors = denoising(pipe, generator) | autoencoding(pipe, generator)
    write_tensors(folder("mini") / "gradients.safetensors", tensors)


def denoising(pipe, generator) -> dict[str, torch.Tensor]:
    """mean((unet(sample, timestep, text_encoder(ids)) - target)^2)."""
    ids = pipe.tokenizer(PROMPTS, padding="max_length", truncation=True, max_length=77, return_tensors="pt").input_ids
    sample = torch.randn((2, 4, 8, 8), generator=generator)
    target = torch.randn((2, 4, 8, 8), generator=generator)
    timestep = torch.tensor([700, 150])
    predicted = pipe.unet(sample, timestep, pipe.text_encoder(ids).last_hidden_state).sample
    loss = (predicted - target).square().mean()
    loss.backward()
    values = {"input_ids": ids, "sample": sample, "target": target, "timestep": timestep, "loss": loss}
    tensors = {"denoising." + key: value for key, value in values.items()}
    tensors |= {f"denoising.grad.unet.{name}": pipe.unet.get_parameter(name).grad for name in UNET}
    for name in TEXT_ENCODER:
        tensors["denoising.grad.text_encoder." + name] = pipe.text_encoder.get_parameter(name).grad
    return tensors


def autoencoding(pipe, generator) -> dict[str, torch.Tensor]:
    """mean |decoded - picture| + KL_WEIGHT * the divergence, summed over a latent and averaged over pictures."""
    picture = torch.rand((2, 3, 16, 16), generator=generator) * 2 - 1
    posterior = pipe.vae.encode(picture).latent_dist
    noise = torch.randn(posterior.mean.shape, generator=generator)
    decoded = pipe.vae.decode(posterior.mean + posterior.std * noise).sample
    distance, divergence = (decoded - picture).abs().mean(), posterior.kl().mean()
    loss = distance + KL_WEIGHT * divergence
    loss.backward()
    values = {"picture": picture, "noise": noise, "l1": distance, "kl": divergence, "loss": loss}
    tensors = {"autoencoding." + key: value for key, value in values.items()}
    return tensors | {f"autoencoding.grad.vae.{name}": pipe.vae.get_parameter(name).grad for name in VAE}
