package dev.bildwerk.diffusion.prompt;

/**
 * Words that are added to many prompts, as AUTOMATIC1111 keeps them in {@code styles.csv}.
 *
 * @param name by which a user asks for it
 * @param prompt added to the prompt; where it says {@code {prompt}} the prompt is put in there instead
 * @param negativePrompt added to the negative prompt in the same way
 */
public record PromptStyle(String name, String prompt, String negativePrompt) {
    private static final String PLACE = "{prompt}";
    private static final int MOST_CHARACTERS = 1_000_000;

    /** A prompt in this style. A style that would make it longer than a million characters leaves it as it is. */
    public String applyTo(String text) {
        return merge(prompt, text);
    }

    /** A negative prompt in this style; see {@link #applyTo}. */
    public String applyToNegative(String text) {
        return merge(negativePrompt, text);
    }

    private static String merge(String style, String text) {
        long places = (style.length() - style.replace(PLACE, "").length()) / PLACE.length();
        if (style.length() + Math.max(1, places) * text.length() > MOST_CHARACTERS) {
            return text;
        }
        if (places > 0) {
            return style.replace(PLACE, text);
        }
        String added = style.strip();
        String own = text.strip();
        return added.isEmpty() || own.isEmpty() ? own + added : own + ", " + added;
    }
}
