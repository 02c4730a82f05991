package dev.bildwerk.safety.provenance.verify;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.RecipeException;
import dev.bildwerk.diffusion.recipe.RecipeReader;
import dev.bildwerk.safety.watermark.FoundWatermark;
import dev.bildwerk.safety.watermark.RecipeBits;
import dev.bildwerk.safety.watermark.Watermark;
import dev.bildwerk.safety.watermark.WatermarkKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Whether the pixels carry a watermark of a key, and whether it fits the recipe in the file.
 *
 * @param key empty where there is none yet, so that there can be no mark of it
 */
record WatermarkCheck(Optional<WatermarkKey> key) implements LayerCheck {
    private static final String NAME = "watermark";
    private static final long MOST_PIXELS = 64_000_000;

    @Override
    public LayerFinding check(byte[] file) {
        if (key.isEmpty()) {
            return absent("watermark.no-key", "Not looked for: this installation has no key of watermarks yet.");
        }
        Optional<Picture> picture = picture(file);
        if (picture.isEmpty()) {
            return absent("watermark.pixels", "Not looked for: the pixels cannot be read, or are more than 64 million.");
        }
        List<FoundWatermark> found = new Watermark(key.get()).findAll(picture.get());
        if (found.isEmpty()) {
            return absent("", "None of this key was found in the pixels.");
        }
        OptionalLong recipe = recipe(file);
        if (recipe.isEmpty()) {
            String sentence = "The pixels carry one of this key. There is no recipe to compare it with.";
            return finding(State.VALID, "", sentence, found.getFirst());
        }
        return found.stream()
                .filter(mark -> mark.payload() == recipe.getAsLong())
                .findFirst()
                .map(mark -> finding(State.VALID, "", "The pixels carry one of this key, and it fits the recipe.", mark))
                .orElseGet(() -> finding(
                        State.ALTERED,
                        "watermark.recipe",
                        "The pixels carry one of this key, but the recipe in the file is another one.",
                        found.getFirst()));
    }

    private static OptionalLong recipe(byte[] file) {
        try {
            return RecipeReader.infotext(file).map(RecipeBits::of).map(OptionalLong::of).orElseGet(OptionalLong::empty);
        } catch (RecipeException e) {
            return OptionalLong.empty();
        }
    }

    private static Optional<Picture> picture(byte[] file) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                boolean few = (long) reader.getWidth(0) * reader.getHeight(0) <= MOST_PIXELS;
                return few ? Optional.of(Picture.of(reader.read(0))) : Optional.empty();
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) { // Java's readers throw either at a stranger's bytes.
            return Optional.empty();
        }
    }

    private static LayerFinding absent(String code, String sentence) {
        return new LayerFinding(NAME, State.ABSENT, code, sentence, new LinkedHashMap<>());
    }

    private static LayerFinding finding(State state, String code, String sentence, FoundWatermark mark) {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("bits", HexFormat.of().toHexDigits(mark.payload()));
        facts.put("wrong_bits", Integer.toString(mark.wrongBits()));
        facts.put("size_percent", Long.toString(Math.round(100 * (mark.scaleX() + mark.scaleY()) / 2)));
        return new LayerFinding(NAME, state, code, sentence, facts);
    }
}
