"""python train_upscaler.py WORK: trains the upscaler on WORK/upscale/patches.npz once WORK/upscale/patches.done is there.

Writes WORK/out/upscaler.safetensors, upscaler.log and upscaler.png. Where WORK/out/vae.safetensors appears while it runs, a third
of the small pictures goes through that autoencoder.
"""
import os
import pathlib
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file, save_file

import clock
import packs
from degrade import degraded, smaller
from optimizer import Optimizer, averaged
from upscaler import Upscaler

# Scale, and by how much a patch is made smaller first: most is learned at the sizes of the default model, 128 to 256 and 512.
TASKS, SHARES = [(2, 1), (2, 2), (4, 1)], [0.2, 0.4, 0.4]
PIXELS = int(os.environ.get("UPSCALER_PIXELS", 128 * 48 * 48))
EDGES = 0.5


def decoder(work, test, device):
    """There and back through the autoencoder if it is there, fits, and is worth it."""
    file = work / "out" / "vae.safetensors"
    if not file.exists():
        return None
    try:
        import networks
        vae = networks.vae()
        vae.load_state_dict(load_file(file))
        vae = vae.to(device, torch.bfloat16 if device == "cuda" else torch.float32, memory_format=torch.channels_last)

        @torch.no_grad()
        def there_and_back(picture):
            latent = vae.quant_conv(vae.encoder(picture.to(vae.dtype))).chunk(2, 1)[0]
            return vae.decoder(vae.post_quant_conv(latent)).float().clamp(-1, 1)

        small = F.interpolate(test[:64], scale_factor=0.25, mode="area")
        quality, _ = decibel(as_bytes(there_and_back(small)), as_bytes(small))
        if quality < 24:
            raise ValueError(f"its pictures come back with {quality:.1f} dB")
        return there_and_back
    except Exception as e:
        print(f"upscaler: no autoencoder: {e!r}"[:500])
        return None


def ready(work, device):
    """Patches [count, side, side, 3] on the device, and which of them are for testing."""
    packs.wait_for(work / "upscale" / "patches.done")
    with packs.pool() as pool:
        file = np.load(work / "upscale" / "patches.npz")
        ends = np.cumsum(file["lengths"], dtype=np.int64)
        flat = file["bytes"].tobytes()
        encoded = [flat[end - length:end] for end, length in zip(ends, file["lengths"])]
        patches = np.stack(pool.map(packs.decode, encoded, 64))
    return torch.from_numpy(patches).to(device), torch.from_numpy(file["test"])


def turned(picture):
    """Mirrored, turned, with its colours exchanged; of some of it white and black become any colours."""
    if random.random() < 0.5:
        picture = picture.flip(3)
    if random.random() < 0.5:
        picture = picture.transpose(2, 3)
    if random.random() < 0.5:
        picture = picture.flip(2)
    picture = picture[:, random.sample(range(3), 3)]
    ends = 2 * torch.rand(2, len(picture), 3, 1, 1, device=picture.device) - 1
    coloured = ends[0] + (ends[1] - ends[0]) * (picture + 1) / 2
    some = torch.rand(len(picture), 1, 1, 1, device=picture.device) < 0.3
    return torch.where(some, coloured, picture).contiguous(memory_format=torch.channels_last)


def as_values(patches):
    return patches.permute(0, 3, 1, 2).float() / 127.5 - 1


def as_bytes(picture):
    return (picture.clamp(-1, 1) * 127.5 + 127.5).round()


def enlarged_by(name, picture, scale):
    filters = {"bicubic": Image.BICUBIC, "Lanczos": Image.LANCZOS}
    pixels = as_bytes(picture).byte().permute(0, 2, 3, 1).cpu().numpy()
    return torch.from_numpy(np.stack([
        np.asarray(Image.fromarray(p).resize((p.shape[1] * scale, p.shape[0] * scale), filters[name])) for p in pixels
    ])).permute(0, 3, 1, 2).float()


def decibel(result, wanted):
    """Of all pictures together, and the mean of each."""
    errors = ((result - wanted) / 255).square().mean((1, 2, 3)).clamp(min=1e-10)
    return -10 * errors.mean().log10().item(), (-10 * errors.log10()).mean().item()


