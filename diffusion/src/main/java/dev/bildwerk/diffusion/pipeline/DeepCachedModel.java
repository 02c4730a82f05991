package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A UNet that runs wholly on every so manieth answer, and in between above a cut: see {@link DeepCache}. What guides say is
 * kept with the deep features. An answer is a whole one also where a text or the guides at work are not those of the
 * answer before, and where the noise has grown.
 *
 * <p>For one pass of one picture; what it keeps belongs to the innermost scope that is open where it is made.
 */
final class DeepCachedModel implements NoiseModel {
    private final UNet unet;
    private final GuidesAtWork guides;
    private final UnaryOperator<UNetInput> seen;
    private final DeepCache cache;
    private final Scope owner = Scope.innermost();
    private final List<Kept> kept = new ArrayList<>();
    private List<TextConditioning> told = List.of();
    private List<Boolean> working = List.of();
    private int lastStep;
    private int sinceWhole;
    private boolean whole;
    private int part;

    /** What is kept of one call. */
    private record Kept(Tensor deep, SideFeatures side) {}

    /** @param seen what the UNet sees of what guides see */
    DeepCachedModel(UNet unet, GuidesAtWork guides, UnaryOperator<UNetInput> seen, DeepCache cache) {
        this.unet = unet;
        this.guides = guides;
        this.seen = seen;
        this.cache = cache;
    }

    @Override
    public void begin(int step, List<TextConditioning> texts) {
        List<Boolean> guiding = guides.working(step);
        sinceWhole++;
        whole = sinceWhole >= cache.interval()
                || step < lastStep
                || !guiding.equals(working)
                || !areSame(texts, told);
        if (whole) {
            sinceWhole = 0;
            kept.forEach(this::free);
            kept.clear();
        }
        told = texts;
        working = guiding;
        lastStep = step;
        part = 0;
    }

    @Override
    public Tensor apply(UNetInput input, int step) {
        if (!whole) {
            Kept features = kept.get(part++);
            return unet.applyAbove(seen.apply(input), features.side(), cache.branch(), features.deep());
        }
        SideFeatures side = guides.features(input, step);
        UNet.Answer answer = unet.applyKeeping(seen.apply(input), side, cache.branch());
        side.tensors().forEach(owner::adopt);
        kept.add(new Kept(owner.adopt(answer.deep()), side));
        return answer.prediction();
    }

    private void free(Kept features) {
        features.deep().close();
        features.side().tensors().forEach(Tensor::close);
    }

    /** Texts are encoded once and told again and again: they are the same where they are the same tensors. */
    private static boolean areSame(List<TextConditioning> a, List<TextConditioning> b) {
        return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> a.get(i) == b.get(i));
    }
}
