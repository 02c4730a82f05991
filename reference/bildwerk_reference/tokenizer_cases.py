"""Texts and the ids that transformers' CLIP tokenizers make of them, with the full standard vocabulary."""

import tempfile
from pathlib import Path

from transformers import CLIPTokenizer, CLIPTokenizerFast
from transformers.models.clip import tokenization_clip

from .places import DIFFUSION, write_compact_json
from .vocabulary import STANDARD_SIZE, standard_merges, vocabulary, write_tokenizer

TEXTS = {
    "empty": "",
    "space only": "   ",
    "plain": "a photo of a cat",
    "upper case": "A Photo Of A CAT on the MOON",
    "contractions": "it's I'm you're we've they'll he'd don't",
    "upper case contractions": "IT'S I'M YOU'RE WE'VE THEY'LL HE'D DON'T",
    "apostrophes elsewhere": "rock 'n' roll, the '90s, dogs' bowls, o'clock",
    "punctuation": "Hello, world! (really?) -- yes: \"quoted\"; [brackets] {braces} <angles> a/b \\ | ~ ` ^",
    "punctuation runs": "wow!!! ... ??? :-) ;-P *** --- === ,,,",
    "prompt grammar": "(masterpiece:1.2), [blurry], ((sharp)) <lora:style:0.8> AND a | b",
    "numbers": "1 22 333 4444 3.14159 1,000,000 2024-01-31 50mm f/1.8 4k 8K",
    "other digits": "٣ ४ 五 Ⅷ ½ ²",
    "accents": "café naïve façade Zoë mañana Čeština Łódź",
    "decomposed accents": "cafe\u0301 nai\u0308ve A\u030angstrom",
    "german": "Ein Schloß über dem Fluß, Mädchen mit Äpfeln und Öl, STRASSE, größer",
    "french": "l'été à l'œuvre, ça où brûlée",
    "polish": "zażółć gęślą jaźń",
    "turkish": "İstanbul ıslak IĞDIR",
    "greek": "Ελληνικά ΟΔΥΣΣΕΥΣ λόγος",
    "cyrillic": "Привет, мир! ЁЛКА",
    "hebrew": "שלום עולם",
    "arabic": "مرحبا بالعالم",
    "hindi": "नमस्ते दुनिया",
    "thai": "สวัสดีชาวโลก",
    "chinese": "一只猫坐在月亮上",
    "chinese with latin": "水墨画 of a mountain, 4k高清",
    "japanese": "猫が月に座っている カタカナ ｶﾀｶﾅ",
    "korean": "달 위의 고양이",
    "emoji": "a cat 🐱 on the moon 🌙🚀",
    "emoji joined": "family 👨\u200d👩\u200d👧 flag 🇩🇪 thumbs 👍🏽 heart ❤\ufe0f",
    "white space": "a   cat\ton \n the \r\n moon\u00a0now\u3000wide\u2003em",
    "leading and trailing space": "  a cat  ",
    "zero width": "a\u200bcat on\u200dthe\u2060moon\ufeff",
    "control characters": "a\u0001cat\u0007on\u001bthe\u007fmoon\u0085next",
    "soft hyphen": "moon\u00adlight",
    "curly quotes": "the cat’s “moon” – it’s — bright…",
    "html entity": "salt &amp; pepper &lt;3",
    "ligature": "ﬁne ﬂow ﬃ",
    "full width": "ＡＢＣ １２３",
    "sharp s": "STRAßE ẞ",
    "math": "x² + y² = r², ∑ ∫ √2 ≠ π",
    "currency": "€5 £10 ¥100 $20",
    "code": "if (x_1 == y->z) { return foo_bar(); }",
    "address": "see https://example.org/a?b=c#d or mail me@example.org",
    "camel and snake": "CamelCaseWord snake_case_word kebab-case-word",
    "long word": "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "no vowels": "zxqj kvbw qqqqqqqq",
    "repeated letter": "a" * 200,
    "300 words": " ".join(["an old castle by the lake under a purple evening sky with birds"] * 23 + ["end"]),
    "75 tokens": " ".join(["cat"] * 75),
    "76 tokens": " ".join(["cat"] * 76),
    "replacement character": "a \ufffd b",
    "private use": "a \ue000 b",
    "supplementary letters": "𝐀𝐁𝐂 𝔞𝔟𝔠 𠀀",
    "combining run": "z\u0335\u0321a\u0337\u030al\u0334g\u0336o",
    "title case letter": "ǅ ǈ",
}


def make() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_tokenizer(folder, standard_merges())
        fast = CLIPTokenizerFast.from_pretrained(folder)
        with_ftfy = CLIPTokenizer.from_pretrained(folder)
        assert with_ftfy.fix_text is not None, "ftfy must be installed, as for CLIP's own training"
        without_ftfy = CLIPTokenizer.from_pretrained(folder)
        without_ftfy.fix_text = None
        without_ftfy.nlp = tokenization_clip.BasicTokenizer(strip_accents=False, do_split_on_punc=False)
        assert fast.vocab_size == len(vocabulary(standard_merges())) == STANDARD_SIZE
        rows = []
        for name, text in TEXTS.items():
            row = {
                "name": name,
                "text": text,
                "ids": fast(text)["input_ids"],
                "ids77": fast(text, truncation=True, max_length=77, padding="max_length")["input_ids"],
            }
            for variant, tokenizer in (("ftfyIds", with_ftfy), ("basicIds", without_ftfy)):
                ids = tokenizer(text)["input_ids"]
                if ids != row["ids"]:
                    row[variant] = ids
            # the padding of a text that fits is 49407 to 77: not worth the room
            fitting = len(row["ids"]) <= 77
            padding = row["ids"] + [49407] * (77 - len(row["ids"]))
            if fitting and row["ids77"] == padding:
                row["ids77"] = None
            rows.append(row)
    header = {
        "about": "CLIPTokenizerFast's ids with start and end; ids77: truncated to 77 (null: ids padded with 49407). "
        "ftfyIds / basicIds: only where CLIPTokenizer with ftfy / without it differs."
    }
    write_compact_json(DIFFUSION / "tokenizer.json", header, "cases", rows)
