package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What InvokeAI said before version 3: as JSON in a picture's text {@code sd-metadata}, and as a command in its text
 * {@code Dream}.
 */
final class InvokeLegacyReader {
    private static final Set<String> READ = Set.of(
            "prompt", "steps", "cfg_scale", "width", "height", "seed", "sampler", "type", "postprocessing",
            "variations", "threshold", "perlin", "seamless", "hires_fix");

    /** The command's switches that take a value, and the setting that each one is. */
    private static final Map<String, String> SWITCHES =
            Map.of("-s", "steps", "-S", "seed", "-W", "width", "-H", "height", "-C", "cfg_scale", "-A", "sampler",
                    "-m", "sampler");

    private InvokeLegacyReader() {}

    /** @param metadata an object */
    static ReadRecipe.Found read(JsonNode metadata) {
        JsonNode image = metadata.path("image");
        List<NotHonoured> notes = new ArrayList<>();
        ForeignRecipe.Builder recipe = ForeignRecipe.builder()
                .seed(RecipeJson.seed(image.path("seed")).orElse(null))
                .steps(RecipeJson.integer(image.path("steps")).orElse(null))
                .guidanceScale(RecipeJson.decimal(image.path("cfg_scale")).orElse(null))
                .tiling(image.path("seamless").asBoolean(false) ? true : null)
                .model(model(metadata));
        words(prompt(image.path("prompt")), recipe);
        RecipeJson.text(image.path("sampler")).ifPresent(name -> sampler(name, recipe));
        Optional<Integer> width = RecipeJson.integer(image.path("width")).filter(w -> w > 0);
        Optional<Integer> height = RecipeJson.integer(image.path("height")).filter(h -> h > 0);
        if (width.isPresent() && height.isPresent()) {
            recipe.size(new PictureSize(width.get(), height.get()));
        }
        if (!image.path("type").asText("txt2img").equals("txt2img")) {
            notes.add(new NotHonoured("type", image.path("type").asText(),
                    "the picture was made from another one, which its file does not hold"));
        }
        for (String name : List.of("postprocessing", "variations", "threshold", "perlin", "hires_fix")) {
            JsonNode value = image.path(name);
            boolean says = value.isContainerNode() ? !value.isEmpty() : value.asBoolean(false) || value.asInt() != 0;
            if (says) {
                notes.add(new NotHonoured(name, "", "Bildwerk has no such setting"));
            }
        }
        image.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !READ.contains(key))
                .limit(30)
                .forEach(key -> notes.add(
                        new NotHonoured(key, image.path(key).asText(), "Bildwerk has no such setting")));
        return found(metadata.path("app_version").asText(""), recipe, notes);
    }

    private static ReadRecipe.Found found(
            String version, ForeignRecipe.Builder recipe, List<NotHonoured> notes) {
        notes.add(new NotHonoured("Noise", "", "this version drew it on its own device, which it does not name"));
        return new ReadRecipe.Found(
                RecipeProgram.INVOKEAI, version, RecipeProgram.INVOKEAI.dialect(), recipe.build(), notes);
    }

    private static String prompt(JsonNode prompt) {
        return prompt.isArray()
                ? StreamSupport.stream(prompt.spliterator(), false)
                        .map(part -> part.path("prompt").asText(""))
                        .collect(Collectors.joining(" "))
                : prompt.asText("");
    }

    private static ModelReference model(JsonNode metadata) {
        String name = metadata.path("model_weights").asText("");
        String hash = metadata.path("model_hash").asText("");
        return name.isEmpty() && hash.isEmpty() ? null : new ModelReference(name, hash);
    }

    private static void sampler(String name, ForeignRecipe.Builder recipe) {
        SamplerTitle titles = InvokeNames.titles(name);
        recipe.sampler(titles.sampler()).schedule(titles.schedule().orElse(null));
    }

    /** These versions have what to keep away from in square brackets, among the rest of the words. */
    private static void words(String prompt, ForeignRecipe.Builder recipe) {
        StringBuilder positive = new StringBuilder();
        StringBuilder negative = new StringBuilder();
        int at = 0;
        while (at < prompt.length()) {
            int open = prompt.indexOf('[', at);
            int close = open < 0 ? -1 : prompt.indexOf(']', open);
            if (close < 0) {
                break;
            }
            positive.append(prompt, at, open);
            negative.append(negative.isEmpty() ? "" : " ").append(prompt, open + 1, close);
            at = close + 1;
        }
        positive.append(prompt, at, prompt.length());
        recipe.prompt(positive.toString().isBlank() ? null : positive.toString().strip());
        recipe.negativePrompt(negative.toString());
    }

    /** @param command such as {@code "a red apple" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms} */
    static Optional<ReadRecipe.Found> readCommand(String command) {
        String text = command.strip();
        int quoteEnd = text.startsWith("\"") ? text.lastIndexOf('"') : 0;
        int promptEnd = quoteEnd > 0 ? quoteEnd + 1 : firstSwitch(text);
        String prompt = quoteEnd > 0 ? text.substring(1, quoteEnd) : text.substring(0, promptEnd);
        List<NotHonoured> notes = new ArrayList<>();
        String[] words = text.substring(promptEnd).strip().split("\\s+");
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.length; i++) {
            String setting = words[i].length() > 1 ? SWITCHES.get(words[i].substring(0, 2)) : null;
            if (setting != null) {
                String value = words[i].length() > 2 || i + 1 == words.length ? words[i].substring(2) : words[++i];
                values.put(setting, value);
            } else if (words[i].startsWith("-") && notes.size() < 30) {
                notes.add(new NotHonoured(words[i], "", "Bildwerk has no such setting"));
            }
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Settings settings = new Settings(values);
        ForeignRecipe.Builder recipe = ForeignRecipe.builder()
                .seed(settings.seed("seed").orElse(null))
                .steps(settings.integer("steps").orElse(null))
                .guidanceScale(settings.decimal("cfg_scale").orElse(null));
        words(prompt, recipe);
        settings.text("sampler").ifPresent(name -> sampler(name, recipe));
        Optional<Integer> width = settings.integer("width").filter(w -> w > 0);
        Optional<Integer> height = settings.integer("height").filter(h -> h > 0);
        if (width.isPresent() && height.isPresent()) {
            recipe.size(new PictureSize(width.get(), height.get()));
        }
        notes.addAll(settings.notHonoured());
        return Optional.of(found("", recipe, notes));
    }

    private static int firstSwitch(String text) {
        int at = text.indexOf(" -");
        return at < 0 ? text.length() : at;
    }
}
