package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Picture;
import java.util.List;
import java.util.Optional;

/**
 * An imperceptible mark of 64 bits in the brightness of a picture's pixels, that only who has the key can find, also after
 * JPEG, another size, a crop or a screenshot. The peak signal-to-noise ratio against the picture without it is 42 dB or
 * better. The same picture, key and bits give the same pixels. Immutable; thread-safe.
 */
public final class Watermark {
    /** In pixels. */
    public static final int SMALLEST_SIDE = 64;

    private final WatermarkWriter writer;
    private final WatermarkReader reader;

    public Watermark(WatermarkKey key) {
        byte[] secret = key.secret();
        Carriers carriers = new Carriers(secret);
        writer = new WatermarkWriter(secret, carriers);
        reader = new WatermarkReader(carriers);
    }

    /**
     * The picture with a mark. One with a side below {@value #SMALLEST_SIDE} stays as it is: no mark would be found in it.
     */
    public Picture mark(Picture picture, long payload) {
        return Math.min(picture.width(), picture.height()) < SMALLEST_SIDE ? picture : writer.write(picture, payload);
    }

    /**
     * The surest mark of this key in a picture of any size between half and twice what it was; empty where none was found,
     * which is no proof that none is there.
     */
    public Optional<FoundWatermark> find(Picture picture) {
        return findAll(picture).stream().findFirst();
    }

    /**
     * All that are found, the surest first: a picture that was made larger may have the mark of the smaller one and another
     * one.
     */
    public List<FoundWatermark> findAll(Picture picture) {
        return reader.read(picture);
    }
}
