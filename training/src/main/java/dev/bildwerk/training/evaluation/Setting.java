package dev.bildwerk.training.evaluation;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.pipeline.Additions;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.training.data.EvaluationPrompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the same prompts are drawn.
 *
 * @param german whether they are spoken in German
 * @param fewStepsLora null where the model draws without one
 * @param ofEach how many prompts of each part
 */
record Setting(boolean german, int steps, double guidanceScale, Path fewStepsLora, int ofEach) {
    private static final int FEW_STEPS = 4;
    /** Switches guidance off. */
    private static final double WITHOUT_GUIDANCE = 1;


    /** The model's own in both languages, then each departure from it. */
    static List<Setting> all(EvaluationOptions options, GenerationDefaults own) {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting(false, own.steps(), own.guidanceScale(), null, options.prompts()));
        settings.add(new Setting(true, own.steps(), own.guidanceScale(), null, options.prompts()));
        if (options.fewStepsLora() != null) {
            settings.add(new Setting(false, FEW_STEPS, WITHOUT_GUIDANCE, options.fewStepsLora(), options.prompts()));
        }
        if (options.swept() > 0) {
            options.guidanceScales().stream()
                    .filter(scale -> scale != own.guidanceScale())
                    .forEach(scale -> settings.add(new Setting(false, own.steps(), scale, null, options.swept())));
            options.steps().stream()
                    .filter(steps -> steps != own.steps())
                    .forEach(steps -> settings.add(new Setting(false, steps, own.guidanceScale(), null, options.swept())));
        }
        return List.copyOf(settings);
    }

    /** Names the folder of its pictures. */
    String name() {
        String lora = fewStepsLora == null ? "" : "-lora";
        return String.format(Locale.ROOT, "%s-%d-steps-guidance-%s%s", language(), steps, guidanceScale, lora);
    }

    String language() {
        return german ? "de" : "en";
    }

    GenerationRequest request(EvaluationPrompt prompt, GenerationDefaults own, long seed) {
        GenerationRequest usual = own.request(german ? prompt.german() : prompt.english(), seed);
        SamplerName sampler = fewStepsLora == null ? usual.sampler() : SamplerName.LCM;
        List<AdapterUse> adapters = fewStepsLora == null ? List.of() : List.of(new AdapterUse(fewStepsLora, 1, 1));
        Controls controls = usual.controls().withAdditions(Additions.NONE.withAdapters(adapters));
        return new GenerationRequest(usual.prompt(), usual.negativePrompt(), seed, steps, guidanceScale,
                sampler, usual.schedule(), usual.width(), usual.height(), controls);
    }
}
