"""Weights that train in bf16 with fp32 behind them: every tensor of a kind is one stretch of memory, as in Bildwerk's ParameterSet."""
import contextlib
import math
import os

import torch


def number_format(device):
    return torch.bfloat16 if device == "cuda" or "BF16" in os.environ else torch.float32


class Flat:
    """AdamW with clipping and a moving average over the parameters of modules, without waiting for the device.

    What is computed with is bf16 on a GPU and fp32 elsewhere; the optimizer's values are fp32. `rate` and `paces` are tensors on
    the device, so that a captured step can be replayed with others.
    """

    BETA1, BETA2, EPSILON, DECAY, CLIP = 0.9, 0.99, 1e-8, 0.01, 1.0

    def __init__(self, groups, average_decay, device, nhwc=False):
        """groups: lists of (name, parameter), each with a pace of its own."""
        dtype = number_format(device)
        self.names = [name for group in groups for name, _ in group]
        self.parameters = [p for group in groups for _, p in group]
        count = sum(p.numel() for p in self.parameters)
        self.master = torch.empty(count, device=device)
        self.compute, self.gradient = torch.empty(count, dtype=dtype, device=device), torch.zeros(count, dtype=dtype, device=device)
        self.views, at = [], 0
        with torch.no_grad():
            for p in self.parameters:
                view = lambda flat, p=p, at=at: self._view(flat[at:at + p.numel()], p.shape, nhwc)
                self.views.append(view)
                view(self.master).copy_(p)
                view(self.compute).copy_(p)
                p.data = view(self.compute)
                p.grad = view(self.gradient)
                at += p.numel()
        self.first, self.second = torch.zeros_like(self.master), torch.zeros_like(self.master)
        self.average = self.master.clone()
        self.average_decay = average_decay
        self.ends, self.paces = [0], []
        for group in groups:
            self.ends.append(self.ends[-1] + sum(p.numel() for _, p in group))
            self.paces.append(torch.ones((), device=device))
        self.rate, self.steps = torch.zeros((), device=device), torch.zeros((), device=device)

    @staticmethod
    def _view(part, shape, nhwc):
        if nhwc and len(shape) == 4:
            return part.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2)
        return part.view(shape)

    @torch.no_grad()
    def step(self):
        """Moves by the gradients that were gathered, and clears them."""
        gradient = self.gradient.to(torch.float32, copy=True)
        gradient *= (self.CLIP / (torch.linalg.vector_norm(gradient) + 1e-6)).clamp(max=1)
        self.gradient.zero_()
        self.steps += 1
        self.first.lerp_(gradient, 1 - self.BETA1)
        self.second.mul_(self.BETA2).addcmul_(gradient, gradient, value=1 - self.BETA2)
        moved = self.first / ((self.second / (1 - self.BETA2 ** self.steps)).sqrt_() + self.EPSILON)
        for i, pace in enumerate(self.paces):
            part = slice(self.ends[i], self.ends[i + 1])
            rate = self.rate * pace
            self.master[part] *= 1 - rate * self.DECAY
            self.master[part] -= moved[part] * (rate / (1 - self.BETA1 ** self.steps))
        self.average.lerp_(self.master, 1 - (self.steps / (self.steps + 9)).clamp(max=self.average_decay))
        self.compute.copy_(self.master)

    @contextlib.contextmanager
    def averaged(self):
        """With the averages in place of the weights."""
        self.compute.copy_(self.average)
        yield
        self.compute.copy_(self.master)

    def weights(self, prefix=""):
        """The averages in fp16 by name, without the prefix."""
        return {name[len(prefix):]: view(self.average).half().contiguous().cpu()
                for name, view in zip(self.names, self.views) if name.startswith(prefix)}


def named(module, prefix=""):
    return [(prefix + name, p) for name, p in module.named_parameters() if p.requires_grad]


def replayed(step, device, who):
    """A step that is one launch: captured as a CUDA graph after three real ones. Where that fails, the step itself."""
    if device != "cuda":
        return step
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    torch.cuda.synchronize()
    try:
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            step()
        graph.replay()
        torch.cuda.synchronize()
        print(f"{who}: captured", flush=True)
        return graph.replay
    except Exception as e:
        print(f"{who}: not captured: {e!r}"[:1500], flush=True)
        torch.cuda.synchronize()
        return step


def faster_layout(build, run, device, who):
    """Whether channels last is faster: times forward and backward of both."""
    if device != "cuda":
        return False
    times = []
    for nhwc in (False, True):
        module = build().to(device, torch.bfloat16, memory_format=torch.channels_last if nhwc else torch.contiguous_format)
        best = math.inf
        for i in range(8):
            begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            begin.record()
            run(module, torch.channels_last if nhwc else torch.contiguous_format).backward()
            end.record()
            torch.cuda.synchronize()
            if i > 2:
                best = min(best, begin.elapsed_time(end))
        times.append(best)
        del module
        torch.cuda.empty_cache()
    print(f"{who}: {times[0]:.1f} ms channels first, {times[1]:.1f} ms channels last", flush=True)
    return times[1] < times[0]
