package dev.bildwerk.diffusion.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A recipe as text: the prompt, a line {@code Negative prompt: ...} where there is one, and a last line of settings,
 * {@code Steps: 20, Sampler: Euler, Seed: 7, Size: 512x512}. The names of the settings are AUTOMATIC1111's (its
 * {@code modules/infotext_utils.py} is the reference for what is quoted and what counts as settings).
 *
 * <p>The form cannot tell a prompt's own line that starts with {@code Negative prompt:} from the real one, and blanks
 * at the ends of a prompt's lines are not kept.
 *
 * @param prompt may have several lines
 * @param negativePrompt empty for none
 * @param settings in the order in which they are written
 */
public record Infotext(String prompt, String negativePrompt, SequencedMap<String, String> settings) {
    private static final String NEGATIVE = "Negative prompt:";
    private static final String FIRST_SETTING = "Steps: ";
    private static final Pattern TEMPLATE = Pattern.compile("(Negative )?Template: ");
    private static final int FEWEST_SETTINGS = 3;

    public Infotext {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(negativePrompt, "negativePrompt");
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    }

    /** The text as it is written into a picture. */
    public String format() {
        StringBuilder text = new StringBuilder(prompt);
        if (!negativePrompt.isEmpty()) {
            text.append('\n').append(NEGATIVE).append(' ').append(negativePrompt);
        }
        return text.append('\n').append(formatSettings(settings)).toString();
    }

    private static String formatSettings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + ": " + SettingsLine.quote(setting.getValue()))
                .collect(Collectors.joining(", "));
    }

    /**
     * Reads any text: what is not in the form is prompt. The last line is settings if it holds at least three, and so
     * is a line of settings before the template that the extension Dynamic Prompts writes behind it.
     */
    public static Infotext parse(String text) {
        String[] lines = text.strip().split("\r\n|\n|\r", -1);
        int end = settingsLine(lines);
        SequencedMap<String, String> settings = SettingsLine.parse(lines[end]);
        if (settings.size() < FEWEST_SETTINGS) {
            settings = new LinkedHashMap<>();
            end = lines.length;
        }
        StringBuilder prompt = new StringBuilder();
        StringBuilder negative = new StringBuilder();
        StringBuilder current = prompt;
        for (int i = 0; i < end; i++) {
            String line = lines[i].strip();
            boolean negativeStarts = line.startsWith(NEGATIVE);
            if (negativeStarts) {
                current = negative;
                line = line.substring(NEGATIVE.length()).strip();
            }
            if (i > 0 && !current.isEmpty()) {
                current.append('\n');
            }
            current.append(line);
        }
        return new Infotext(prompt.toString(), negative.toString(), settings);
    }

    private static int settingsLine(String[] lines) {
        for (int i = lines.length - 1; i > 0; i--) {
            if (TEMPLATE.matcher(lines[i]).lookingAt() && lines[i - 1].startsWith(FIRST_SETTING)) {
                return i - 1;
            }
        }
        return lines.length - 1;
    }
}
