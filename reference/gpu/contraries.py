"""Captions that are false of a picture by one word: another colour, background, number or place.

Which tokens are colours, numbers and places is found in the captions, whose order pack.py keeps: a recoloured thing's first
caption is "a COLOUR thing", one on a background ends in "COLOUR background", and a scene with a place has "A and B" as its last.
"""
import collections
import random

import numpy as np

import networks

KINDS = ("colour", "background", "number", "place")
EACH = 4
START = networks.VOCABULARY - 2
COLOUR, BACKGROUND, SCENE = 2, 3, 4


def _words(row):
    row = list(map(int, row))[1:]
    return row[:row.index(networks.END)] if networks.END in row else row


def _common(tokens, least):
    counts = collections.Counter(tokens)
    total = sum(counts.values())
    return [t for t, n in counts.most_common() if n >= least * total]


class Contraries:
    def __init__(self, captions):
        self.tokens = captions.tokens.cpu().numpy()
        en, counts = captions.en.cpu().numpy(), captions.en_count.cpu().numpy()
        lessons = captions.lesson.numpy()
        rows = lambda lesson: [i for i in np.nonzero(lessons == lesson)[0] if counts[i] > 0]
        first = lambda i: _words(self.tokens[en[i, 0]])
        recoloured, grounds, scenes = ([first(i) for i in rows(lesson)] for lesson in (COLOUR, BACKGROUND, SCENE))
        self.colours = set(_common([w[1] for w in recoloured if len(w) > 1], 0.03))
        self.background = _common([w[-1] for w in grounds], 0.2)[:1]
        self.colours |= set(_common([w[-2] for w in grounds if w[-1:] == self.background], 0.03))
        articles = set(_common([w[0] for w in recoloured], 0.03))
        self.numbers = set(_common([w[0] for w in scenes], 0.02)) - articles
        self.places = self._places(en, counts, rows(SCENE))
        self.random = random.Random(11)

    def _places(self, en, counts, rows):
        """What stands in "A ... B" where another caption of the picture has one word."""
        found = []
        for i in rows:
            a, b = (_words(self.tokens[en[i, j]]) for j in (0, counts[i] - 1))
            start = 0
            while start < min(len(a), len(b)) and a[start] == b[start]:
                start += 1
            end = 0
            while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
                end += 1
            if len(b) - start - end == 1 and 0 < len(a) - start - end <= 4 and start > 1 and end > 1:
                found.append((tuple(a[start:len(a) - end]), b[start]))
        both = _common([word for _, word in found], 0.2)[:1]
        return _common([place for place, word in found if [word] == both], 0.03)

    def of(self, caption):
        """By kind, up to four rows of words each."""
        words = _words(self.tokens[caption])
        swap = lambda at, others: [words[:at] + [o] + words[at + 1:] for o in self._some(others - {words[at]})]
        result = {}
        last = len(words) - 1
        ground = [i for i, w in enumerate(words) if w in self.colours and i < last and [words[i + 1]] == self.background]
        colours = [i for i, w in enumerate(words) if w in self.colours and i not in ground]
        if ground:
            result["background"] = swap(ground[0], self.colours)
        if colours:
            result["colour"] = swap(self.random.choice(colours), self.colours)
        if words and words[0] in self.numbers:
            result["number"] = swap(0, self.numbers)
        for place in self.places:
            at = next((i for i in range(2, len(words) - len(place)) if tuple(words[i:i + len(place)]) == place), None)
            if at is not None:
                result["place"] = [words[:at] + list(p) + words[at + len(place):] for p in self.places if p != place][:EACH]
                break
        return result

    def _some(self, others):
        others = sorted(others)
        return self.random.sample(others, min(EACH, len(others)))

    def table(self, captions):
        """Tokens [captions, kinds, 4, 20] of the captions given by number, and whether each is there."""
        rows = np.full((len(captions), len(KINDS), EACH, networks.TOKENS), networks.END, np.int16)
        there = np.zeros((len(captions), len(KINDS), EACH), bool)
        for i, caption in enumerate(captions):
            for kind, alternatives in self.of(caption).items():
                for j, words in enumerate(alternatives):
                    row = [START, *words][:networks.TOKENS - 1]
                    rows[i, KINDS.index(kind), j, :len(row)] = row
                    there[i, KINDS.index(kind), j] = True
        return rows, there
