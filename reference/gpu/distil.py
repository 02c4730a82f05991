"""python distil.py WORK: a LoRA with which the denoiser draws in four steps without guidance (Luo et al. 2023, LCM-LoRA).

Waits for WORK/denoiser.done; writes WORK/out/lcm.safetensors in PEFT's names.
"""
import os
import pathlib
import sys
import time

import torch
from safetensors.torch import load_file, save_file
from torch import nn

import clock
import networks
import packs
import samples
from optimizer import Optimizer, averaged

BATCH = int(os.environ.get("DISTIL_BATCH", 256))
RANK = 16
GUIDANCE = 4.0
SKIP = 20
PARTS = ("to_q", "to_k", "to_v", "to_out.0", "proj_in", "proj_out", "ff.net.0.proj", "ff.net.2", "conv1", "conv2", "conv_shortcut",
         "time_emb_proj", "downsamplers.0.conv", "upsamplers.0.conv", "conv_in", "conv_out")


class Adapted(nn.Module):
    """A layer and what is added to it."""

    def __init__(self, base):
        super().__init__()
        self.base = base
        if isinstance(base, nn.Conv2d):
            self.lora_A = nn.Conv2d(base.in_channels, RANK, base.kernel_size, base.stride, base.padding, bias=False)
            self.lora_B = nn.Conv2d(RANK, base.out_channels, 1, bias=False)
        else:
            self.lora_A, self.lora_B = nn.Linear(base.in_features, RANK, bias=False), nn.Linear(RANK, base.out_features, bias=False)
        nn.init.zeros_(self.lora_B.weight)

    def forward(self, x, *_):
        return self.base(x) + self.lora_B(self.lora_A(x))


def adapt(unet):
    """Replaces layers in place; gives the adapters by the replaced layer's name."""
    adapters = {}
    for name, layer in list(unet.named_modules()):
        if isinstance(layer, (nn.Linear, nn.Conv2d)) and name.endswith(PARTS) and "add_embedding" not in name:
            parent = unet.get_submodule(name.rpartition(".")[0]) if "." in name else unet
            adapters[name] = Adapted(layer)
            setattr(parent, name.rpartition(".")[2], adapters[name]) if not isinstance(parent, nn.ModuleList) \
                else parent.__setitem__(int(name.rpartition(".")[2]), adapters[name])
    return adapters


