package dev.bildwerk.diffusion.prompt;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.util.Arrays;

/**
 * One row of what a text encoder reads.
 *
 * @param ids {@code [maxLength]} with begin and end token and padding
 * @param weights {@code [maxLength]}, of each id; 1 for all that is no word of the prompt
 */
public record TokenChunk(int[] ids, float[] weights) {

    /** A row without words. */
    public static TokenChunk empty(ClipTokenizer tokenizer) {
        return of(tokenizer, new int[0], new float[0]);
    }

    /** @param weights of each id, or none where all are 1 */
    static TokenChunk of(ClipTokenizer tokenizer, int[] ids, float[] weights) {
        int[] row = tokenizer.frame(ids);
        float[] rowWeights = new float[row.length];
        Arrays.fill(rowWeights, 1);
        System.arraycopy(weights, 0, rowWeights, 1, weights.length);
        return new TokenChunk(row, rowWeights);
    }

    public boolean isWeighted() {
        for (float weight : weights) {
            if (weight != 1) {
                return true;
            }
        }
        return false;
    }
}
