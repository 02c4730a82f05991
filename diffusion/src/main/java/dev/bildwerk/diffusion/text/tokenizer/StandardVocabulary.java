package dev.bildwerk.diffusion.text.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** CLIP's vocabulary of 49,408 tokens, which every Stable Diffusion up to XL shares; it comes with this program. */
final class StandardVocabulary {
    private static final String RESOURCE = "clip-merges.txt.gz";

    private StandardVocabulary() {}

    static Vocabulary read(SpecialTokens specials) {
        try (InputStream resource = StandardVocabulary.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            return Vocabulary.ofMerges(
                    lines.lines().skip(1).map(Vocabulary.MergePair::parse).toList(), specials);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource %s of this program cannot be read.".formatted(RESOURCE), e);
        }
    }
}
