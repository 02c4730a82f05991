package dev.bildwerk.safety.concept;

import dev.bildwerk.diffusion.text.ClipPictureConfig;
import dev.bildwerk.diffusion.text.ClipPictureEncoder;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;

/**
 * Stable Diffusion's own safety checker (diffusers' {@code StableDiffusionSafetyChecker}): how near CLIP's embedding of a picture comes
 * to those of 17 concepts and of three that ask for special care. Which they are was never published.
 *
 * <p>Immutable; may be used by several threads at once until its weights are closed.
 */
final class ConceptNetwork {
    private static final int CONCEPTS = 17;
    private static final int SPECIAL = 3;

    /** What a hit of a special concept adds to the others. */
    private static final double STRICTER = 0.01;

    private final ClipPictureEncoder encoder;
    private final int side;
    private final Tensor concepts;
    private final float[] thresholds;
    private final Tensor special;
    private final float[] specialThresholds;

    /** @param half prefix of CLIP's picture half */
    ConceptNetwork(Weights weights, String half, ClipPictureConfig config) {
        encoder = new ClipPictureEncoder(weights.at(half), weights.at("visual_projection"), config);
        side = config.side();
        concepts = weights.get("concept_embeds", Init.ZEROS, CONCEPTS, config.projectionWidth());
        special = weights.get("special_care_embeds", Init.ZEROS, SPECIAL, config.projectionWidth());
        thresholds = weights.get("concept_embeds_weights", Init.ZEROS, CONCEPTS).toFloats();
        specialThresholds = weights.get("special_care_embeds_weights", Init.ZEROS, SPECIAL).toFloats();
    }

    /** Pixels of the square that it sees. */
    int side() {
        return side;
    }

    /** How near a picture comes to each concept, the three special ones first: cosines, -1 to 1. */
    float[] cosines(float[] planes) {
        try (Scope scope = Scope.open()) {
            Tensor picture = unit(encoder.apply(Tensor.of(planes, 1, 3, side, side)));
            Tensor all = unit(Tensor.cat(0, special, concepts));
            return picture.linear(all, null).toFloats();
        }
    }

    private static Tensor unit(Tensor rows) {
        return rows.div(rows.square().mean(true, 1).mul(rows.size(1)).sqrt());
    }

    /** Whether it would put a black picture in the place of one with these cosines. */
    boolean refuses(float[] cosines) {
        double adjustment = 0;
        for (int i = 0; i < SPECIAL; i++) {
            if (isAbove(cosines[i], specialThresholds[i], adjustment)) {
                adjustment = STRICTER;
            }
        }
        for (int i = 0; i < CONCEPTS; i++) {
            if (isAbove(cosines[SPECIAL + i], thresholds[i], adjustment)) {
                return true;
            }
        }
        return false;
    }

    /** Rounded to thousandths, as the reference does; what is no number counts as above. */
    private static boolean isAbove(float cosine, float threshold, double adjustment) {
        double score = Math.rint(((double) cosine - threshold + adjustment) * 1000) / 1000;
        return !(score <= 0);
    }
}
