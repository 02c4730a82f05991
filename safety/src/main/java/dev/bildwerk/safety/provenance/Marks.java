package dev.bildwerk.safety.provenance;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.RecipeException;
import dev.bildwerk.diffusion.recipe.RecipeJpeg;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.safety.provenance.c2pa.ManifestWriter;
import dev.bildwerk.safety.provenance.c2pa.Statement;
import dev.bildwerk.safety.provenance.key.SigningKey;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import dev.bildwerk.safety.provenance.xmp.XmpPacket;
import dev.bildwerk.safety.watermark.RecipeBits;
import dev.bildwerk.safety.watermark.Watermark;
import dev.bildwerk.safety.watermark.WatermarkException;
import dev.bildwerk.safety.watermark.WatermarkKeys;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one place where a finished picture becomes the bytes of a file, and where it is marked as made by a machine. The same
 * picture and recipe give the same pixels.
 */
public final class Marks {
    private final String program;
    private final Supplier<SigningKeys> keys;
    private final Consumer<String> remarks;
    private final Supplier<WatermarkKeys> watermarkKeys;
    private SigningKey key;
    private Watermark watermark;

    private Marks(
            String program, Supplier<SigningKeys> keys, Supplier<WatermarkKeys> watermarkKeys, Consumer<String> remarks) {
        this.program = Objects.requireNonNull(program, "program");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.watermarkKeys = Objects.requireNonNull(watermarkKeys, "watermarkKeys");
        this.remarks = Objects.requireNonNull(remarks, "remarks");
    }

    /**
     * With the key that the environment names, else this installation's own. Nothing is read or made before the first
     * picture.
     *
     * @param program such as {@code Bildwerk 0.1.0}
     * @param remarks hears a sentence where something could not be written as it should be
     */
    public static Marks by(String program, Consumer<String> remarks) {
        return by(program, SigningKeys::ofInstallation, remarks);
    }

    /**
     * With another key.
     *
     * @param keys asked before the first picture
     */
    public static Marks by(String program, Supplier<SigningKeys> keys, Consumer<String> remarks) {
        return by(program, keys, WatermarkKeys::ofInstallation, remarks);
    }

    /**
     * With other keys.
     *
     * @param keys asked before the first picture
     * @param watermarkKeys likewise
     */
    public static Marks by(
            String program, Supplier<SigningKeys> keys, Supplier<WatermarkKeys> watermarkKeys, Consumer<String> remarks) {
        return new Marks(program, keys, watermarkKeys, remarks);
    }

    /**
     * Looks, before minutes of work, whether a configured key can be used.
     *
     * @throws ProvenanceException {@code provenance.key} or {@code provenance.certificate} where it cannot
     * @throws WatermarkException where a shared key of watermarks cannot
     */
    public void requireUsable() {
        if (keys.get().isConfigured()) {
            key();
        }
        if (watermarkKeys.get().isShared()) {
            watermark();
        }
    }

    private synchronized SigningKey key() {
        if (key == null) {
            key = keys.get().load(Clock.systemUTC(), remarks);
        }
        return key;
    }

    private synchronized Watermark watermark() {
        if (watermark == null) {
            watermark = new Watermark(watermarkKeys.get().load(remarks));
        }
        return watermark;
    }

    /**
     * A whole file: pixels, recipe and marks.
     *
     * @throws ProvenanceException {@code provenance.key} where there is a key that cannot be used
     * @throws WatermarkException where there is a key of watermarks that cannot be used
     */
    public byte[] file(FinishedPicture finished, PictureFormat format) {
        Picture picture = watermarked(finished);
        byte[] plain = encode(picture, finished.recipe(), format);
        byte[] described = XmpPacket.of(finished.making().sourceType(), program).addTo(plain, format);
        return ManifestWriter.addTo(described, format, Statement.of(finished, program), key());
    }

    /**
     * Not what a picture is while it is drawn, nor a sheet, nor what no machine made: of that the mark would say what is not so.
     */
    private Picture watermarked(FinishedPicture finished) {
        return finished.recipe()
                .filter(recipe -> finished.making().isMachineMade() && !finished.isSheet())
                .map(recipe -> watermark().mark(finished.picture(), RecipeBits.of(recipe)))
                .orElse(finished.picture());
    }

    private byte[] encode(Picture picture, Optional<Infotext> recipe, PictureFormat format) {
        return switch (format) {
            case PictureFormat.Png png -> recipe.map(text -> RecipePng.encode(picture, text))
                    .orElseGet(() -> RecipePng.encode(picture));
            case PictureFormat.Jpeg(int quality) -> recipe.map(text -> jpeg(picture, text, quality))
                    .orElseGet(() -> RecipeJpeg.encode(picture, quality));
        };
    }

    /** Without the recipe where that is too long: the picture took longer than the words. */
    private byte[] jpeg(Picture picture, Infotext recipe, int quality) {
        try {
            return RecipeJpeg.encode(picture, quality, recipe);
        } catch (RecipeException e) {
            remarks.accept(e.getMessage());
            return RecipeJpeg.encode(picture, quality);
        }
    }
}
