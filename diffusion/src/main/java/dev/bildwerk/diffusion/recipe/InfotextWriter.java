package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.pipeline.BatchPlace;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Variation;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A recipe in AUTOMATIC1111's words and order. */
final class InfotextWriter {
    private InfotextWriter() {}

    /**
     * @param recipe LoRAs beside the prompt are written as tags at its end
     * @param dialect left out where the program's name tells it
     * @param program such as {@code Bildwerk 0.1.0}; empty to leave it out
     */
    static Infotext write(ForeignRecipe recipe, String dialect, String program) {
        String habit = InfotextReader.program(program).dialect();
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        put(settings, "Steps", recipe.steps());
        put(settings, "Sampler", recipe.sampler());
        put(settings, "Schedule type", recipe.schedule());
        put(settings, "CFG scale", recipe.guidanceScale().map(InfotextWriter::plain));
        put(settings, "Seed", recipe.seed());
        put(settings, "Size", recipe.size());
        putReference(settings, "Model hash", "Model", recipe.model());
        putReference(settings, "VAE hash", "VAE", recipe.vae());
        put(settings, "Variation seed", recipe.variation().map(Variation::seed));
        put(settings, "Variation seed strength", recipe.variation().map(variation -> plain(variation.strength())));
        put(settings, "Denoising strength", recipe.denoisingStrength().map(InfotextWriter::plain));
        put(settings, "Clip skip", recipe.clipSkip().filter(skip -> skip > 1));
        put(settings, "Eta", recipe.eta().map(InfotextWriter::plain));
        put(settings, "ENSD", recipe.etaNoiseSeedDelta());
        put(settings, "CFG rescale", recipe.guidanceRescale().map(InfotextWriter::plain));
        put(settings, "RNG", recipe.noiseDevice().map(InfotextWriter::rng));
        put(settings, "Tiling", recipe.tiling().filter(on -> on).map(on -> "True"));
        put(settings, "Hires upscale", recipe.hires().flatMap(HiresRecipe::scale).map(InfotextWriter::plain));
        put(settings, "Hires resize", recipe.hires().flatMap(HiresRecipe::size));
        put(settings, "Hires steps", recipe.hires().flatMap(HiresRecipe::steps));
        put(settings, "Hires upscaler", recipe.hires().flatMap(HiresRecipe::upscaler));
        put(settings, "Lora hashes", hashes(recipe.loraHashes()));
        put(settings, "TI hashes", hashes(recipe.embeddingHashes()));
        for (int i = 0; i < recipe.guides().size(); i++) {
            settings.put(InfotextReader.GUIDE + i, recipe.guides().get(i).text());
        }
        put(settings, "Refiner", recipe.refiner().map(RefinerRecipe::model));
        put(settings, "Refiner switch at", recipe.refiner().map(refiner -> plain(refiner.switchAt())));
        put(settings, "Deep cache", recipe.deepCache().map(DeepCache::interval));
        put(settings, "Deep cache branch", recipe.deepCache().map(DeepCache::branch));
        put(settings, "Batch size", recipe.batch().map(BatchPlace::size));
        put(settings, "Batch pos", recipe.batch().map(BatchPlace::index));
        recipe.others().forEach(settings::putIfAbsent);
        put(settings, "Prompt dialect", Optional.of(dialect).filter(d -> !d.equals(habit)));
        put(settings, "Version", Optional.of(program).filter(p -> !p.isEmpty()));
        return new Infotext(promptWithTags(recipe), recipe.negativePrompt().orElse(""), settings);
    }

    /** AUTOMATIC1111 says NV where it reckons the numbers of an NVIDIA GPU on another device. */
    private static String rng(NoiseDevice device) {
        return switch (device) {
            case CPU -> "CPU";
            case GPU -> "NV";
        };
    }

    private static String promptWithTags(ForeignRecipe recipe) {
        StringBuilder prompt = new StringBuilder(recipe.prompt().orElse(""));
        for (LoraUse lora : recipe.loras()) {
            String weights = lora.textWeight() == lora.unetWeight()
                    ? plain(lora.unetWeight())
                    : plain(lora.textWeight()) + ":" + plain(lora.unetWeight());
            prompt.append(prompt.isEmpty() ? "" : " ").append("<lora:%s:%s>".formatted(lora.name(), weights));
        }
        return prompt.toString();
    }

    private static void putReference(
            SequencedMap<String, String> settings, String hashKey, String nameKey, Optional<ModelReference> reference) {
        put(settings, hashKey, reference.map(ModelReference::hash).filter(hash -> !hash.isEmpty()));
        put(settings, nameKey, reference.map(ModelReference::name).filter(name -> !name.isEmpty()));
    }

    private static Optional<String> hashes(Map<String, String> hashes) {
        return Optional.of(hashes.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty());
    }

    private static void put(SequencedMap<String, String> settings, String key, Optional<?> value) {
        value.ifPresent(v -> settings.put(key, v.toString()));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
