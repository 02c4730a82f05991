"""The three modules of the default model, with the names that diffusers and transformers give their weights."""
import math

import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch import nn

LATENT_CHANNELS = 8
TOKENS = 20
WIDTH = 256
VOCABULARY = 6144
END = VOCABULARY - 1
WORD_DEVIATION = 0.3


def vae():
    widths = [48, 96, 128, 160]
    return AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=LATENT_CHANNELS, block_out_channels=widths, layers_per_block=1,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4, norm_num_groups=16,
        mid_block_add_attention=False, sample_size=128, scaling_factor=1.0, force_upcast=False)


def unet():
    return UNet2DConditionModel(
        sample_size=16, in_channels=LATENT_CHANNELS, out_channels=LATENT_CHANNELS, block_out_channels=(64, 128, 192, 256),
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"), layers_per_block=1,
        attention_head_dim=(4, 4, 4, 4), cross_attention_dim=WIDTH, norm_num_groups=32, flip_sin_to_cos=True, freq_shift=0,
        resnet_time_scale_shift="scale_shift", addition_embed_type="text", addition_embed_type_num_heads=4)


class _Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x):
        q, k, v = (p(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out_proj(mixed.transpose(1, 2).flatten(2))


class _Mlp(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class _Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.layer_norm1, self.layer_norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.self_attn, self.mlp = _Attention(width, heads), _Mlp(width)

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x))
        return x + self.mlp(self.layer_norm2(x))


class _TextModel(nn.Module):
    def __init__(self, layers, heads):
        super().__init__()
        self.embeddings = nn.ModuleDict({
            "token_embedding": nn.Embedding(VOCABULARY, WIDTH), "position_embedding": nn.Embedding(TOKENS, WIDTH)})
        self.encoder = nn.ModuleDict({"layers": nn.ModuleList(_Layer(WIDTH, heads) for _ in range(layers))})
        self.final_layer_norm = nn.LayerNorm(WIDTH)
        with torch.no_grad():
            # Words are told apart from the first step on; the tokens that fill a row, and places, begin silent.
            nn.init.normal_(self.embeddings["token_embedding"].weight, std=WORD_DEVIATION)
            self.embeddings["token_embedding"].weight[VOCABULARY - 2:] = 0
            self.embeddings["position_embedding"].weight.zero_()

    def forward(self, tokens):
        x = self.embeddings["token_embedding"](tokens) + self.embeddings["position_embedding"].weight
        for layer in self.encoder["layers"]:
            x = layer(x)
        return self.final_layer_norm(x)


class TextEncoder(nn.Module):
    """transformers' CLIPTextModel: its last hidden state, [batch, 20, 256]."""

    def __init__(self):
        super().__init__()
        self.text_model = _TextModel(layers=3, heads=4)

    def forward(self, tokens):
        return self.text_model(tokens)


def alpha_bars(device):
    """[1000]: the squared cosine, rescaled so that nothing is left of the signal at its end (Lin et al. 2023)."""
    bar = lambda t: math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2
    betas = torch.tensor([min(1 - bar((i + 1) / 1000) / bar(i / 1000), 0.999) for i in range(1000)], dtype=torch.float64)
    root = torch.cumprod(1 - betas, 0).sqrt()
    root = (root - root[-1]) * root[0] / (root[0] - root[-1])
    return (root ** 2).float().to(device)
