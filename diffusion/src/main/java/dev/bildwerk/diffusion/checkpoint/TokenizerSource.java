package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.nio.file.Path;

/** Where a text encoder's tokenizer comes from. */
public sealed interface TokenizerSource {

    /** @param path of a folder with {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json} */
    record Folder(Path path) implements TokenizerSource {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * CLIP's own vocabulary, which comes with this program.
     *
     * @param padsWithZero whether a prompt is filled up with token 0, as OpenCLIP does, and not with end-of-text
     */
    record Standard(boolean padsWithZero) implements TokenizerSource {
        @Override
        public String toString() {
            return "CLIP's vocabulary";
        }
    }

    /** @throws dev.bildwerk.diffusion.text.tokenizer.TokenizerFileException where a file is not what it should be */
    default ClipTokenizer load() {
        return switch (this) {
            case Folder folder -> ClipTokenizer.load(folder.path());
            case Standard standard ->
                standard.padsWithZero() ? ClipTokenizer.standardPaddedWithZero() : ClipTokenizer.standard();
        };
    }
}