def main():
    work = pathlib.Path(sys.argv[1])
    out = work / "out"
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(3)
    teacher, student, text = networks.unet().to(device), networks.unet().to(device), networks.TextEncoder().to(device)
    for module in (teacher, student, text):
        module.requires_grad_(False)
    adapters = adapt(student)
    for adapter in adapters.values():
        adapter.to(device)
        adapter.lora_A.requires_grad_(True)
        adapter.lora_B.requires_grad_(True)
    if device == "cuda":
        teacher, student = teacher.to(memory_format=torch.channels_last), student.to(memory_format=torch.channels_last)
    bars = networks.alpha_bars(device)
    cast = lambda: torch.autocast(device, torch.bfloat16, enabled=device == "cuda", cache_enabled=False)
    column = lambda values: values[:, None, None, None]

    def ends(v, x, t):
        """The clean latent and the noise that a velocity means."""
        signal, strength = column(bars[t].sqrt()), column((1 - bars[t]).sqrt())
        return signal * x - strength * v, signal * v + strength * x

    def guided(x, t, words, nothing):
        with cast():
            v = teacher(torch.cat([x, x]), torch.cat([t, t]), torch.cat([nothing, words]), return_dict=False)[0].float()
        a, b = v.chunk(2)
        return a + GUIDANCE * (b - a)

    def drawn(x, t, words):
        with cast():
            v = student(x, t, words, return_dict=False)[0].float()
        return ends(v, x, t)[0]

    shape = (BATCH, networks.LATENT_CHANNELS, 16, 16)
    if device == "cuda" and os.environ.get("COMPILE", "1") == "1":
        try:
            x, t = torch.randn(shape, device=device), torch.randint(1000, (BATCH,), device=device)
            words = torch.randn(BATCH, 20, networks.WIDTH, device=device)
            fast_guided, fast_drawn = torch.compile(guided, dynamic=False), torch.compile(drawn, dynamic=False)
            with torch.no_grad():
                fast_guided(x, t, words, words)
                fast_drawn(x, t, words)
            fast_drawn(x, t, words).mean().backward()
            student.zero_grad(set_to_none=True)
            guided, drawn = fast_guided, fast_drawn
            print("distil: compiled", flush=True)
        except Exception as e:
            print(f"distil: not compiled: {e!r}"[:2000], flush=True)

    packs.wait_for(work / "denoiser.done")
    captions = packs.Captions(work / "packs", device)
    file = torch.load(work / "latents.pt")
    latents, scaling = file["latents"].to(device), file["scaling"]
    weights = {k: v.float() for k, v in load_file(out / "unet.safetensors").items()}
    teacher.load_state_dict(weights)
    base = lambda key: next((f"{n}.base{key[len(n):]}" for n in adapters if key.startswith(n + ".")), key)
    missing = student.load_state_dict({base(k): v for k, v in weights.items()}, strict=False)
    assert not missing.unexpected_keys and all("lora_" in k for k in missing.missing_keys), missing
    text.load_state_dict({k: v.float() for k, v in load_file(out / "text_encoder.safetensors").items()})

    trained = [p for a in adapters.values() for p in (a.lora_A.weight, a.lora_B.weight)]
    optimizer = Optimizer([(trained, 1)], 0.95)
    time_left = clock.Clock("DISTIL_SECONDS", 70)
    step, last = 0, time.time()
    with torch.no_grad():
        nothing = text(captions.tokens[:1]).expand(BATCH, -1, -1).contiguous()
    while (progress := time_left.progress()) < 1:
        with torch.no_grad():
            picture, tokens = captions.draw(BATCH)
            words = text(tokens)
            clean, noise = latents[picture].float() * scaling, torch.randn(shape, device=device)
            t = SKIP * torch.randint(1, 1000 // SKIP + 1, (BATCH,), device=device) - 1
            before = (t - SKIP).clamp(min=0)
            x = column(bars[t].sqrt()) * clean + column((1 - bars[t]).sqrt()) * noise
            whole, rest = ends(guided(x, t, words, nothing), x, t)
            x_before = column(bars[before].sqrt()) * whole + column((1 - bars[before]).sqrt()) * rest
            target = torch.where(column(t < SKIP), whole, drawn(x_before, before, words))
        error = drawn(x, t, words) - target
        loss = ((error.square() + 1e-6).sqrt() - 1e-3).mean()
        loss.backward()
        optimizer.step(clock.rate(1e-3, step, progress, 100, 0.4))
        step += 1
        if step % 20 == 0 and time.time() - last > 5:
            last = time.time()
            print(f"distil: step {step}, {progress:.0%}, loss {loss.item():.4f}", flush=True)
    with averaged(optimizer):
        saved = {}
        for name, adapter in adapters.items():
            saved[f"unet.{name}.lora_A.weight"] = adapter.lora_A.weight.detach().half().contiguous().cpu()
            saved[f"unet.{name}.lora_B.weight"] = adapter.lora_B.weight.detach().half().contiguous().cpu()
        save_file(saved, out / "lcm.safetensors", {"format": "pt"})
        print(f"distil: {step} steps", flush=True)
        sheets = samples.Samples(work, captions, scaling, device)
        for steps in (4, 2):
            with torch.no_grad():
                generator = torch.Generator(device).manual_seed(6)
                x, words = sheets.noise, text(sheets.tokens[1:])
                times = [999 - round(i * 1000 / steps / SKIP) * SKIP for i in range(steps)]
                for t, following in zip(times, times[1:] + [None]):
                    with cast():
                        v = student(x, t, words, return_dict=False)[0].float()
                    x = ends(v, x, torch.full((len(x),), t, device=device))[0]
                    if following is not None:
                        x = bars[following].sqrt() * x + (1 - bars[following]).sqrt() * torch.randn(
                            x.shape, generator=generator, device=device)
            sheets.write_latents(x, out / f"sheet-lcm-{steps}.png")
    (work / "distil.done").touch()


if __name__ == "__main__":
    main()