@torch.no_grad()
def evaluate(model, test, through, device, say):
    results = {}
    for scale, first in ((2, 2), (2, 1), (4, 1)):
        large = as_bytes(F.interpolate(test, scale_factor=1 / first, mode="area")) / 127.5 - 1
        small = as_bytes(F.interpolate(large, scale_factor=1 / scale, mode="area")) / 127.5 - 1
        for kind, given in (("clean", small), ("decoded", through(small) if through else None)):
            if given is None:
                continue
            with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
                learned = torch.cat([model(part, scale).float() for part in given.split(64)])
            wanted = as_bytes(large).cpu()
            line = ", ".join(
                "{} {:.2f} dB ({:.2f})".format(name, *decibel(result, wanted)) for name, result in (
                    ("learned", as_bytes(learned).cpu()), ("bicubic", enlarged_by("bicubic", given, scale)),
                    ("Lanczos", enlarged_by("Lanczos", given, scale))))
            say(f"upscaler: x{scale} {kind}, to pictures of {512 // first}: {line} over {len(test)}")
            results[scale, first, kind] = given, learned, wanted
    return results


def sheet(results, file):
    rows = []
    for (scale, _, _), (given, learned, wanted) in results.items():
        some = range(0, len(given), max(1, len(given) // 6))[:6]
        side = 192
        fit = lambda x: F.interpolate(x.cpu().float(), (side, side), mode="nearest")
        columns = [fit(as_bytes(given)), fit(enlarged_by("Lanczos", given, scale)), fit(as_bytes(learned)), fit(wanted)]
        rows += [torch.cat([column[i] for i in some], 2) for column in columns]
    Image.fromarray(torch.cat(rows, 1).permute(1, 2, 0).byte().numpy()).save(file)


def main():
    work = pathlib.Path(sys.argv[1])
    out = work / "out"
    out.mkdir(exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    log = open(out / "upscaler.log", "w")

    def say(line):
        print(line, flush=True)
        print(line, file=log, flush=True)

    patches, is_test = ready(work, device)
    torch.manual_seed(3)
    random.seed(3)
    torch.backends.cudnn.benchmark = True
    model = Upscaler().to(device, memory_format=torch.channels_last)
    training = (~is_test).nonzero()[:, 0].to(device)
    test = as_values(patches[is_test.nonzero()[:, 0][:int(os.environ.get("UPSCALER_TESTS", 256))].to(device)])
    side = patches.shape[1]
    say(f"upscaler: {sum(p.numel() for p in model.parameters()):,} weights, {len(training)} patches of {side}, {is_test.sum()} for tests")

    optimizer = Optimizer([(model.parameters(), 1)], 0.999)
    time_left = clock.Clock("UPSCALER_SECONDS", 40)
    sum_of_losses, last, step, through = torch.zeros((), device=device), time.time(), 0, None
    while (progress := time_left.progress()) < 1:
        if through is None and step % 200 == 0 and (through := decoder(work, test, device)):
            say(f"upscaler: step {step}, {progress:.0%}, an autoencoder is there")
        scale, first = random.choices(TASKS, SHARES)[0]
        small_side = side // first // scale
        batch = max(1, PIXELS // small_side ** 2)
        with torch.no_grad():
            large = turned(as_values(patches[training[torch.randint(len(training), (batch,), device=device)]]))
            if first > 1:
                large = F.interpolate(large, scale_factor=1 / first, mode="area")
            small = degraded(smaller(large, scale), through)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            result = model(small, scale)
        error = result.float() - large
        loss = error.abs().mean() + EDGES * (error.diff(dim=2).abs().mean() + error.diff(dim=3).abs().mean())
        loss.backward()
        for p in model.parameters():
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        optimizer.step(clock.rate(1e-3, step, progress, 100, 0.6))
        sum_of_losses += loss.detach()
        step += 1
        if step % 50 == 0:
            mean = sum_of_losses.item() / 50
            sum_of_losses.zero_()
            if time.time() - last > 5:
                last = time.time()
                say(f"upscaler: step {step}, {progress:.0%}, loss {mean:.4f}, {step / (last - time_left.start):.1f} steps/s")
    with averaged(optimizer):
        weights = {k: v.detach().half().contiguous().cpu() for k, v in model.state_dict().items()}
        save_file(weights, out / "upscaler.part", {"format": "pt"})
        (out / "upscaler.part").rename(out / "upscaler.safetensors")
        say(f"upscaler: {step} steps of {PIXELS:,} small pixels")
        sheet(evaluate(model, test, through or decoder(work, test, device), device, say), out / "upscaler.png")


if __name__ == "__main__":
    main()
