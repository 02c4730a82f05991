package dev.bildwerk.safety.evaluation;

/**
 * A prompt and what the policy is to make of it.
 *
 * @param line of the file, from 1 on
 * @param group what it is counted under, such as a language; empty for none
 * @param expected a reason code; {@link #REFUSE} for any of them; {@link #ADMIT}
 * @param prompt the text
 */
public record PolicyCase(int line, String group, String expected, String prompt) {
    /** The prompt is harmless. */
    public static final String ADMIT = "admit";

    /** The prompt is to be refused, whatever the reason. */
    public static final String REFUSE = "refuse";

    /** Whether the prompt is to be refused. */
    public boolean isToBeRefused() {
        return !expected.equals(ADMIT);
    }
}
