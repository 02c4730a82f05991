package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.vae.VaeTiling;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/** The computing part of the way from a request to a picture: prompt, noise, one pass of the sampler or two, decoder. */
final class LatentDrawing {
    private final LoadedModel model;
    private final PromptedModel prompted;
    private final PassPlans plans;
    private final LatentCodec codec;
    private final StartingLatents starts;
    private final SecondPass secondPass;
    private final LatentPreview preview;

    private final PartRelease release;

    /** For requests without guides. */
    LatentDrawing(LoadedModel model) {
        this(model, new GuideSlot(model));
    }

    /** With all parts in memory. */
    LatentDrawing(LoadedModel model, GuideSlot guides) {
        this(model, guides, VaeTiling.AUTO, new PartRelease(model, new AdapterSlot(model)));
    }

    /**
     * @param guides holds the networks beside the model from picture to picture
     * @param release frees the model's parts where that is to be
     */
    LatentDrawing(LoadedModel model, GuideSlot guides, VaeTiling tiling, PartRelease release) {
        this.model = model;
        this.release = release;
        this.prompted = new PromptedModel(model, guides);
        this.plans = new PassPlans(
                model.checkpoint().scheduler(),
                model.checkpoint().unet().added() instanceof AddedConditions.TextTime);
        this.codec = new LatentCodec(model, tiling);
        this.starts = new StartingLatents(model, codec);
        this.secondPass = new SecondPass(codec);
        this.preview = new LatentPreview(model);
    }

    /** @throws InvalidRequestException where this model cannot draw that size or that many steps */
    void requirePossible(GenerationRequest request) {
        int factor = model.checkpoint().vae().factor();
        GenerationRequest second = SecondPass.of(request);
        for (GenerationRequest pass : List.of(request, second)) {
            RequestRules.checkMultiples("", pass.width(), pass.height(), factor);
        }
        plans.requirePossible(request);
        request.controls().deepCache().requireWithin(model.checkpoint().unet().branches());
    }

    /** Without a refiner. */
    Tensor latent(GenerationRequest request, ProgressListener listener) {
        return latent(request, null, listener);
    }

    /**
     * The finished latent, as the denoiser knows it (times {@code scaling_factor}).
     *
     * @param refiner takes the last steps over, of the second pass where there is one; null for none
     * @return {@code [1, latentChannels, height / factor, width / factor]} in F32, in the caller's scope; with a second pass
     *     of the enlarged size
     */
    Tensor latent(GenerationRequest request, PromptedModel refiner, ProgressListener listener) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            StepCounter.report(listener, Stage.ENCODING_TEXT, 0, 1);
            PictureNoise noise = new PictureNoise(request);
            PassSteps pass = plans.of(request);
            StartingPoint start = starts.of(request, pass, noise);
            PromptConditioning text = prompted.text(request);
            release.afterText();
            StepCounter.report(listener, Stage.ENCODING_TEXT, 1, 1);
            if (!request.controls().hires().isOn()) {
                StepCounter steps = new StepCounter(listener, preview, pass.taken().size());
                PassSampling only = new PassSampling(request, pass, start, noise, text, steps);
                return scope.keep(codec.requireFinite(last(only, refiner)));
            }
            GenerationRequest second = SecondPass.of(request);
            PassSteps more = plans.ofSecond(second);
            StepCounter steps = new StepCounter(
                    listener, preview, pass.taken().size() + more.taken().size());
            Tensor small = new PassSampling(request, pass, start, noise, text, steps).by(prompted);
            PictureNoise again = new PictureNoise(second);
            StartingPoint larger =
                    starts.ofLatent(secondPass.enlarged(small, second, again), second, more, again);
            PassSampling last = new PassSampling(second, more, larger, again, prompted.text(second), steps);
            return scope.keep(codec.requireFinite(last(last, refiner)));
        }
    }

    private Tensor last(PassSampling pass, PromptedModel refiner) {
        return refiner == null
                ? pass.by(prompted)
                : pass.by(prompted, refiner, refiner.text(pass.request()));
    }

    /** @param latent as {@link #latent} gives it */
    Picture decode(Tensor latent) {
        release.afterSteps();
        Picture picture = codec.decode(latent);
        release.afterDecoding();
        return picture;
    }
}
