package dev.bildwerk.diffusion.text.tokenizer;

/**
 * A token that is found in a text as it is spelled, before the text is cut into words.
 *
 * @param content its spelling
 * @param id its place in the vocabulary
 * @param normalized whether it is looked for after the text's normalisation, so in any case
 */
record AddedToken(String content, int id, boolean normalized) {}
