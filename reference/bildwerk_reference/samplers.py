"""Trajectories of diffusers' schedulers and of k-diffusion's samplers over analytic models."""

import importlib.machinery
import sys
import types

import numpy as np
import torch
from diffusers import (
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    KDPM2DiscreteScheduler,
    LCMScheduler,
    LMSDiscreteScheduler,
    PNDMScheduler,
    TCDScheduler,
    UniPCMultistepScheduler,
)
from scipy import stats

from .places import DIFFUSION, floats, write_compact_json, write_tensors

SHAPE = (1, 4, 8, 8)
NOISE_SEED = 42
STEP_SEED = 7

STABLE_DIFFUSION = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
}
MINI = {"num_train_timesteps": 1000, "beta_schedule": "squaredcos_cap_v2", "rescale_betas_zero_snr": True}

SCHEDULERS = {
    "euler": EulerDiscreteScheduler,
    "euler-a": EulerAncestralDiscreteScheduler,
    "ddim": DDIMScheduler,
    "dpm++-2m": DPMSolverMultistepScheduler,
}

MODELS = {
    "tanh": lambda x, t: torch.tanh(x) * (0.5 + 0.5 * t / 1000),
    "ratio": lambda x, t: x * t / (t + 1),
}


def make() -> None:
    make_first()
    make_more()


def make_first() -> None:
    rows, tensors = [], {}
    tensors["noise"] = torch.randn(SHAPE, generator=torch.Generator().manual_seed(NOISE_SEED))
    for case in cases():
        row, trajectory = follow(tensors["noise"], **case)
        rows.append(row)
        tensors[row["name"]] = trajectory
    for row, value in added_noise(tensors["noise"]):
        rows.append(row)
        tensors[row["name"]] = value
    header = {"about": "See README.md here.", "noiseSeed": NOISE_SEED, "stepSeed": STEP_SEED, "shape": SHAPE}
    write_compact_json(DIFFUSION / "samplers.json", header, "cases", rows)
    write_tensors(DIFFUSION / "samplers.safetensors", tensors)


def cases():
    for prediction in ("epsilon", "v_prediction"):
        for sampler in SCHEDULERS:
            for spacing in ("linspace", "leading", "trailing"):
                yield case("sd", STABLE_DIFFUSION, sampler, prediction, spacing)
            if sampler in ("euler", "dpm++-2m"):
                yield case("sd", STABLE_DIFFUSION, sampler, prediction, "linspace", karras=True)
    for sampler in SCHEDULERS:
        yield case("mini", MINI, sampler, "v_prediction", "trailing")
    yield case("sd", STABLE_DIFFUSION, "dpm++-2m", "epsilon", "linspace", karras=True, steps=20)
    yield case("sd", STABLE_DIFFUSION, "dpm++-2m", "epsilon", "leading", steps=3)
    yield case("sd", STABLE_DIFFUSION, "euler-a", "epsilon", "trailing", steps=1)
    yield case("sd", STABLE_DIFFUSION, "euler", "epsilon", "trailing", steps=4)
    yield case("sd", STABLE_DIFFUSION, "ddim", "epsilon", "leading", steps=7)
    yield case("mini", MINI, "ddim", "v_prediction", "trailing", steps=3)
    yield case("sd", STABLE_DIFFUSION, "euler", "epsilon", "linspace", model="ratio")
    yield case("sd", STABLE_DIFFUSION, "ddim", "v_prediction", "leading", model="ratio")


def case(betas, settings, sampler, prediction, spacing, karras=False, steps=10, model="tanh"):
    settings = {**settings, "prediction_type": prediction, "timestep_spacing": spacing}
    if sampler == "ddim":
        settings |= {"clip_sample": False, "set_alpha_to_one": betas == "mini"}
    settings["steps_offset"] = 1 if spacing == "leading" else 0
    if karras:
        settings["use_karras_sigmas"] = True
    schedule = "karras" if karras else spacing
    name = ".".join([betas, sampler, prediction, schedule, str(steps), model])
    return {"name": name, "betas": betas, "sampler": sampler, "settings": settings, "steps": steps, "model": model}


