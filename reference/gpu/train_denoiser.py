"""python train_denoiser.py WORK: trains text encoder and UNet on WORK/latents.pt once it is there.

Writes WORK/out/unet.safetensors, text_encoder.safetensors and sheets of samples. A file WORK/until holds another end than
DENOISER_SECONDS (seconds since 1970): the learning rate falls towards it.
"""
import os
import pathlib
import sys
import time

import torch
from safetensors.torch import save_file

import clock
import networks
import packs
import samples
from flat import Flat, faster_layout, named, replayed

BATCH = int(os.environ.get("BATCH", 512))
WARMUP_STEPS = int(os.environ.get("WARMUP_STEPS", 1500))
PEAK = float(os.environ.get("PEAK", 1e-3))


def text_warmup(text, flat, captions, device):
    """Every token behind a caption's words is to hold the sum of their fixed random codes (decision 0004)."""
    codes = torch.randn(networks.VOCABULARY, networks.WIDTH, device=device)
    lost = torch.zeros((), device=device)

    def step():
        _, drawn = captions.draw(BATCH)
        # Half of all rows are drawn from every caption alike, for the words of pictures that are seldom drawn.
        other = captions.tokens[torch.randint(len(captions.tokens), (BATCH,), device=device)]
        tokens = torch.where(torch.rand(BATCH, 1, device=device) < 0.5, other, drawn)
        counts = torch.zeros(BATCH, networks.VOCABULARY, device=device).scatter_(1, tokens, 1)
        counts[:, networks.END - 1] = 0
        counts[:, networks.END] = (tokens[:, 1] == networks.END).float()
        wanted = counts @ codes
        wanted = wanted * (networks.WIDTH / wanted.square().sum(1, keepdim=True)).sqrt()
        behind = (tokens == networks.END).float()[..., None]
        loss = ((text(tokens).float() - wanted[:, None]).square() * behind).sum() / (behind.sum() * networks.WIDTH)
        loss.backward()
        flat.step()
        lost.copy_(loss.detach())

    step = replayed(step, device, "text")
    for i in range(WARMUP_STEPS):
        flat.rate.fill_(clock.rate(1e-3, i, (i + 1) / WARMUP_STEPS, 50, 0.3))
        step()
        if (i + 1) % 300 == 0:
            print(f"text: step {i + 1}, {100 * lost.item():.1f} % of the words lost", flush=True)


def main():
    work = pathlib.Path(sys.argv[1])
    out = work / "out"
    out.mkdir(exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(2)
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = True
    shape = (BATCH, networks.LATENT_CHANNELS, 16, 16)
    type_of = lambda module: next(module.parameters()).dtype
    dummy = lambda m: (torch.randint(1000, (BATCH,), device=device), torch.randn(BATCH, 20, 256, device=device).to(type_of(m)))
    nhwc = faster_layout(
        networks.unet, lambda m, layout: m(torch.randn(shape, device=device).to(type_of(m), memory_format=layout), *dummy(m),
                                           return_dict=False)[0].float().square().mean(), device, "denoiser")
    layout = torch.channels_last if nhwc else torch.contiguous_format
    text, unet = networks.TextEncoder().to(device), networks.unet().to(device)
    bars = networks.alpha_bars(device)

    packs.wait_for(work / "packs" / "captions.done")
    captions = packs.Captions(work / "packs", device)
    words = Flat([named(text, "text.")], 0.99, device)
    text_warmup(text, words, captions, device)
    with torch.no_grad():
        for view, p in zip(words.views, words.parameters):
            p.data = view(words.average).clone()
    del words

    flat = Flat([named(unet, "unet."), named(text, "text.")], float(os.environ.get("DECAY", 0.9995)), device, nhwc)
    packs.wait_for(work / "latents.pt")
    file = torch.load(work / "latents.pt")
    latents, scaling = file["latents"].to(device).contiguous(), file["scaling"]
    half = BATCH // 2
    noisy, losses = torch.full((), half, device=device), torch.zeros(2, device=device)
    lower = torch.arange(BATCH, device=device)

    def step():
        with torch.no_grad():
            picture, tokens = captions.draw(BATCH)
            clean, noise = latents[picture].float() * scaling, torch.randn(shape, device=device)
            # Half at the noisiest fifth (decision 0005), less of it towards the end, when detail is what is left to learn.
            place = (lower % half + torch.rand(BATCH, device=device)) / half
            place = torch.where(lower < noisy, 0.8 + 0.2 * place, place)
            timestep = (place * 1000).long().clamp(max=999)
            signal, strength = bars[timestep].sqrt()[:, None, None, None], (1 - bars[timestep]).sqrt()[:, None, None, None]
            mixed = (signal * clean + strength * noise).to(flat.compute.dtype).contiguous(memory_format=layout)
        velocity = unet(mixed, timestep, text(tokens), return_dict=False)[0].float()
        each = (velocity - (signal * noise - strength * clean)).square().mean((1, 2, 3))
        each.mean().backward()
        flat.step()
        losses.add_(torch.stack([each.detach()[:half // 2].mean(), each.detach()[half:].mean()]))

    flat.paces[1].fill_(0.05)
    step = replayed(step, device, "denoiser")
    time_left = clock.Clock("DENOISER_SECONDS", 300)
    sheets = samples.Samples(work, captions, scaling, device)
    done, last, sheet = 0, time.time(), 0.2
    print(f"denoiser: begins, {sum(p.numel() for p in unet.parameters()):,} and {sum(p.numel() for p in text.parameters()):,} weights",
          flush=True)

    def write():
        for name, prefix in (("unet", "unet."), ("text_encoder", "text.")):
            save_file(flat.weights(prefix), out / f"{name}.part", {"format": "pt"})
            (out / f"{name}.part").rename(out / f"{name}.safetensors")

    while True:
        if done % 50 == 0 and (work / "until").exists():
            time_left.seconds = float((work / "until").read_text()) - time_left.start
        progress = time_left.progress()
        if progress >= 1:
            break
        if progress > 0.15:
            # The encoder is not to forget its words while the UNet is a beginner.
            flat.paces[1].fill_(0.2)
        if progress > 0.7:
            noisy.fill_(half // 2)
        flat.rate.fill_(clock.rate(PEAK, done, progress, 500, 0.4))
        step()
        done += 1
        if done % 25 == 0:
            noisy_loss, all_loss = (losses / 25).tolist()
            losses.zero_()
            if time.time() - last > 10:
                last = time.time()
                print(f"denoiser: step {done}, {progress:.0%}, loss {all_loss:.4f}, noisiest {noisy_loss:.4f}, "
                      f"{done * BATCH / (time.time() - time_left.start):.0f}/s", flush=True)
            if progress > sheet:
                write()
                with flat.averaged():
                    sheets.write(unet, text, out / f"sheet-{done:06d}.png", 20, 4)
                sheet += 0.25
    write()
    (work / "denoiser.done").touch()
    print(f"denoiser: {done} steps, {done * BATCH:,} pictures", flush=True)
    with flat.averaged():
        sheets.write(unet, text, out / "sheet-last.png", 25, 4)


if __name__ == "__main__":
    main()
