"""python train_denoiser.py WORK: trains text encoder and UNet on WORK/latents.pt once it is there.

Writes WORK/out/unet.safetensors, text_encoder.safetensors and sheets of samples. A file WORK/until holds another end than
DENOISER_SECONDS (seconds since 1970): the learning rate falls towards it.
"""
import os
import pathlib
import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

import clock
import networks
import packs
import samples
from optimizer import Optimizer, averaged

BATCH = int(os.environ.get("BATCH", 512))
WARMUP_STEPS = int(os.environ.get("WARMUP_STEPS", 1500))
PEAK = float(os.environ.get("PEAK", 1e-3))


def text_warmup(text, captions, device):
    """Every token behind a caption's words is to hold the sum of their fixed random codes (decision 0004)."""
    codes = torch.randn(networks.VOCABULARY, networks.WIDTH, device=device)
    optimizer = Optimizer([(text.parameters(), 1)], 0.99)
    rows = captions.tokens
    for step in range(WARMUP_STEPS):
        _, tokens = captions.draw(BATCH)
        # Half of all rows are drawn from every caption alike, for the words of pictures that are seldom drawn.
        tokens = torch.where(torch.rand(BATCH, 1, device=device) < 0.5, rows[torch.randint(len(rows), (BATCH,), device=device)], tokens)
        counts = torch.zeros(BATCH, networks.VOCABULARY, device=device).scatter_(1, tokens, 1)
        empty = (tokens[:, 1] == networks.END)
        counts[:, networks.END - 1] = 0
        counts[:, networks.END] = empty.float()
        wanted = counts @ codes
        wanted = wanted * (networks.WIDTH / wanted.square().sum(1, keepdim=True)).sqrt()
        behind = ((tokens == networks.END) & (torch.cumsum(tokens == networks.END, 1) > 0)).float()[..., None]
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            held = text(tokens)
        loss = ((held.float() - wanted[:, None]).square() * behind).sum() / (behind.sum() * networks.WIDTH)
        loss.backward()
        optimizer.step(clock.rate(1e-3, step, (step + 1) / WARMUP_STEPS, 50, 0.3))
        if (step + 1) % 300 == 0:
            print(f"text: step {step + 1}, {100 * loss.item():.1f} % of the words lost", flush=True)
    with torch.no_grad():
        torch._foreach_copy_([p.detach() for p in text.parameters()], optimizer.average)


def main():
    work = pathlib.Path(sys.argv[1])
    out = work / "out"
    out.mkdir(exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(2)
    torch.backends.cudnn.benchmark = True
    text, unet = networks.TextEncoder().to(device), networks.unet().to(device)
    if device == "cuda":
        unet = unet.to(memory_format=torch.channels_last)
    bars = networks.alpha_bars(device)

    def loss_of(clean, noise, timestep, tokens):
        signal, strength = bars[timestep].sqrt()[:, None, None, None], (1 - bars[timestep]).sqrt()[:, None, None, None]
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda", cache_enabled=False):
            velocity = unet(signal * clean + strength * noise, timestep, text(tokens), return_dict=False)[0]
        return (velocity.float() - (signal * noise - strength * clean)).square().mean((1, 2, 3))

    shape = (BATCH, networks.LATENT_CHANNELS, 16, 16)
    compiled = loss_of
    if device == "cuda" and os.environ.get("COMPILE", "1") == "1":
        began = time.time()
        try:
            compiled = torch.compile(loss_of, dynamic=False)
            compiled(torch.randn(shape, device=device), torch.randn(shape, device=device),
                     torch.randint(1000, (BATCH,), device=device), torch.randint(6000, (BATCH, 20), device=device)).mean().backward()
            torch.cuda.synchronize()
            print(f"denoiser: compiled in {time.time() - began:.0f} s", flush=True)
        except Exception as e:
            compiled = loss_of
            print(f"denoiser: not compiled: {e!r}"[:2000], flush=True)
        unet.zero_grad(set_to_none=True)
        text.zero_grad(set_to_none=True)

    packs.wait_for(work / "packs" / "captions.done")
    captions = packs.Captions(work / "packs", device)
    text_warmup(text, captions, device)
    packs.wait_for(work / "latents.pt")
    file = torch.load(work / "latents.pt")
    latents, scaling = file["latents"].to(device), file["scaling"]

    optimizer = Optimizer([(unet.parameters(), 1), (text.parameters(), 0.05)], float(os.environ.get("DECAY", 0.9995)))
    time_left = clock.Clock("DENOISER_SECONDS", 360)
    sheets = samples.Samples(work, captions, scaling, device)
    step, last, sheet = 0, time.time(), 0.15
    losses = torch.zeros(2, device=device)
    print(f"denoiser: begins, {sum(p.numel() for p in unet.parameters()):,} and {sum(p.numel() for p in text.parameters()):,} weights",
          flush=True)

    def write():
        for name, module in (("unet", unet), ("text_encoder", text)):
            save_file({k: v.detach().half().contiguous().cpu() for k, v in module.state_dict().items()},
                      out / f"{name}.part", {"format": "pt"})
            (out / f"{name}.part").rename(out / f"{name}.safetensors")

    half = BATCH // 2
    while True:
        if step % 50 == 0 and (work / "until").exists():
            time_left.seconds = float((work / "until").read_text()) - time_left.start
        progress = time_left.progress()
        if progress >= 1:
            break
        with torch.no_grad():
            picture, tokens = captions.draw(BATCH)
            clean = latents[picture].float() * scaling
            # Half at the noisiest fifth (decision 0005), less of it towards the end, when detail is what is left to learn.
            place = (torch.arange(BATCH, device=device) % half + torch.rand(BATCH, device=device)) / half
            noisy = half if progress < 0.7 else half // 2
            place[:noisy] = 0.8 + 0.2 * place[:noisy]
            timestep = (place * 1000).long().clamp(max=999)
        each = compiled(clean, torch.randn(shape, device=device), timestep, tokens)
        each.mean().backward()
        losses += torch.stack([each.detach()[:noisy].mean(), each.detach()[half:].mean()])
        # The encoder is not to forget its words while the UNet is a beginner.
        optimizer.adam.param_groups[1]["pace"] = 0.05 if progress < 0.15 else 0.2
        optimizer.step(clock.rate(PEAK, step, progress, 500, 0.35))
        step += 1
        if step % 50 == 0:
            noisy_loss, all_loss = (losses / 50).tolist()
            losses.zero_()
            if time.time() - last > 10:
                last = time.time()
                print(f"denoiser: step {step}, {progress:.0%}, loss {all_loss:.4f}, noisiest {noisy_loss:.4f}, "
                      f"{step * BATCH / (time.time() - time_left.start):.0f}/s", flush=True)
            if progress > sheet:
                with averaged(optimizer):
                    write()
                    sheets.write(unet, text, out / f"sheet-{step:06d}.png", 20, 4)
                sheet += 0.2
    with averaged(optimizer):
        write()
        print(f"denoiser: {step} steps, {step * BATCH:,} pictures", flush=True)
        sheets.write(unet, text, out / "sheet-last.png", 25, 4)
    (work / "denoiser.done").touch()


if __name__ == "__main__":
    main()
