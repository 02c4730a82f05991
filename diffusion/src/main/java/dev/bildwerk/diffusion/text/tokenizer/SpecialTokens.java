package dev.bildwerk.diffusion.text.tokenizer;

/**
 * Which tokens of a vocabulary have a meaning of their own, and how long a prompt may be.
 *
 * @param bos begins a prompt
 * @param eos ends a prompt
 * @param pad fills a prompt up to {@code maxLength}; {@code <|endoftext|>} in SD 1, {@code !} in SD 2
 * @param unknown stands for what the vocabulary cannot spell
 * @param maxLength of a prompt in tokens, with bos and eos; 77 for CLIP
 */
record SpecialTokens(String bos, String eos, String pad, String unknown, int maxLength) {
    static final String START_OF_TEXT = "<|startoftext|>";
    static final String END_OF_TEXT = "<|endoftext|>";
    static final int CLIP_LENGTH = 77;
    static final SpecialTokens CLIP =
            new SpecialTokens(START_OF_TEXT, END_OF_TEXT, END_OF_TEXT, END_OF_TEXT, CLIP_LENGTH);

    /** Whose token of id 0 is the exclamation mark. */
    static final SpecialTokens OPEN_CLIP =
            new SpecialTokens(START_OF_TEXT, END_OF_TEXT, "!", END_OF_TEXT, CLIP_LENGTH);
}
