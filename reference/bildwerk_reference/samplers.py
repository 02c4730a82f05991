"""Trajectories of diffusers' schedulers over two analytic models."""

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
)

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
