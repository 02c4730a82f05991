package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.pipeline.BatchPlace;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Variation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A recipe as far as a file tells it: every field may be missing. Names of samplers and schedules are AUTOMATIC1111's
 * titles, whoever wrote the file; {@link RecipeNames} says which of them Bildwerk has.
 *
 * @param prompt in the writer's grammar
 * @param negativePrompt in the writer's grammar
 * @param seed of the noise, from 0
 * @param steps number of denoising steps
 * @param guidanceScale classifier-free guidance
 * @param sampler a title such as {@code DPM++ 2M}
 * @param schedule a title such as {@code Karras}; empty for the writer's habit with this sampler
 * @param size before any hires fix, in pixels
 * @param clipSkip 1 for the text encoder's last layer, 2 for the last but one
 * @param denoisingStrength of img2img, or of the hires fix where there is one; 1 draws from noise alone
 * @param variation a second noise that is mixed in
 * @param hires a second pass over the enlarged picture
 * @param noiseDevice whose generator drew the noise
 * @param eta how much noise an ancestral sampler adds again
 * @param etaNoiseSeedDelta added to the seed of the noise that ancestral samplers draw
 * @param guidanceRescale how far guidance is scaled back to the spread it had (Lin et al. 2023)
 * @param tiling whether the picture's edges meet
 * @param model the checkpoint
 * @param vae an autoencoder beside the checkpoint's own
 * @param loras what is applied beside the tags in the prompt's text, in order
 * @param loraHashes the LoRAs that the prompt's tags name, with their hashes
 * @param embeddingHashes the textual inversions that the prompts name, with their hashes
 * @param guides networks that held the picture to others
 * @param batch which picture of a batch it is, where a batch's noise was drawn at once
 * @param refiner what took the last steps over
 * @param deepCache how many steps ran only a part of the model; written and read by Bildwerk alone
 * @param others settings without a field of their own, in the writer's names and order
 */
