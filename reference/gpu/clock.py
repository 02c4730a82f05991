"""A run whose length is given in seconds."""
import math
import os
import time


class Clock:
    def __init__(self, variable, seconds):
        self.seconds = float(os.environ.get(variable, seconds))
        self.start = time.time()

    def progress(self):
        """0 to 1 and beyond."""
        return (time.time() - self.start) / self.seconds


def rate(peak, step, progress, warmup, fall):
    """Rises over `warmup` steps, stays, and falls over the last share `fall` as a cosine."""
    rise = min(1, (step + 1) / warmup)
    left = 1 if progress < 1 - fall else (1 + math.cos(math.pi * min(1, (progress - 1 + fall) / fall))) / 2
    return peak * rise * max(left, 0.005)
