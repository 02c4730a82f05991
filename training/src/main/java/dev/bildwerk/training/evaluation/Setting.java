package dev.bildwerk.training.evaluation;

import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.training.data.EvaluationPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the same prompts are drawn.
 *
 * @param german whether they are spoken in German
 * @param ofEach how many prompts of each part
 */
record Setting(boolean german, int steps, double guidanceScale, int ofEach) {

    /** The model's own in both languages, then each departure from it. */
    static List<Setting> all(EvaluationOptions options, GenerationDefaults own) {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting(false, own.steps(), own.guidanceScale(), options.prompts()));
        settings.add(new Setting(true, own.steps(), own.guidanceScale(), options.prompts()));
        if (options.swept() > 0) {
            options.guidanceScales().stream()
                    .filter(scale -> scale != own.guidanceScale())
                    .forEach(scale -> settings.add(new Setting(false, own.steps(), scale, options.swept())));
            options.steps().stream()
                    .filter(steps -> steps != own.steps())
                    .forEach(steps -> settings.add(new Setting(false, steps, own.guidanceScale(), options.swept())));
        }
        return List.copyOf(settings);
    }

    /** Names the folder of its pictures. */
    String name() {
        return String.format(Locale.ROOT, "%s-%d-steps-guidance-%s", language(), steps, guidanceScale);
    }

    String language() {
        return german ? "de" : "en";
    }

    GenerationRequest request(EvaluationPrompt prompt, GenerationDefaults own, long seed) {
        GenerationRequest usual = own.request(german ? prompt.german() : prompt.english(), seed);
        return new GenerationRequest(usual.prompt(), usual.negativePrompt(), seed, steps, guidanceScale,
                usual.sampler(), usual.schedule(), usual.width(), usual.height());
    }
}