public record ForeignRecipe(
        Optional<String> prompt,
        Optional<String> negativePrompt,
        Optional<Long> seed,
        Optional<Integer> steps,
        Optional<Double> guidanceScale,
        Optional<String> sampler,
        Optional<String> schedule,
        Optional<PictureSize> size,
        Optional<Integer> clipSkip,
        Optional<Double> denoisingStrength,
        Optional<Variation> variation,
        Optional<HiresRecipe> hires,
        Optional<NoiseDevice> noiseDevice,
        Optional<Double> eta,
        Optional<Long> etaNoiseSeedDelta,
        Optional<Double> guidanceRescale,
        Optional<Boolean> tiling,
        Optional<ModelReference> model,
        Optional<ModelReference> vae,
        List<LoraUse> loras,
        SequencedMap<String, String> loraHashes,
        SequencedMap<String, String> embeddingHashes,
        List<GuideRecipe> guides,
        Optional<BatchPlace> batch,
        Optional<RefinerRecipe> refiner,
        Optional<DeepCache> deepCache,
        SequencedMap<String, String> others) {
    public ForeignRecipe {
        loras = List.copyOf(loras);
        loraHashes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(loraHashes));
        embeddingHashes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(embeddingHashes));
        guides = List.copyOf(guides);
        others = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(others));
    }

    /** A recipe that says nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that says what this recipe says. */
    public Builder toBuilder() {
        return new Builder()
                .prompt(prompt.orElse(null))
                .negativePrompt(negativePrompt.orElse(null))
                .seed(seed.orElse(null))
                .steps(steps.orElse(null))
                .guidanceScale(guidanceScale.orElse(null))
                .sampler(sampler.orElse(null))
                .schedule(schedule.orElse(null))
                .size(size.orElse(null))
                .clipSkip(clipSkip.orElse(null))
                .denoisingStrength(denoisingStrength.orElse(null))
                .variation(variation.orElse(null))
                .hires(hires.orElse(null))
                .noiseDevice(noiseDevice.orElse(null))
                .eta(eta.orElse(null))
                .etaNoiseSeedDelta(etaNoiseSeedDelta.orElse(null))
                .guidanceRescale(guidanceRescale.orElse(null))
                .tiling(tiling.orElse(null))
                .model(model.orElse(null))
                .vae(vae.orElse(null))
                .loras(loras)
                .loraHashes(loraHashes)
                .embeddingHashes(embeddingHashes)
                .guides(guides)
                .batch(batch.orElse(null))
                .refiner(refiner.orElse(null))
                .deepCache(deepCache.orElse(null))
                .others(others);
    }

    /** This recipe, with whatever the other one says in its place; lists and maps are replaced as a whole. */
    public ForeignRecipe overriddenBy(ForeignRecipe other) {
        return new ForeignRecipe(
                other.prompt.or(() -> prompt),
                other.negativePrompt.or(() -> negativePrompt),
                other.seed.or(() -> seed),
                other.steps.or(() -> steps),
                other.guidanceScale.or(() -> guidanceScale),
                other.sampler.or(() -> sampler),
                other.schedule.or(() -> schedule),
                other.size.or(() -> size),
                other.clipSkip.or(() -> clipSkip),
                other.denoisingStrength.or(() -> denoisingStrength),
                other.variation.or(() -> variation),
                other.hires.or(() -> hires),
                other.noiseDevice.or(() -> noiseDevice),
                other.eta.or(() -> eta),
                other.etaNoiseSeedDelta.or(() -> etaNoiseSeedDelta),
                other.guidanceRescale.or(() -> guidanceRescale),
                other.tiling.or(() -> tiling),
                other.model.or(() -> model),
                other.vae.or(() -> vae),
                other.loras.isEmpty() ? loras : other.loras,
                other.loraHashes.isEmpty() ? loraHashes : other.loraHashes,
                other.embeddingHashes.isEmpty() ? embeddingHashes : other.embeddingHashes,
                other.guides.isEmpty() ? guides : other.guides,
                other.batch.or(() -> batch),
                other.refiner.or(() -> refiner),
                other.deepCache.or(() -> deepCache),
                other.others.isEmpty() ? others : other.others);
    }

    /** Takes a recipe's fields one by one; {@code null} takes a field back. */
    public static final class Builder {
        private String prompt;
        private String negativePrompt;
        private Long seed;
        private Integer steps;
        private Double guidanceScale;
        private String sampler;
        private String schedule;
        private PictureSize size;
        private Integer clipSkip;
        private Double denoisingStrength;
        private Variation variation;
        private HiresRecipe hires;
        private NoiseDevice noiseDevice;
        private Double eta;
        private Long etaNoiseSeedDelta;
        private Double guidanceRescale;
        private Boolean tiling;
        private ModelReference model;
        private ModelReference vae;
        private List<LoraUse> loras = List.of();
        private SequencedMap<String, String> loraHashes = new LinkedHashMap<>();
        private SequencedMap<String, String> embeddingHashes = new LinkedHashMap<>();
        private List<GuideRecipe> guides = List.of();
        private BatchPlace batch;
        private RefinerRecipe refiner;
        private DeepCache deepCache;
        private SequencedMap<String, String> others = new LinkedHashMap<>();

        private Builder() {}

        public Builder prompt(String value) {
            prompt = value;
            return this;
        }

        public Builder negativePrompt(String value) {
            negativePrompt = value;
            return this;
        }

        public Builder seed(Long value) {
            seed = value;
            return this;
        }

        public Builder steps(Integer value) {
            steps = value;
            return this;
        }

        public Builder guidanceScale(Double value) {
            guidanceScale = value;
            return this;
        }

        /** @param value AUTOMATIC1111's title */
        public Builder sampler(String value) {
            sampler = value;
            return this;
        }

        /** @param value AUTOMATIC1111's title */
        public Builder schedule(String value) {
            schedule = value;
            return this;
        }

        public Builder size(PictureSize value) {
            size = value;
            return this;
        }

        public Builder clipSkip(Integer value) {
            clipSkip = value;
            return this;
        }

        public Builder denoisingStrength(Double value) {
            denoisingStrength = value;
            return this;
        }

        public Builder variation(Variation value) {
            variation = value;
            return this;
        }

        public Builder hires(HiresRecipe value) {
            hires = value;
            return this;
        }

        public Builder noiseDevice(NoiseDevice value) {
            noiseDevice = value;
            return this;
        }

        public Builder eta(Double value) {
            eta = value;
            return this;
        }

        public Builder etaNoiseSeedDelta(Long value) {
            etaNoiseSeedDelta = value;
            return this;
        }

        public Builder guidanceRescale(Double value) {
            guidanceRescale = value;
            return this;
        }

        public Builder tiling(Boolean value) {
            tiling = value;
            return this;
        }

        public Builder model(ModelReference value) {
            model = value;
            return this;
        }

        public Builder vae(ModelReference value) {
            vae = value;
            return this;
        }

        public Builder loras(List<LoraUse> value) {
            loras = value;
            return this;
        }

        public Builder loraHashes(SequencedMap<String, String> value) {
            loraHashes = value;
            return this;
        }

        public Builder embeddingHashes(SequencedMap<String, String> value) {
            embeddingHashes = value;
            return this;
        }

        public Builder guides(List<GuideRecipe> value) {
            guides = value;
            return this;
        }

        public Builder batch(BatchPlace value) {
            batch = value;
            return this;
        }

        public Builder refiner(RefinerRecipe value) {
            refiner = value;
            return this;
        }

        public Builder deepCache(DeepCache value) {
            deepCache = value;
            return this;
        }

        public Builder others(SequencedMap<String, String> value) {
            others = value;
            return this;
        }

        public ForeignRecipe build() {
            return new ForeignRecipe(
                    Optional.ofNullable(prompt),
                    Optional.ofNullable(negativePrompt),
                    Optional.ofNullable(seed),
                    Optional.ofNullable(steps),
                    Optional.ofNullable(guidanceScale),
                    Optional.ofNullable(sampler),
                    Optional.ofNullable(schedule),
                    Optional.ofNullable(size),
                    Optional.ofNullable(clipSkip),
                    Optional.ofNullable(denoisingStrength),
                    Optional.ofNullable(variation),
                    Optional.ofNullable(hires),
                    Optional.ofNullable(noiseDevice),
                    Optional.ofNullable(eta),
                    Optional.ofNullable(etaNoiseSeedDelta),
                    Optional.ofNullable(guidanceRescale),
                    Optional.ofNullable(tiling),
                    Optional.ofNullable(model),
                    Optional.ofNullable(vae),
                    loras,
                    loraHashes,
                    embeddingHashes,
                    guides,
                    Optional.ofNullable(batch),
                    Optional.ofNullable(refiner),
                    Optional.ofNullable(deepCache),
                    others);
        }
    }
}
