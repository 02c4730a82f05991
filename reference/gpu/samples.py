"""What a denoiser draws for the prompts that pack.py names, with fixed noise."""
import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

import networks


class Samples:
    def __init__(self, work, captions, scaling, device):
        self.device, self.scaling = device, scaling
        self.vae = networks.vae().to(device)
        self.vae.load_state_dict({k: v.float() for k, v in load_file(work / "out" / "vae.safetensors").items()})
        self.tokens = captions.tokens[:captions.prompts + 1]
        self.bars = networks.alpha_bars(device)
        self.noise = torch.randn(captions.prompts, networks.LATENT_CHANNELS, 16, 16,
                                 generator=torch.Generator().manual_seed(5)).to(device)

    @torch.no_grad()
    def latents(self, unet, text, steps, guidance):
        """DDIM from pure noise, the last timesteps of equal stretches."""
        x = self.noise
        dtype = next(unet.parameters()).dtype
        words = text(self.tokens)
        both = torch.cat([words[:1].expand(len(x), -1, -1), words[1:]])
        times = [999 - round(i * 1000 / steps) for i in range(steps)]
        for t, following in zip(times, times[1:] + [-1]):
            v = unet(torch.cat([x, x]).to(dtype), t, both, return_dict=False)[0].float()
            v = v[:len(x)] + guidance * (v[len(x):] - v[:len(x)])
            bar, next_bar = self.bars[t], self.bars[following] if following >= 0 else torch.ones((), device=self.device)
            clean = bar.sqrt() * x - (1 - bar).sqrt() * v
            noise = bar.sqrt() * v + (1 - bar).sqrt() * x
            x = next_bar.sqrt() * clean + (1 - next_bar).sqrt() * noise
        return x

    def write(self, unet, text, file, steps, guidance):
        self.write_latents(self.latents(unet, text, steps, guidance), file)

    @torch.no_grad()
    def write_latents(self, x, file):
        pictures = list(self.vae.decoder(self.vae.post_quant_conv(x / self.scaling)).clamp(-1, 1))
        rows = torch.cat([torch.cat(pictures[i:i + 8], 2) for i in range(0, len(pictures) // 8 * 8, 8)], 1)
        sheet = (rows.permute(1, 2, 0) * 127.5 + 127.5).round().byte().cpu().numpy()
        Image.fromarray(np.ascontiguousarray(sheet)).save(file)