def follow(noise, name, betas, sampler, settings, steps, model):
    scheduler = SCHEDULERS[sampler](**settings)
    scheduler.set_timesteps(steps)
    generator = torch.Generator().manual_seed(STEP_SEED)
    latent = noise * scheduler.init_noise_sigma
    trajectory = [latent]
    for timestep in scheduler.timesteps:
        predicted = MODELS[model](scheduler.scale_model_input(latent, timestep), float(timestep))
        extra = {"generator": generator} if sampler == "euler-a" else {}
        latent = scheduler.step(predicted, timestep, latent, **extra).prev_sample
        trajectory.append(latent)
    assert all(torch.isfinite(latent).all() for latent in trajectory), name
    row = {
        "name": name,
        "kind": "trajectory",
        "betas": betas,
        "sampler": sampler,
        "prediction": settings["prediction_type"],
        "spacing": settings["timestep_spacing"],
        "karras": settings.get("use_karras_sigmas", False),
        "stepsOffset": settings["steps_offset"],
        "setAlphaToOne": settings.get("set_alpha_to_one"),
        "model": model,
        "steps": steps,
        "initNoiseSigma": float(scheduler.init_noise_sigma),
        "timesteps": floats(scheduler.timesteps),
        "sigmas": floats(scheduler.sigmas) if sampler != "ddim" else None,
    }
    return row, torch.cat(trajectory)


def added_noise(noise):
    """A picture's latent at a timestep, as image-to-image starts."""
    picture = torch.tanh(torch.linspace(-2, 2, noise.numel())).reshape(noise.shape)
    for sampler in ("euler", "ddim", "dpm++-2m"):
        for index in (0, 4, 9):
            settings = case("sd", STABLE_DIFFUSION, sampler, "epsilon", "leading")["settings"]
            scheduler = SCHEDULERS[sampler](**settings)
            scheduler.set_timesteps(10)
            if sampler != "ddim":
                scheduler.set_begin_index(index)
            timestep = scheduler.timesteps[index : index + 1]
            row = {
                "name": f"add-noise.{sampler}.{index}",
                "kind": "added-noise",
                "betas": "sd",
                "sampler": sampler,
                "spacing": "leading",
                "stepsOffset": 1,
                "steps": 10,
                "index": index,
                "timestep": float(timestep),
                "sigma": float(scheduler.sigmas[index]) if sampler != "ddim" else None,
            }
            yield row, scheduler.add_noise(picture, noise, timestep)


# More samplers, in files of their own: what is above stays as it was written.

