package dev.bildwerk.diffusion.pipeline;

/** The ranges of a {@link GenerationRequest}, each with the sentence a user reads when it is left. */
final class RequestRules {
    /** An autoencoder's latent has one value for so many pixels. */
    static final int MULTIPLE = 8;

    private RequestRules() {}

    static void checkPrompt(String prompt, String negativePrompt) {
        if (prompt == null || prompt.isBlank()) {
            throw new InvalidRequestException(
                    "request.prompt.empty", "The prompt is empty: say in a few words what to draw.");
        }
        if (negativePrompt == null) {
            throw new InvalidRequestException(
                    "request.negative-prompt.missing", "The negative prompt may be empty but not missing.");
        }
        checkText("prompt", prompt);
        checkText("negative prompt", negativePrompt);
    }

    private static void checkText(String what, String text) {
        if (text.length() > GenerationRequest.MAX_PROMPT_CHARACTERS) {
            throw new InvalidRequestException(
                    "request.prompt.long",
                    "The %s has %,d characters; at most %,d are read."
                            .formatted(what, text.length(), GenerationRequest.MAX_PROMPT_CHARACTERS));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r') {
                throw new InvalidRequestException(
                        "request.prompt.control",
                        "The %s has a control character (U+%04X) at position %d: take it out."
                                .formatted(what, (int) c, i + 1));
            }
            if (isLoneSurrogate(text, i)) {
                throw new InvalidRequestException(
                        "request.prompt.unicode",
                        "The %s has half a character (U+%04X) at position %d: it is not valid Unicode."
                                .formatted(what, (int) c, i + 1));
            }
        }
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    static void checkNumbers(long seed, int steps, double guidanceScale) {
        if (seed < 0) {
            throw new InvalidRequestException(
                    "request.seed", "The seed is %d; it is a whole number from 0 on.".formatted(seed));
        }
        if (steps < 1 || steps > GenerationRequest.MAX_STEPS) {
            throw new InvalidRequestException(
                    "request.steps",
                    "%,d steps were asked for; between 1 and %,d are possible, and 20 to 30 usual."
                            .formatted(steps, GenerationRequest.MAX_STEPS));
        }
        if (!(guidanceScale >= 0 && guidanceScale <= 100)) {
            throw new InvalidRequestException(
                    "request.guidance-scale",
                    "The guidance scale is %s; it is a number from 0 to 100, and 3 to 8 is usual."
                            .formatted(guidanceScale));
        }
    }

    /** @param of whose size it is, such as {@code second pass's}; empty for the picture's */
    static void checkSize(String of, int width, int height) {
        String whose = of.isEmpty() ? "" : of + " ";
        checkRange(whose + "width", width);
        checkRange(whose + "height", height);
        checkMultiples(whose, width, height, MULTIPLE);
    }

    private static void checkRange(String what, int side) {
        if (side < MULTIPLE || side > GenerationRequest.MAX_SIDE) {
            throw new InvalidRequestException(
                    "request.size",
                    "The %s is %d pixels; it may be %d to %d."
                            .formatted(what, side, MULTIPLE, GenerationRequest.MAX_SIDE));
        }
    }

    /** @param whose with a blank behind it, or empty */
    static void checkMultiples(String whose, int width, int height, int multiple) {
        if (width % multiple != 0 && height % multiple != 0) {
            throw new InvalidRequestException(
                    "request.size",
                    "The %swidth is %d pixels and the height %d; both must be multiples of %d, such as %s%s."
                            .formatted(
                                    whose,
                                    width,
                                    height,
                                    multiple,
                                    nearest(width, multiple),
                                    width == height ? "" : " and " + nearest(height, multiple)));
        }
        checkMultiple(whose + "width", width, multiple);
        checkMultiple(whose + "height", height, multiple);
    }

    /** @param what has this many pixels and must have a multiple of so many */
    static void checkMultiple(String what, int side, int multiple) {
        if (side % multiple != 0) {
            throw new InvalidRequestException(
                    "request.size",
                    "The %s is %d pixels; it must be a multiple of %d, such as %s."
                            .formatted(what, side, multiple, nearest(side, multiple)));
        }
    }

    private static String nearest(int side, int multiple) {
        int below = side / multiple * multiple;
        return below == 0 ? Integer.toString(multiple) : "%d or %d".formatted(below, below + multiple);
    }
}
