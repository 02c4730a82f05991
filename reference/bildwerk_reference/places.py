"""Where fixtures are written, and how."""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file

REPOSITORY = Path(__file__).resolve().parents[2]
DIFFUSION = REPOSITORY / "diffusion/src/test/resources/fixtures"
ENGINE = REPOSITORY / "engine/src/test/resources/fixtures"
TRAINING = REPOSITORY / "training/src/test/resources/fixtures"
SAFETY = REPOSITORY / "safety/src/test/resources/fixtures"


def write_compact_json(path: Path, header: dict, name: str, rows: list) -> None:
    """One row of the list a line, so that a change shows as the lines that changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps(header, ensure_ascii=False)[:-1]
    body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f'{head},\n"{name}": [\n{body}\n]}}\n', encoding="utf-8")


def write_tensors(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensors[name].detach().contiguous().clone() for name in sorted(tensors)}, path)


def floats(tensor: torch.Tensor) -> list[float]:
    """Float32 values with the nine digits that identify them."""
    return [float(f"{value:.9g}") for value in tensor.detach().to(torch.float32).flatten().tolist()]