SMALL = (1, 4, 4, 4)
MORE_SCHEDULERS = {
    "heun": (HeunDiscreteScheduler, {}),
    "dpm2": (KDPM2DiscreteScheduler, {}),
    "lms": (LMSDiscreteScheduler, {}),
    "unipc": (UniPCMultistepScheduler, {}),
    "dpm++-2m-sde": (DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    "ddpm": (DDPMScheduler, {"clip_sample": False}),
    "pndm": (PNDMScheduler, {"set_alpha_to_one": False}),
    "plms": (PNDMScheduler, {"set_alpha_to_one": False, "skip_prk_steps": True}),
    "lcm": (LCMScheduler, {"clip_sample": False}),
    "tcd": (TCDScheduler, {"clip_sample": False}),
}
STOCHASTIC = ("dpm++-2m-sde", "ddpm", "lcm", "tcd")


def make_more() -> None:
    rows, tensors = [], {}
    tensors["noise"] = torch.randn(SMALL, generator=torch.Generator().manual_seed(NOISE_SEED))
    for make_rows in (diffusers_ends, k_diffusion_trajectories, brownian_rows, schedule_rows):
        for row, tensor in make_rows(tensors["noise"]):
            rows.append(row)
            if tensor is not None:
                tensors[row["name"]] = tensor.to(torch.float32)
    header = {"about": "See README.md here.", "noiseSeed": NOISE_SEED, "stepSeed": STEP_SEED, "shape": SMALL}
    write_compact_json(DIFFUSION / "more-samplers.json", header, "cases", rows)
    write_tensors(DIFFUSION / "more-samplers.safetensors", tensors)


def diffusers_ends(noise):
    """Only where a scheduler ends: those of two calls a step have no place for more."""
    for prediction in ("epsilon", "v_prediction"):
        for sampler in MORE_SCHEDULERS:
            for spacing in ("linspace", "leading", "trailing"):
                if applies(sampler, prediction, spacing):
                    yield diffusers_end(noise, sampler, prediction, spacing, 10)
    for sampler in ("heun", "dpm2", "lms", "unipc", "dpm++-2m-sde"):
        yield diffusers_end(noise, sampler, "epsilon", "linspace", 10, "karras")
    for sampler in ("heun", "unipc", "dpm++-2m-sde"):
        yield diffusers_end(noise, sampler, "epsilon", "linspace", 10, "exponential")
        yield diffusers_end(noise, sampler, "epsilon", "linspace", 10, "beta")
    for sampler in ("lcm", "tcd"):
        yield diffusers_end(noise, sampler, "epsilon", "leading", 4)
    yield diffusers_end(noise, "unipc", "epsilon", "leading", 3)
    yield diffusers_end(noise, "plms", "epsilon", "leading", 1)
    yield diffusers_end(noise, "plms", "epsilon", "leading", 3)


def applies(sampler, prediction, spacing):
    """LCM and TCD have no spacing. diffusers' PNDM takes means of velocities, and jumps beside linspace's timesteps."""
    if sampler in ("lcm", "tcd"):
        return spacing == "leading"
    return sampler not in ("pndm", "plms") or (prediction == "epsilon" and spacing != "linspace")


def diffusers_end(noise, sampler, prediction, spacing, steps, schedule="normal"):
    scheduler_class, extra = MORE_SCHEDULERS[sampler]
    settings = {**STABLE_DIFFUSION, **extra, "prediction_type": prediction, "timestep_spacing": spacing}
    settings["steps_offset"] = 1 if spacing == "leading" else 0
    if sampler in ("lcm", "tcd"):
        settings["set_alpha_to_one"] = False
    if schedule != "normal":
        settings[f"use_{schedule}_sigmas"] = True
    scheduler = scheduler_class(**settings)
    scheduler.set_timesteps(steps)
    generator = torch.Generator().manual_seed(STEP_SEED)
    latent = noise * scheduler.init_noise_sigma
    for timestep in scheduler.timesteps:
        predicted = MODELS["tanh"](scheduler.scale_model_input(latent, timestep), float(timestep))
        options = {"generator": generator} if sampler in STOCHASTIC else {}
        latent = scheduler.step(predicted, timestep, latent, **options).prev_sample
    assert torch.isfinite(latent).all()
    row = {
        "name": ".".join(["diffusers", sampler, prediction, spacing, schedule, str(steps)]),
        "kind": "end",
        "betas": "sd",
        "sampler": sampler,
        "prediction": prediction,
        "spacing": spacing,
        "schedule": schedule,
        "stepsOffset": settings["steps_offset"],
        "setAlphaToOne": False,
        "model": "tanh",
        "steps": steps,
    }
    return row, latent


def k_diffusion():
    """The module k_diffusion.sampling without the rest of its package, which needs what is not needed here."""
    if "k_diffusion" not in sys.modules:
        package = types.ModuleType("k_diffusion")
        package.__path__ = importlib.machinery.PathFinder.find_spec("k_diffusion").submodule_search_locations
        utils = types.ModuleType("k_diffusion.utils")
        utils.append_dims = lambda x, dims: x[(...,) + (None,) * (dims - x.ndim)]
        package.utils = utils
        sys.modules |= {"k_diffusion": package, "k_diffusion.utils": utils}
    return importlib.import_module("k_diffusion.sampling")


def bend(x, sigma):
    """A denoiser: the best there is for pictures that are normal numbers, and something that bends."""
    sigma = sigma.reshape(-1, 1, 1, 1)
    return 0.25 * x / (sigma**2 + 0.25) + 0.1 * torch.sin(3 * x / (sigma**2 + 1).sqrt())


K_SAMPLERS = {
    "euler": "sample_euler",
    "euler-a": "sample_euler_ancestral",
    "heun": "sample_heun",
    "dpm2": "sample_dpm_2",
    "dpm2-a": "sample_dpm_2_ancestral",
    "lms": "sample_lms",
    "dpm++-2s-a": "sample_dpmpp_2s_ancestral",
    "dpm++-2m": "sample_dpmpp_2m",
    "dpm++-sde": "sample_dpmpp_sde",
    "dpm++-2m-sde": "sample_dpmpp_2m_sde",
    "dpm++-2m-sde-heun": "sample_dpmpp_2m_sde",
    "dpm++-3m-sde": "sample_dpmpp_3m_sde",
}


def k_diffusion_trajectories(noise):
    """In double precision, from 14.6 down; noise is drawn in float32, at every call anew."""
    k = k_diffusion()
    start = noise.double() * 14.6
    for sampler, function in K_SAMPLERS.items():
        for steps in (2, 3, 10):
            sigmas = k.get_sigmas_karras(steps, 0.03, 14.6).to(torch.float32).double()
            extra = {"noise_sampler": drawn_noise()} if takes_noise(sampler) else {}
            if sampler.endswith("heun") and takes_noise(sampler):
                extra["solver_type"] = "heun"
            latents = []
            end = getattr(k, function)(
                bend, start, sigmas, disable=True, callback=lambda at: latents.append(at["x"]), **extra
            )
            row = {"name": f"k.{sampler}.{steps}", "kind": "k-trajectory", "sampler": sampler, "sigmas": floats(sigmas)}
            yield row, torch.cat([*latents, end])
    for sampler in ("dpm-fast", "dpm-adaptive"):
        for eta in (0.0, 1.0):
            for steps in (5, 6, 10) if sampler == "dpm-fast" else (10,):
                function = getattr(k, "sample_" + sampler.replace("-", "_"))
                arguments = (steps,) if sampler == "dpm-fast" else ()
                # In float32, for k-diffusion spaces its steps in float32.
                smallest = torch.tensor(SMALLEST_SIGMA)
                end = function(
                    bend,
                    start,
                    smallest,
                    torch.tensor(14.6),
                    *arguments,
                    disable=True,
                    eta=eta,
                    noise_sampler=drawn_noise(),
                )
                row = {"name": f"k.{sampler}.{eta:.0f}.{steps}", "kind": "k-end", "sampler": sampler}
                yield row | {"eta": eta, "steps": steps}, end
    for steps in (20, 40):
        yield from restart_row(k, start, steps)


SMALLEST_SIGMA = float(
    np.float32(
        ((1 - DDIMScheduler(**STABLE_DIFFUSION).alphas_cumprod[0]) / DDIMScheduler(**STABLE_DIFFUSION).alphas_cumprod[0])
        ** 0.5
    )
)


def takes_noise(sampler):
    return sampler.endswith(("-a", "sde", "sde-heun"))


def drawn_noise():
    generator = torch.Generator().manual_seed(STEP_SEED)
    return lambda sigma, sigma_next: torch.randn(SMALL, generator=generator).double()


def restart_row(k, start, steps):
    """Restart by k-diffusion's Heun on the ways down and noise between them: 0.1 back up to 2, both to the nearest."""
    times, again = (2, steps // 4) if steps >= 36 else (1, 9)
    levels = k.get_sigmas_karras(steps - times * again, 0.03, 14.6)
    low, high = (levels - 0.1).abs().argmin().item(), (levels - 2).abs().argmin().item()
    way_again = k.get_sigmas_karras(again + 1, levels[low].item(), levels[high].item())[:-1]
    draw = drawn_noise()
    x = k.sample_heun(bend, start, levels[: low + 1].double(), disable=True)
    for _ in range(times):
        x = x + draw(None, None) * (way_again[0].double() ** 2 - levels[low].double() ** 2).sqrt()
        x = k.sample_heun(bend, x, way_again.double(), disable=True)
    x = k.sample_heun(bend, x, levels[low:].double(), disable=True)
    sigmas = k.get_sigmas_karras(steps, 0.03, 14.6)
    yield {"name": f"k.restart.{steps}", "kind": "k-trajectory", "sampler": "restart", "sigmas": floats(sigmas)}, x


def brownian_rows(noise):
    """torchsde's path as k-diffusion asks for it, and two samplers over it."""
    k = k_diffusion()
    sigmas = k.get_sigmas_karras(6, 0.03, 14.6)
    for seed in (0, 42, 2**40 + 5):
        path = k.BrownianTreeNoiseSampler(noise, sigmas[-2], sigmas[0], seed=seed)
        ways = [(14.6, 3.0), (3.0, 0.2), (14.6, 0.2), (5.5, 5.4999), (14.6, 0.03)]
        drawn = [path(torch.tensor(a), torch.tensor(b)) for a, b in ways]
        row = {"name": f"brownian.{seed}", "kind": "brownian", "seed": seed, "ways": ways}
        yield row | {"smallest": float(sigmas[-2]), "largest": float(sigmas[0])}, torch.cat(drawn)
    for sampler in ("dpm++-sde", "dpm++-2m-sde", "dpm++-3m-sde"):
        path = k.BrownianTreeNoiseSampler(noise, sigmas[-2], sigmas[0], seed=[42])
        end = getattr(k, K_SAMPLERS[sampler])(bend, noise * sigmas[0], sigmas, disable=True, noise_sampler=path)
        row = {"name": f"brownian.{sampler}", "kind": "brownian-end", "sampler": sampler, "sigmas": floats(sigmas)}
        yield row | {"seed": 42}, end


def schedule_rows(noise):
    """Noise levels of Stable Diffusion's table, by k-diffusion where it has them, else by the published formula."""
    k = k_diffusion()
    alphas = DDIMScheduler(**STABLE_DIFFUSION).alphas_cumprod.double()
    table = ((1 - alphas) / alphas).sqrt().numpy()
    small, large, last = table[0], table[-1], len(table) - 1

    def at(timesteps):
        return np.exp(np.interp(timesteps, np.arange(len(table)), np.log(table)))

    def even(low, high, count):
        return np.linspace(low, high, count)

    ays = [14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029]
    ays_xl = [14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0.029]

    def aligned(levels, n):
        return np.exp(np.interp(even(0, 10, n), np.arange(11), np.log(levels)))

    def comfy_beta(n):
        places = np.rint(stats.beta.ppf(1 - np.linspace(0, 1, n, endpoint=False), 0.6, 0.6) * last)
        return table[list(dict.fromkeys(int(place) for place in places))]

    zero = [0.0]
    for n in (2, 7, 10, 15, 20):
        lists = {
            "a1111 normal": [*at(even(last, 0, n)), *zero],
            "a1111 uniform": [*at(even(last, 0, n)), *zero],
            "a1111 karras": k.get_sigmas_karras(n, small, large).tolist(),
            "a1111 exponential": k.get_sigmas_exponential(n, small, large).tolist(),
            "a1111 polyexponential": k.get_sigmas_polyexponential(n, small, large).tolist(),
            "a1111 sgm-uniform": [*at(even(last, 0, n + 1)[:-1]), *zero],
            "a1111 simple": [*table[[-(1 + int(i * len(table) / n)) for i in range(n)]], *zero],
            "a1111 ddim": [*table[1 :: len(table) // n][::-1], *zero],
            "a1111 beta": [*(small + stats.beta.ppf(1 - even(0, 1, n), 0.6, 0.6) * (large - small)), *zero],
            "comfyui beta": [*comfy_beta(n), *zero],
            "a1111 kl-optimal": list(np.tan(even(np.arctan(large), np.arctan(small), n + 1))),
            "comfyui kl-optimal": [*np.tan(even(np.arctan(large), np.arctan(small), n)), *zero],
            "a1111 align-your-steps": [*aligned(ays, n), *zero],
            "a1111-xl align-your-steps": [*aligned(ays_xl, n), *zero],
        }
        for title, sigmas in lists.items():
            dialect, schedule = title.split(" ")
            row = {"name": f"schedule.{dialect}.{schedule}.{n}", "kind": "schedule", "dialect": dialect}
            values = [float(f"{value:.9g}") for value in sigmas]
            yield row | {"schedule": schedule, "steps": n, "sigmas": values}, None
