package dev.bildwerk.diffusion.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Reads how a picture was made from the picture's file: what Bildwerk, AUTOMATIC1111, Forge, ComfyUI and InvokeAI
 * write into PNG files, and what the first of them write into JPEG and WebP files.
 *
 * <p>Files are strangers': whatever is in them, the answer is a {@link ReadRecipe} or a {@link RecipeException}.
 */
public final class RecipeReader {
    private static final long LARGEST_FILE = 512L << 20;

    private static final String PARAMETERS = "parameters";
    private static final Set<String> KEYWORDS = Set.of(PARAMETERS);

    private RecipeReader() {}

    /** @throws RecipeException if the file cannot be read, is too large, or is no PNG, JPEG or WebP file */
    public static ReadRecipe read(Path picture) {
        try {
            long size = Files.size(picture);
            if (size > LARGEST_FILE) {
                throw new RecipeException(
                        "recipe.file.large",
                        "%s has %,d bytes; pictures of up to %,d are read.".formatted(picture, size, LARGEST_FILE));
            }
            return read(Files.readAllBytes(picture));
        } catch (IOException e) {
            throw new RecipeException(
                    "recipe.file.unreadable",
                    "%s cannot be read: see that it is there and that you may read it.".formatted(picture));
        }
    }

    /**
     * @param picture a whole file
     * @throws RecipeException if it is no PNG, JPEG or WebP file, or a PNG file that is broken before its recipe
     */
    public static ReadRecipe read(byte[] picture) {
        return of(texts(picture));
    }

    private static SequencedMap<String, String> texts(byte[] picture) {
        if (PngText.isPng(picture)) {
            return PngText.readAll(picture, KEYWORDS);
        }
        if (ExifBlock.isJpeg(picture)) {
            return ExifBlock.ofJpeg(picture).map(RecipeReader::exifTexts).orElseGet(LinkedHashMap::new);
        }
        if (ExifBlock.isWebp(picture)) {
            return ExifBlock.ofWebp(picture).map(RecipeReader::exifTexts).orElseGet(LinkedHashMap::new);
        }
        throw new RecipeException("recipe.file.other", "This is no PNG, JPEG or WebP file.");
    }

    /** Under the keywords that a PNG file would have. */
    private static SequencedMap<String, String> exifTexts(byte[] tiff) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        for (String text : ExifText.read(tiff).values()) {
            if (!Infotext.parse(text).settings().isEmpty()) {
                texts.putIfAbsent(PARAMETERS, text);
            }
        }
        return texts;
    }

    private static ReadRecipe of(Map<String, String> texts) {
        String parameters = texts.getOrDefault(PARAMETERS, "");
        return parameters.isBlank()
                ? new ReadRecipe.None("The picture carries no recipe.")
                : InfotextReader.read(Infotext.parse(parameters));
    }
}
