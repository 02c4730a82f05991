package dev.bildwerk.diffusion.pipeline;

/** The ranges of a {@link GenerationRequest}, each with the sentence a user reads when it is left. */
final class RequestRules {
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

    static void checkSize(int width, int height) {
        checkSide("width", width);
        checkSide("height", height);
    }

    private static void checkSide(String what, int side) {
        if (side < 8 || side > GenerationRequest.MAX_SIDE) {
            throw new InvalidRequestException(
                    "request.size",
                    "The %s is %d pixels; it may be 8 to %d.".formatted(what, side, GenerationRequest.MAX_SIDE));
        }
        checkMultiple(what, side);
    }

    /** @param what has this many pixels and must have a multiple of 8 */
    static void checkMultiple(String what, int side) {
        if (side % 8 != 0) {
            int below = side / 8 * 8;
            throw new InvalidRequestException(
                    "request.size",
                    "The %s is %d pixels; it must be a multiple of 8, such as %d or %d."
                            .formatted(what, side, below, below + 8));
        }
    }
}
