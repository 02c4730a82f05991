package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.guide.Guide;
import dev.bildwerk.diffusion.guide.GuideException;
import dev.bildwerk.diffusion.guide.GuideNetwork;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.UNetInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The guides of one pass: each has seen its picture at that pass's size, and works in its part of that pass's
 * steps.
 */
final class GuidesAtWork {
    private final List<OneAtWork> guides = new ArrayList<>();
    private final int steps;

    /** One of them, whose first answer is looked at: what is damaged is damaged from there on. */
    private static final class OneAtWork {
        private final GuideUse use;
        private final Guide guide;
        private boolean looked;

        OneAtWork(GuideUse use, Guide guide) {
            this.use = use;
            this.guide = guide;
        }

        SideFeatures features(UNetInput input) {
            SideFeatures features = guide.features(input);
            if (!looked && !features.isFinite()) {
                throw new GuideException(
                        "guide.not-finite",
                        "%s computed numbers without end, so its weights are damaged: fetch it again.".formatted(use.file()));
            }
            looked = true;
            return features.times(use.weight());
        }
    }

    /**
     * @param slot has the networks
     * @param request of this pass
     * @param steps that are taken in it
     */
    GuidesAtWork(GuideSlot slot, GenerationRequest request, int steps) {
        this.steps = steps;
        List<GuideUse> uses = request.controls().additions().guides();
        List<GuideNetwork> networks = slot.networks(uses);
        for (int i = 0; i < uses.size(); i++) {
            Guide guide = networks.get(i).shown(uses.get(i).prepared(), request.width(), request.height());
            guides.add(new OneAtWork(uses.get(i), guide));
        }
    }

    /** What they say together in a step, counted from 0. */
    SideFeatures features(UNetInput input, int step) {
        SideFeatures all = SideFeatures.NONE;
        for (OneAtWork one : guides) {
            if (works(one, step)) {
                all = all.plus(one.features(input));
            }
        }
        return all;
    }

    /** Which of them say something in a step, counted from 0. */
    List<Boolean> working(int step) {
        return guides.stream().map(one -> works(one, step)).toList();
    }

    private boolean works(OneAtWork one, int step) {
        return one.use.weight() != 0 && one.use.worksIn(step, steps);
    }
}
