package dev.bildwerk.training.evaluation;

import dev.bildwerk.training.data.EvaluationPrompt;
import dev.bildwerk.training.data.EvaluationPrompt.Part;
import dev.bildwerk.training.scorer.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often the scorer finds a picture's own caption. That of the same thing in another style is no wrong answer.
 *
 * @param pictures how many were asked about
 * @param choices among how many captions
 * @param first share whose own caption is the nearest
 * @param amongFive share whose own caption is one of the five nearest
 * @param toldApart share that is nearer to its own caption than to those that are false by one word; NaN where there are none
 * @param ranks of each picture's own caption, 1 for the nearest
 */
record Retrieval(int pictures, int choices, double first, double amongFive, double toldApart, List<Integer> ranks) {
    Retrieval {
        ranks = List.copyOf(ranks);
    }

    /** Rows of one part's captions, in the order of the prompts. */
    record Captions(Part part, List<EvaluationPrompt> prompts, float[][] rows) {
        static Captions of(Part part, List<EvaluationPrompt> prompts, Scorer scorer) {
            List<EvaluationPrompt> own = prompts.stream().filter(prompt -> prompt.part() == part).toList();
            return new Captions(part, own, scorer.captions(own.stream().map(EvaluationPrompt::english).toList()));
        }
    }

    /**
     * @param drawings of the captions' part
     * @param pictures their rows
     */
    static Retrieval of(List<Drawn> drawings, float[][] pictures, Captions captions, Scorer scorer) {
        List<Integer> ranks = new ArrayList<>();
        int apart = 0;
        int withContraries = 0;
        for (int i = 0; i < drawings.size(); i++) {
            float[] picture = pictures[i];
            EvaluationPrompt prompt = drawings.get(i).prompt();
            float own = Scorer.likeness(picture, captions.rows()[captions.prompts().indexOf(prompt)]);
            ranks.add(1 + (int) IntStream.range(0, captions.rows().length)
                    .filter(j -> !sameThing(prompt, captions.prompts().get(j)))
                    .filter(j -> Scorer.likeness(picture, captions.rows()[j]) > own)
                    .count());
            if (!prompt.contraries().isEmpty()) {
                withContraries++;
                float[][] contraries = scorer.captions(prompt.contraries());
                boolean nearest = IntStream.range(0, contraries.length)
                        .allMatch(j -> Scorer.likeness(picture, contraries[j]) < own);
                apart += nearest ? 1 : 0;
            }
        }
        return new Retrieval(
                drawings.size(),
                captions.rows().length,
                share(ranks, 1),
                share(ranks, 5),
                withContraries == 0 ? Double.NaN : (double) apart / withContraries,
                ranks);
    }

    private static boolean sameThing(EvaluationPrompt a, EvaluationPrompt b) {
        return a.thing() != null && a.thing().equals(b.thing());
    }

    private static double share(List<Integer> ranks, int within) {
        return ranks.isEmpty() ? 0 : (double) ranks.stream().filter(rank -> rank <= within).count() / ranks.size();
    }
}
