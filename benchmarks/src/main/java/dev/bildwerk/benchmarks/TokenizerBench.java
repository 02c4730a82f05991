package dev.bildwerk.benchmarks;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** From a text to CLIP's ids, with a vocabulary that was read before. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenizerBench extends Bench {
    private static final String SENTENCE = "a watercolour of an old lighthouse above the sea, two gulls, warm evening light, ";

    /** The sentence so many times; 16 times take several chunks. */
    @Param({"1", "16"})
    public int sentences;

    private ClipTokenizer tokenizer;
    private String prompt;

    @Setup
    public void make() {
        tokenizer = ClipTokenizer.standard();
        prompt = SENTENCE.repeat(sentences);
    }

    @Benchmark
    public int[][] chunks() {
        return tokenizer.chunks(prompt);
    }
}
