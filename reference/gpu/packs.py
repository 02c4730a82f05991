"""Reads what pack.py wrote, as it arrives."""
import io
import multiprocessing
import time

import numpy as np
import torch
from PIL import Image


def decode(encoded):
    return np.asarray(Image.open(io.BytesIO(encoded)).convert("RGB"))


class Pictures:
    """[count, 128, 128, 3] bytes on the device; rows are filled in order while pieces arrive."""

    def __init__(self, folder, device):
        self.folder, self.device = folder, device
        self.pieces, self.count, _ = map(int, (folder / "count").read_text().split())
        self.pixels = torch.empty(self.count, 128, 128, 3, dtype=torch.uint8, device=device)
        self.ready = self.taken = 0

    def take(self, pool):
        """Takes the next piece if it is there."""
        done = self.folder / f"pictures-{self.taken}.done"
        if self.taken == self.pieces or not done.exists():
            return False
        piece = np.load(self.folder / f"pictures-{self.taken}.npz")
        ends = np.cumsum(piece["lengths"])
        flat = piece["bytes"].tobytes()
        encoded = [flat[end - length:end] for end, length in zip(ends, piece["lengths"])]
        rows = np.stack(pool.map(decode, encoded, 64))
        self.pixels[self.ready:self.ready + len(rows)] = torch.from_numpy(rows).to(self.device)
        self.ready += len(rows)
        self.taken += 1
        return True

    def complete(self):
        return self.taken == self.pieces

    def batch(self, index):
        """[batch, 3, 128, 128], values -1 to 1."""
        return self.pixels[index].permute(0, 3, 1, 2).float() / 127.5 - 1


class Captions:
    """Draws pictures by what they teach, and one of their captions as tokens."""

    SHARES = [0.22, 0.18, 0.2, 0.14, 0.26]

    def __init__(self, folder, device):
        file = np.load(folder / "captions.npz")
        put = lambda name: torch.from_numpy(file[name].astype(np.int64)).to(device)
        self.tokens, self.en, self.de = put("tokens"), put("en"), put("de")
        self.en_count, self.de_count = put("en_count"), put("de_count")
        self.prompts = int(file["prompts"])
        self.held_out = torch.from_numpy(file["held_out"])
        self.device = device
        lesson = torch.from_numpy(file["lesson"])
        members = [((lesson == i) & ~self.held_out).nonzero()[:, 0] for i in range(5)]
        self.shares = torch.tensor([s if len(m) else 0.0 for s, m in zip(self.SHARES, members)], device=device)
        self.bounds = torch.cumsum(self.shares, 0) / self.shares.sum()
        sizes = torch.tensor([len(m) for m in members])
        self.starts = (torch.cumsum(sizes, 0) - sizes).to(device)
        self.sizes, self.members = sizes.to(device), torch.cat(members).to(device)

    def draw(self, batch):
        """Numbers of pictures, and tokens [batch, 20]: a tenth of them empty, a quarter German."""
        u = torch.rand(5, batch, device=self.device)
        lesson = torch.searchsorted(self.bounds, u[0]).clamp(max=4)
        picture = self.members[self.starts[lesson] + (u[1] * self.sizes[lesson]).long().clamp(max=self.sizes[lesson] - 1)]
        pick = lambda table, count: table.gather(
            1, torch.minimum((u[2] * count).long(), (count - 1).clamp(min=0))[:, None])[:, 0]
        english = pick(self.en[picture], self.en_count[picture])
        german = pick(self.de[picture], self.de_count[picture])
        caption = torch.where((u[3] < 0.25) & (self.de_count[picture] > 0), german, english)
        return picture, self.tokens[torch.where(u[4] < 0.1, 0, caption)]


def wait_for(path):
    while not path.exists():
        time.sleep(0.2)


def pool():
    return multiprocessing.get_context("fork").Pool(12)
