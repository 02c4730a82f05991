"""python train_vae.py WORK: trains the autoencoder on WORK/packs, writes WORK/latents.pt and WORK/out/vae.safetensors."""
import os
import pathlib
import sys
import time

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

import clock
import networks
import packs
from optimizer import Optimizer, averaged

BATCH = int(os.environ.get("VAE_BATCH", 64))
DIVERGENCE, EDGES = 5e-4, 0.5


def main():
    work = pathlib.Path(sys.argv[1])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    workers = packs.pool()
    torch.manual_seed(1)
    torch.backends.cudnn.benchmark = True
    model = networks.vae().to(device)
    if device == "cuda":
        model = model.to(memory_format=torch.channels_last)

    def loss_of(picture, noise):
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda", cache_enabled=False):
            moments = model.quant_conv(model.encoder(picture))
            mean, log_variance = moments.chunk(2, 1)
            latent = mean + (0.5 * log_variance).exp() * noise
            again = model.decoder(model.post_quant_conv(latent))
        mean, log_variance = mean.float(), log_variance.float().clamp(-30, 20)
        error = again.float() - picture
        edges = error.diff(dim=2).abs().mean() + error.diff(dim=3).abs().mean()
        divergence = 0.5 * (mean ** 2 + log_variance.exp() - log_variance - 1).mean()
        return error.abs().mean() + error.square().mean() + EDGES * edges + DIVERGENCE * divergence

    noise_of = lambda n: torch.randn(n, networks.LATENT_CHANNELS, 16, 16, device=device)
    compiled = loss_of
    if device == "cuda" and os.environ.get("COMPILE", "1") == "1":
        began = time.time()
        try:
            compiled = torch.compile(loss_of, dynamic=False)
            compiled(torch.randn(BATCH, 3, 128, 128, device=device).clamp(-1, 1), noise_of(BATCH)).backward()
            model.zero_grad(set_to_none=True)
            torch.cuda.synchronize()
            print(f"vae: compiled in {time.time() - began:.0f} s", flush=True)
        except Exception as e:
            compiled = loss_of
            print(f"vae: not compiled: {e!r}"[:2000], flush=True)

    packs.wait_for(work / "packs" / "captions.done")
    held_out = packs.Captions(work / "packs", "cpu").held_out
    pictures = packs.Pictures(work / "packs", device)
    while not pictures.take(workers):
        time.sleep(0.2)
    training = (~held_out).nonzero()[:, 0]
    optimizer = Optimizer([(model.parameters(), 1)], 0.999)
    time_left = clock.Clock("VAE_SECONDS", 140)
    print(f"vae: begins with {pictures.ready} pictures", flush=True)

    step, sum_of_losses, last = 0, torch.zeros((), device=device), time.time()
    among = training[training < pictures.ready].to(device)
    while (progress := time_left.progress()) < 1:
        if step % 50 == 0 and not pictures.complete() and pictures.take(workers):
            among = training[training < pictures.ready].to(device)
        picture = pictures.batch(among[torch.randint(len(among), (BATCH,), device=device)])
        if step % 2:
            picture = picture.flip(3)
        loss = compiled(picture, noise_of(BATCH))
        loss.backward()
        optimizer.step(clock.rate(1.5e-3, step, progress, 200, 0.5))
        sum_of_losses += loss.detach()
        step += 1
        if step % 20 == 0:
            mean = sum_of_losses.item() / 20
            sum_of_losses.zero_()
            if time.time() - last > 5:
                last = time.time()
                print(f"vae: step {step}, {progress:.0%}, loss {mean:.4f}, {step * BATCH / (time.time() - time_left.start):.0f}/s",
                      flush=True)
    while not pictures.complete():
        pictures.take(workers)
        time.sleep(0.2)

    @torch.no_grad()
    def encode(picture):
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            return model.quant_conv(model.encoder(picture)).chunk(2, 1)[0].float()

    @torch.no_grad()
    def decode(latent):
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            return model.decoder(model.post_quant_conv(latent)).float().clamp(-1, 1)

    out = work / "out"
    out.mkdir(exist_ok=True)
    with averaged(optimizer):
        latents = torch.cat([encode(pictures.batch(torch.arange(i, min(i + 256, pictures.count), device=device))).half()
                             for i in range(0, pictures.count, 256)])
        scaling = 1 / latents.float().std().item()
        weights = {k: v.detach().half().contiguous().cpu() for k, v in model.state_dict().items()}
        save_file(weights, out / "vae.safetensors", {"format": "pt"})
        (out / "scaling").write_text(repr(scaling))
        partial = work / "latents.part"
        torch.save({"latents": latents.cpu(), "scaling": scaling}, partial)
        partial.rename(work / "latents.pt")
        print(f"vae: {step} steps, scaling {scaling:.4f}, {len(latents)} latents", flush=True)
        for name, mask in (("held out", held_out), ("training", ~held_out)):
            some = mask.nonzero()[:, 0][:1000].to(device)
            errors = []
            for i in range(0, len(some), 100):
                picture = pictures.batch(some[i:i + 100])
                errors.append((decode(encode(picture)) - picture).square().mean((1, 2, 3)) / 4)
            errors = torch.cat(errors)
            print(f"vae: {name}: {-10 * errors.mean().log10().item():.2f} dB over {len(some)}, "
                  f"mean of each {(-10 * errors.log10()).mean().item():.2f} dB", flush=True)
        some = held_out.nonzero()[:, 0][:16].to(device)
        picture = pictures.batch(some)
        rows = torch.cat([torch.cat(list(half), 2) for half in (picture, decode(encode(picture)))], 1)
        sheet = ((rows.permute(1, 2, 0) * 127.5 + 127.5).round().byte().cpu().numpy())
        Image.fromarray(np.ascontiguousarray(sheet)).save(out / "vae.png")


main()
