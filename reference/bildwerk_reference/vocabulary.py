"""CLIP's vocabulary, from the MIT-licensed merge list that the open_clip_torch package carries."""

import gzip
import importlib.util
import json
from pathlib import Path

STANDARD_SIZE = 49408
START = "<|startoftext|>"
END = "<|endoftext|>"


def byte_alphabet() -> list[str]:
    """One printable character for each byte, in the order of CLIP's vocabulary (Radford et al., GPT-2)."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    moved = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + index) for index in range(len(moved))]


def standard_merges() -> list[str]:
    package = importlib.util.find_spec("open_clip").submodule_search_locations[0]
    with gzip.open(Path(package) / "bpe_simple_vocab_16e6.txt.gz", "rt", encoding="utf-8") as lines:
        merges = lines.read().split("\n")[1:]
    return merges[: STANDARD_SIZE - 2 - 512]


def vocabulary(merges: list[str]) -> dict[str, int]:
    letters = byte_alphabet()
    tokens = letters + [letter + "</w>" for letter in letters]
    tokens += ["".join(merge.split()) for merge in merges]
    return {token: index for index, token in enumerate([*tokens, START, END])}


def write_tokenizer(folder: Path, merges: list[str], pad_token: str = END, max_length: int = 77) -> None:
    """A tokenizer folder as transformers' CLIPTokenizer saves it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(vocabulary(merges), ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    settings = {
        "add_prefix_space": False,
        "bos_token": START,
        "do_lower_case": True,
        "eos_token": END,
        "errors": "replace",
        "model_max_length": max_length,
        "pad_token": pad_token,
        "tokenizer_class": "CLIPTokenizer",
        "unk_token": END,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
