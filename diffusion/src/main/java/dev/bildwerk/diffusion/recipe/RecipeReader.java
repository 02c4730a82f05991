package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how a picture was made from the picture's file: what Bildwerk, AUTOMATIC1111, Forge, ComfyUI and InvokeAI
 * write into PNG files, and what AUTOMATIC1111, Forge and ComfyUI write into JPEG and WebP files.
 *
 * <p>Files are strangers': whatever is in them, the answer is a {@link ReadRecipe} or a {@link RecipeException}.
 */
public final class RecipeReader {
    private static final long LARGEST_FILE = 512L << 20;

    private static final String PARAMETERS = "parameters";
    private static final String GRAPH = "prompt";
    private static final String EDITOR_GRAPH = "workflow";
    private static final String INVOKE = "invokeai_metadata";
    private static final String OLD_INVOKE = "sd-metadata";
    private static final String DREAM = "Dream";
    private static final Set<String> KEYWORDS =
            Set.of(PARAMETERS, GRAPH, EDITOR_GRAPH, INVOKE, OLD_INVOKE, DREAM);

    /** How ComfyUI marks its two graphs where a format has no keywords. */
    private static final Pattern NAMED_GRAPH =
            Pattern.compile("(prompt|workflow):\\s{0,9}(?=\\{)", Pattern.CASE_INSENSITIVE);

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

    /**
     * The recipe in the form that AUTOMATIC1111 and Bildwerk write, with all that is in it, if there is one.
     *
     * @param picture a whole file
     * @throws RecipeException as {@link #read(byte[])}
     */
    public static Optional<Infotext> infotext(byte[] picture) {
        return Optional.ofNullable(texts(picture).get(PARAMETERS))
                .filter(text -> !text.isBlank())
                .map(Infotext::parse);
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
            Matcher graph = NAMED_GRAPH.matcher(text);
            if (graph.lookingAt()) {
                texts.putIfAbsent(graph.group(1).toLowerCase(Locale.ROOT), text.substring(graph.end()));
            } else if (!Infotext.parse(text).settings().isEmpty()) {
                texts.putIfAbsent(PARAMETERS, text);
            }
        }
        return texts;
    }

    private static ReadRecipe of(Map<String, String> texts) {
        Optional<ReadRecipe> invoke = json(texts, INVOKE)
                .<ReadRecipe>map(InvokeReader::read)
                .or(() -> json(texts, OLD_INVOKE).filter(old -> old.has("image")).map(InvokeLegacyReader::read))
                .or(() -> Optional.ofNullable(texts.get(DREAM)).flatMap(InvokeLegacyReader::readCommand));
        Optional<ReadRecipe> comfy = json(texts, GRAPH)
                .flatMap(ComfyGraph::parse)
                .or(() -> json(texts, EDITOR_GRAPH).flatMap(ComfyEditorGraph::parse))
                .map(ComfyReader::read);
        Optional<ReadRecipe> infotext = Optional.ofNullable(texts.get(PARAMETERS))
                .filter(text -> !text.isBlank())
                .map(text -> InfotextReader.read(Infotext.parse(text)));
        // ComfyUI has nodes that write AUTOMATIC1111's text beside the graph: it helps where the graph does not.
        return invoke.or(() -> comfy.filter(ReadRecipe.Found.class::isInstance))
                .or(() -> infotext)
                .or(() -> comfy)
                .orElseGet(() -> new ReadRecipe.None("The picture carries no recipe that Bildwerk can read."));
    }

    private static Optional<JsonNode> json(Map<String, String> texts, String keyword) {
        return Optional.ofNullable(texts.get(keyword)).flatMap(RecipeJson::parse).filter(JsonNode::isObject);
    }
}
