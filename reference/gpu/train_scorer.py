"""python train_scorer.py WORK: trains what judges drawn pictures, once all packs are there.

A tenth of the pictures that the generator learns and half of those that it does not are kept out, and its accuracy is told on
them. English captions alone: what is drawn for German prompts is judged by the English ones. Writes WORK/out/scorer.safetensors
and scorer.log. SCORER_FROM names weights to go on from; a smaller SCORER_PEAK suits it then.
"""
import os
import pathlib
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

import clock
import contraries
import networks
import packs
import scorer
from optimizer import Optimizer, averaged

BATCH = int(os.environ.get("SCORER_BATCH", 1024))
PEAK = float(os.environ.get("SCORER_PEAK", 1.5e-3))
CONTRARIES = 2
CHOICES = 200
ROUNDS = 10


def kept_out(count, held_out):
    """[count]: every tenth picture, of those that the generator does not see every other one, by a hash of its number."""
    hashes = (torch.arange(count) * 2654435761 % 4294967296) // 65536
    return torch.where(held_out, hashes % 2 == 0, hashes % 10 == 0)


def softened(x):
    """Moved, scaled, lit otherwise, blurred and with noise, each picture by its own amounts: drawn pictures are a little soft."""
    n, device = len(x), x.device
    uniform = lambda low, high, *shape: low + (high - low) * torch.rand(n, *shape, device=device)
    grid = torch.zeros(n, 2, 3, device=device)
    grid[:, 0, 0] = uniform(0.92, 1.08)
    grid[:, 1, 1] = grid[:, 0, 0] * uniform(0.97, 1.03)
    grid[:, :, 2] = uniform(-0.08, 0.08, 2)
    x = F.grid_sample(x, F.affine_grid(grid, list(x.shape), align_corners=False), padding_mode="border", align_corners=False)
    coarse = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear", align_corners=False)
    coarser = F.interpolate(F.avg_pool2d(x, 4), scale_factor=4, mode="bilinear", align_corners=False)
    x = x + uniform(-0.2, 1.0, 1, 1, 1).clamp(min=0) * (coarse - x)
    x = x + uniform(-1.0, 0.6, 1, 1, 1).clamp(min=0) * (coarser - x)
    x = x * uniform(0.85, 1.1, 1, 1, 1) + uniform(-0.08, 0.08, 1, 1, 1)
    return (x + uniform(0, 0.06, 1, 1, 1) * torch.randn_like(x)).clamp(-1, 1)


class Judge:
    """Accuracy on pictures that were kept out."""

    def __init__(self, model, pictures, captions, contraries_of, device):
        self.model, self.pictures, self.captions, self.device = model, pictures, captions, device
        self.contraries_of = contraries_of

    @torch.no_grad()
    def picture_rows(self, index, soft):
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            return torch.cat([self.model.picture(softened(x) if soft else x)
                              for x in (self.pictures.batch(i.to(self.device)) for i in index.split(500))])

    @torch.no_grad()
    def text_rows(self, tokens):
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            return torch.cat([self.model.text(t) for t in tokens.split(2000)])

    def retrieval(self, members, soft, column=0):
        """Share of pictures nearest to their caption among 200 different ones, and how many were asked."""
        generator = torch.Generator().manual_seed(17)
        right = asked = choices = 0
        for _ in range(ROUNDS):
            index, seen = [], set()
            for i in members[torch.randperm(len(members), generator=generator)].tolist():
                caption = int(self.captions.en[i, column])
                if caption not in seen:
                    seen.add(caption)
                    index.append(i)
                if len(index) == CHOICES:
                    break
            index = torch.tensor(index)
            tokens = self.captions.tokens[self.captions.en[index.to(self.device), column]]
            scores = self.picture_rows(index, soft) @ self.text_rows(tokens).T
            right += (scores.argmax(1) == torch.arange(len(index), device=self.device)).sum().item()
            asked += len(index)
            choices = len(index)
        return right / max(asked, 1), choices

    def told_apart(self, members, kind, soft):
        """Share of pictures nearer to their first caption than to those that differ in one word."""
        members = members[torch.randperm(len(members), generator=torch.Generator().manual_seed(18))][:2000]
        first = self.captions.en[members.to(self.device), 0]
        rows, there = self.contraries_of.table(first.tolist())
        some = torch.from_numpy(there[:, kind].any(1)).nonzero()[:, 0]
        if not len(some):
            return 0.0, 0, 0.0
        rows = torch.from_numpy(rows[:, kind]).long()[some].to(self.device)
        there = torch.from_numpy(there[:, kind])[some].to(self.device)
        picture = self.picture_rows(members[some], soft)
        true = (picture * self.text_rows(self.captions.tokens[first[some.to(self.device)]])).sum(1)
        false = (picture[:, None] * self.text_rows(rows.flatten(0, 1)).unflatten(0, rows.shape[:2])).sum(2)
        right = (true > false.masked_fill(~there, -2).amax(1)).float().mean().item()
        return right, len(some), (1 / (there.sum(1) + 1)).mean().item()


