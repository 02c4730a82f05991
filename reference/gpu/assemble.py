"""python assemble.py OUT OLD MODEL: the folder of a model from WORK/out, RUN/tokenizer as OUT/tokenizer, and an older edition's configurations."""
import json
import pathlib
import shutil
import sys

out, old, model = map(pathlib.Path, sys.argv[1:4])
for name, file in (("vae", "diffusion_pytorch_model"), ("unet", "diffusion_pytorch_model"), ("text_encoder", "model")):
    (model / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(out / f"{name}.safetensors", model / name / f"{file}.safetensors")
shutil.copytree(old / "scheduler", model / "scheduler", dirs_exist_ok=True)
shutil.copytree(out / "tokenizer", model / "tokenizer", dirs_exist_ok=True)
for name in ("model_index.json", "bildwerk.json", "text_encoder/config.json"):
    shutil.copy(old / name, model / name)


def changed(name, **values):
    config = json.loads((old / name / "config.json").read_text())
    (model / name / "config.json").write_text(json.dumps(config | values, indent=2) + "\n")


changed("vae", latent_channels=8, block_out_channels=[48, 96, 128, 160], scaling_factor=float((out / "scaling").read_text()))
changed("unet", in_channels=8, out_channels=8,
        down_block_types=["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"], up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3)
