"""AdamW with clipping and a moving average, without waiting for the device."""
import torch


class Optimizer:
    def __init__(self, groups, decay):
        """groups: (parameters, pace) pairs; decay of the average at most."""
        self.groups = [(list(p), pace) for p, pace in groups]
        self.parameters = [p for ps, _ in self.groups for p in ps]
        fused = self.parameters[0].is_cuda
        self.adam = torch.optim.AdamW(
            [{"params": ps, "lr": 0.0, "pace": pace} for ps, pace in self.groups],
            betas=(0.9, 0.99), weight_decay=0.01, fused=fused, foreach=not fused)
        self.average = [p.detach().clone() for p in self.parameters]
        self.decay, self.steps = decay, 0

    @torch.no_grad()
    def step(self, rate):
        gradients = [p.grad for p in self.parameters]
        norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
        torch._foreach_mul_(gradients, (1 / (norm + 1e-6)).clamp(max=1))
        for group in self.adam.param_groups:
            group["lr"] = rate * group["pace"]
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 9))
        torch._foreach_lerp_(self.average, [p.detach() for p in self.parameters], 1 - decay)
        return norm

    def restart_average(self):
        torch._foreach_copy_(self.average, [p.detach() for p in self.parameters])
        self.steps = 0


class averaged:
    """With its averages in place of a model's weights."""

    def __init__(self, optimizer):
        self.optimizer = optimizer

    @torch.no_grad()
    def _swap(self):
        for p, a in zip(self.optimizer.parameters, self.optimizer.average):
            kept = p.detach().clone()
            p.copy_(a)
            a.copy_(kept)

    def __enter__(self):
        self._swap()

    def __exit__(self, *_):
        self._swap()
