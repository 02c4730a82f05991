package dev.bildwerk.diffusion.parity;

import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.Arrays;
import java.util.List;

/** The requests behind the pictures of {@code pictures.safetensors}. */
public final class PictureCases {
    private static final String PROMPT = "a red fox in the snow, watercolor";
    private static final String NEGATIVE_PROMPT = "blurry, dark";
    private static final String LATENT = ".latent";

    private PictureCases() {}

    /** The cases of a family's {@code pictures.safetensors}. */
    public static List<String> names(FixtureFile pictures) {
        return pictures.names().stream()
                .filter(name -> name.endsWith(LATENT))
                .map(name -> name.substring(0, name.length() - LATENT.length()))
                .toList();
    }

    /** @param name a sampler, then what differs from the usual request, behind points */
    public static GenerationRequest request(String name) {
        List<String> words = List.of(name.split("\\."));
        SamplerName sampler = Arrays.stream(SamplerName.values())
                .filter(value -> value.option().equals(words.getFirst()))
                .findFirst()
                .orElseThrow();
        return new GenerationRequest(
                PROMPT,
                NEGATIVE_PROMPT,
                42,
                10,
                words.contains("unguided") ? 1 : 5,
                sampler,
                words.contains("karras") ? ScheduleName.KARRAS : ScheduleName.NORMAL,
                words.contains("40x64") ? 40 : 64,
                64);
    }
}
