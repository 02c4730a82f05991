package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.embedding.EmbeddingFile;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An embedding as typed: {@code FILE}, or {@code FILE=WORD} with a word of the user's own.
 *
 * @param word null where none is given
 */
record EmbeddingChoice(Path file, String word) {

    static final class Converter implements ITypeConverter<EmbeddingChoice> {
        @Override
        public EmbeddingChoice convert(String text) {
            int equals = text.lastIndexOf('=');
            try {
                // A file's own name may have that sign.
                if (equals < 1 || equals == text.length() - 1 || Files.exists(Path.of(text))) {
                    return new EmbeddingChoice(Path.of(text), null);
                }
                return new EmbeddingChoice(Path.of(text.substring(0, equals)), text.substring(equals + 1).strip());
            } catch (InvalidPathException e) {
                throw new TypeConversionException("\"%s\" names no file.".formatted(text));
            }
        }
    }

    /**
     * With the word that the dialect's programs take where the user gives none: diffusers the file's own, the others
     * its name.
     *
     * @throws dev.bildwerk.diffusion.embedding.EmbeddingException where the file holds something else
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where it is not whole
     */
    EmbeddingUse toUse(Dialect dialect) {
        if (word != null && !word.isBlank()) {
            return new EmbeddingUse(word, file);
        }
        String name = NamedFiles.nameOf(file);
        return new EmbeddingUse(
                dialect == Dialect.DIFFUSERS ? EmbeddingFile.ownWord(file).orElse(name) : name, file);
    }
}
