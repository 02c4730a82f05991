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
from flat import Flat, faster_layout, named

BATCH = int(os.environ.get("VAE_BATCH", 64))
DIVERGENCE, EDGES = 5e-4, 0.5


def loss_of(model, picture):
    """The loss of [batch, 3, 128, 128], values -1 to 1."""
    first = next(model.parameters())
    mean, log_variance = model.quant_conv(model.encoder(picture.to(first.dtype))).chunk(2, 1)
    latent = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
    error = model.decoder(model.post_quant_conv(latent)).float() - picture
    mean, log_variance = mean.float(), log_variance.float().clamp(-30, 20)
    edges = error.diff(dim=2).abs().mean() + error.diff(dim=3).abs().mean()
    divergence = 0.5 * (mean ** 2 + log_variance.exp() - log_variance - 1).mean()
    return error.abs().mean() + error.square().mean() + EDGES * edges + DIVERGENCE * divergence


@torch.no_grad()
def report(work, model, pictures, held_out, device):
    """Latents of all pictures, and how well pictures come back from them, in fp32."""
    encode = lambda picture: model.quant_conv(model.encoder(picture)).chunk(2, 1)[0]
    decode = lambda latent: model.decoder(model.post_quant_conv(latent)).clamp(-1, 1)
    latents = torch.empty(pictures.count, networks.LATENT_CHANNELS, 16, 16, dtype=torch.half, device=device)
    for i in range(0, pictures.count, 256):
        index = torch.arange(i, min(i + 256, pictures.count), device=device)
        latents[index] = encode(pictures.batch(index)).half()
    scaling = 1 / latents.float().std().item()
    (work / "out" / "scaling").write_text(repr(scaling))
    torch.save({"latents": latents.cpu(), "scaling": scaling}, work / "latents.part")
    (work / "latents.part").rename(work / "latents.pt")
    print(f"vae: scaling {scaling:.4f}, {len(latents)} latents", flush=True)
    for name, mask in (("held out", held_out), ("training", ~held_out)):
        some = mask.nonzero()[:, 0][:1000].to(device)
        errors = torch.cat([(decode(encode(picture)) - picture).square().mean((1, 2, 3)) / 4
                            for picture in (pictures.batch(index) for index in some.split(100))])
        print(f"vae: {name}: {-10 * errors.mean().log10().item():.2f} dB over {len(some)}, "
              f"mean of each {(-10 * errors.log10()).mean().item():.2f} dB", flush=True)
    picture = pictures.batch(held_out.nonzero()[:, 0][:16].to(device))
    rows = torch.cat([torch.cat(list(half), 2) for half in (picture, decode(encode(picture)))], 1)
    sheet = (rows.permute(1, 2, 0) * 127.5 + 127.5).round().byte().cpu().numpy()
    Image.fromarray(np.ascontiguousarray(sheet)).save(work / "out" / "vae.png")


def main():
    work = pathlib.Path(sys.argv[1])
    out = work / "out"
    out.mkdir(exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    workers = packs.pool()
    torch.manual_seed(1)
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = True
    dummy = torch.rand(BATCH, 3, 128, 128, device=device)
    nhwc = faster_layout(networks.vae, lambda m, layout: loss_of(m, dummy.to(memory_format=layout)), device, "vae")
    layout = torch.channels_last if nhwc else torch.contiguous_format
    model = networks.vae().to(device)
    flat = Flat([named(model)], 0.999, device, nhwc)

    packs.wait_for(work / "packs" / "captions.done")
    held_out = packs.Captions(work / "packs", "cpu").held_out
    pictures = packs.Pictures(work / "packs", device)
    while not pictures.take(workers):
        time.sleep(0.2)
    training = (~held_out).nonzero()[:, 0]
    time_left = clock.Clock("VAE_SECONDS", 110)
    print(f"vae: begins with {pictures.ready} pictures", flush=True)

    step, sum_of_losses, last = 0, torch.zeros((), device=device), time.time()
    among = training[training < pictures.ready].to(device)
    while (progress := time_left.progress()) < 1:
        if step % 50 == 0 and not pictures.complete() and pictures.take(workers):
            among = training[training < pictures.ready].to(device)
        picture = pictures.batch(among[torch.randint(len(among), (BATCH,), device=device)])
        if step % 2:
            picture = picture.flip(3)
        loss = loss_of(model, picture.contiguous(memory_format=layout))
        loss.backward()
        flat.rate.fill_(clock.rate(1.5e-3, step, progress, 200, 0.5))
        flat.step()
        sum_of_losses += loss.detach()
        step += 1
        if step % 10 == 0:
            mean = sum_of_losses.item() / 10
            sum_of_losses.zero_()
            if time.time() - last > 5:
                last = time.time()
                print(f"vae: step {step}, {progress:.0%}, loss {mean:.4f}, {step * BATCH / (time.time() - time_left.start):.0f}/s",
                      flush=True)
    while not pictures.complete():
        pictures.take(workers)
        time.sleep(0.2)
    workers.terminate()

    weights = flat.weights()
    save_file(weights, out / "vae.safetensors", {"format": "pt"})
    print(f"vae: {step} steps, {step * BATCH:,} pictures", flush=True)
    final = networks.vae().to(device)
    final.load_state_dict({k: v.float() for k, v in weights.items()})
    report(work, final, pictures, held_out, device)


if __name__ == "__main__":
    main()
