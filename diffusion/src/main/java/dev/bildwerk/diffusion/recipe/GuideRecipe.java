package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.guide.Preparation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A ControlNet or T2I-Adapter that held a picture to another one, as AUTOMATIC1111's extension tells it ({@code
 * serialize} in its {@code internal_controlnet/args.py} is the reference). Which picture that was no recipe tells.
 *
 * @param module what was made of the picture first
 * @param model the file's name without its ending, and perhaps its hash in brackets
 * @param weight how much of what it said was added
 * @param from the part of the steps that it began at, 0 to 1
 * @param until the part of the steps that it ended at
 * @param resolution the shorter side of the picture that was prepared; -1 where that does not matter
 */
public record GuideRecipe(String module, String model, double weight, double from, double until, int resolution) {
    private static final String UNUSED = "-1";

    public GuideRecipe {
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(model, "model");
    }

    /** @param hash of the file; empty to leave it out */
    static GuideRecipe of(GuideUse use, String hash) {
        boolean measured = use.preparation() == Preparation.CANNY;
        String name = use.file().getFileName().toString().replaceFirst("\\.safetensors$", "").replaceAll("[,:]", "");
        return new GuideRecipe(
                use.preparation().title(),
                hash.isEmpty() ? name : "%s [%s]".formatted(name, hash),
                use.weight(),
                use.from(),
                use.until(),
                measured ? Math.min(use.picture().width(), use.picture().height()) : -1);
    }

    /** In one line, as it stands behind {@code ControlNet 0:}. */
    String text() {
        boolean measured = module.equals(Preparation.CANNY.title());
        SequencedMap<String, Object> words = new LinkedHashMap<>();
        words.put("Module", module);
        words.put("Model", model);
        words.put("Weight", weight);
        words.put("Resize Mode", "Just Resize");
        words.put("Processor Res", resolution);
        words.put("Threshold A", measured ? "100.0" : UNUSED);
        words.put("Threshold B", measured ? "200.0" : UNUSED);
        words.put("Guidance Start", from);
        words.put("Guidance End", until);
        words.put("Pixel Perfect", "False");
        words.put("Control Mode", "Balanced");
        return words.entrySet().stream()
                .map(word -> word.getKey() + ": " + word.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Reads such a line, also in the words of the extension's first versions; empty where it names no model. */
    static Optional<GuideRecipe> parse(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String item : text.split(",")) {
            int colon = item.indexOf(':');
            if (colon > 0) {
                words.put(item.substring(0, colon).strip().toLowerCase(Locale.ROOT), item.substring(colon + 1).strip());
            }
        }
        String model = words.getOrDefault("model", "");
        return model.isEmpty()
                ? Optional.empty()
                : Optional.of(new GuideRecipe(
                        words.getOrDefault("module", words.getOrDefault("preprocessor", Preparation.NONE.title())),
                        model,
                        number(words.get("weight"), 1),
                        number(words.get("guidance start"), 0),
                        number(words.get("guidance end"), 1),
                        (int) number(words.get("processor res"), -1)));
    }

    private static double number(String text, double usual) {
        try {
            double number = text == null || text.length() > 40 ? usual : Double.parseDouble(text);
            return Double.isFinite(number) ? number : usual;
        } catch (NumberFormatException e) {
            return usual;
        }
    }
}