def main():
    work = pathlib.Path(sys.argv[1])
    out = work / "out"
    out.mkdir(exist_ok=True)
    workers = packs.pool()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(4)
    torch.backends.cudnn.benchmark = True
    log = open(out / "scorer.log", "w")

    def say(text):
        print(f"scorer: {text}", flush=True)
        log.write(text + "\n")
        log.flush()

    packs.wait_for(work / "packs" / "captions.done")
    captions = packs.Captions(work / "packs", device)
    contraries_of = contraries.Contraries(captions)
    rows, there = contraries_of.table(range(len(captions.tokens)))
    false_tokens = torch.from_numpy(rows).flatten(1, 2).to(device)
    false_there = torch.from_numpy(there).flatten(1).float().to(device)
    say(f"{len(contraries_of.colours)} colours, {len(contraries_of.numbers)} numbers, {len(contraries_of.places)} places; "
        f"{int((there.any((1, 2))).sum())} of {len(there)} captions have contraries")
    pictures = packs.Pictures(work / "packs", device)
    while not pictures.complete():
        if not pictures.take(workers):
            time.sleep(0.2)
    workers.terminate()

    test = kept_out(pictures.count, captions.held_out)
    spoken = captions.en_count.cpu() > 0
    composed = captions.lesson >= contraries.COLOUR
    members = [(spoken & ~test & kind).nonzero()[:, 0].to(device) for kind in (~composed, composed)]
    members = [m for m in members if len(m)]
    model = scorer.Scorer()
    if "SCORER_FROM" in os.environ:
        model.load_state_dict({k: v.float() for k, v in load_file(os.environ["SCORER_FROM"]).items()})
    model = model.to(device)
    if device == "cuda":
        model.picture = model.picture.to(memory_format=torch.channels_last)
    optimizer = Optimizer([(model.parameters(), 1)], 0.99)
    say(f"{sum(p.numel() for p in model.picture.parameters()):,} weights for pictures, "
        f"{sum(p.numel() for p in model.text.parameters()):,} for words; "
        f"{sum(map(len, members))} pictures to learn from, {int(test.sum())} kept out")

    def draw():
        """As many single things as composed ones: pictures, captions."""
        share = BATCH // len(members)
        picture = torch.cat([m[torch.randint(len(m), (share,), device=device)] for m in members])
        which = (torch.rand(len(picture), device=device) * captions.en_count[picture]).long()
        return picture, captions.en[picture, which]

    time_left = clock.Clock("SCORER_SECONDS", 45)
    step, last = 0, time.time()
    sums = torch.zeros(3, device=device)
    while (progress := time_left.progress()) < 1:
        with torch.no_grad():
            index, caption = draw()
            pixels = softened(pictures.batch(index))
            if device == "cuda":
                pixels = pixels.contiguous(memory_format=torch.channels_last)
            choice = torch.multinomial(false_there[caption] + 1e-6, CONTRARIES)
            valid = false_there[caption].gather(1, choice) > 0
            false = false_tokens[caption[:, None], choice].long()
            first = captions.en[index, 0]
            # A caption that is as true of the picture is no wrong answer.
            same = (caption[:, None] == caption) | (first[:, None] == first)
            same.fill_diagonal_(False)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda", cache_enabled=False):
            seen = model.picture(pixels)
            words = model.text(torch.cat([captions.tokens[caption], false.flatten(0, 1)]))
        said, untrue = words[:len(index)], words[len(index):].unflatten(0, (len(index), CONTRARIES))
        scale = model.log_scale.clamp(max=4.6).exp()
        scores = (scale * seen @ said.T).masked_fill(same, -1e4)
        wrong = (scale * (seen[:, None] * untrue).sum(2)).masked_fill(~valid, -1e4)
        target = torch.arange(len(index), device=device)
        loss = (F.cross_entropy(torch.cat([scores, wrong], 1), target) + F.cross_entropy(scores.T, target)) / 2
        loss.backward()
        optimizer.step(clock.rate(PEAK, step, progress, 100, 0.6))
        step += 1
        sums += torch.stack([loss.detach(), (scores.detach().argmax(1) == target).float().mean(), scale.detach()])
        if step % 20 == 0:
            mean, right, scale = (sums / 20).tolist()
            sums.zero_()
            if time.time() - last > 5:
                last = time.time()
                say(f"step {step}, {progress:.0%}, loss {mean:.3f}, {right:.1%} right of {len(index)}, scale {scale:.1f}, "
                    f"{step * BATCH / (time.time() - time_left.start):.0f}/s")

    with averaged(optimizer):
        weights = {k: v.detach().half().contiguous().cpu() for k, v in model.state_dict().items()}
        save_file(weights, out / "scorer.part", {"format": "pt"})
        (out / "scorer.part").rename(out / "scorer.safetensors")
        say(f"{step} steps, {step * BATCH:,} pictures")
        judge = Judge(model, pictures, captions, contraries_of, device)
        parts = {"single things that neither learnt": spoken & test & captions.held_out & ~composed,
                 "single things": spoken & test & ~composed, "compositions": spoken & test & composed}
        for soft in (False, True):
            for name, mask in parts.items():
                index = mask.nonzero()[:, 0]
                if len(index) > 1:
                    right, choices = judge.retrieval(index, soft)
                    say(f"{'softened' if soft else 'as drawn'}, {name}: {right:.1%} right among {choices} captions "
                        f"({len(index)} pictures, chance {1 / choices:.1%})")
            for kind, name in enumerate(contraries.KINDS):
                right, asked, chance = judge.told_apart((spoken & test & composed).nonzero()[:, 0], kind, soft)
                if asked:
                    say(f"{'softened' if soft else 'as drawn'}, another {name}: {right:.1%} told apart "
                        f"({asked} pictures, chance {chance:.1%})")
    (work / "scorer.done").touch()


if __name__ == "__main__":
    main()
