package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Picture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds a key's mark in a picture that may have been resized, cut and encoded again. */
final class WatermarkReader {
    /**
     * What a mark must agree at least. A picture without a mark reaches it at one size and place with a probability of at most
     * e^(-7 x 7 / 2) = 2.3e-11 over all keys, and so at any of the 3.4 million that are tried of the largest one with at most
     * 8e-5. That the bits there are then also near a word of the code has a probability of {@value BchCode#CHANCE},
     * independently, because the key gives them signs: together 2e-9. What the refinement adds is not in it.
     */
    static final double THRESHOLD = 7;

    private static final int LONGEST_SIDE = 2048;
    private static final int MOST_PIXELS = 1 << 20;
    private static final int SHORTEST_SIDE = 16;

    private final Carriers carriers;

    WatermarkReader(Carriers carriers) {
        this.carriers = carriers;
    }

    /** The surest first. */
    List<FoundWatermark> read(Picture picture) {
        if (Math.min(picture.width(), picture.height()) < SHORTEST_SIDE) {
            return List.of();
        }
        List<FoundWatermark> found = new ArrayList<>();
        Search search = search(picture);
        for (Registration at : search.candidates()) {
            if (at.agreement() >= THRESHOLD) {
                search.readings(at).decoded().ifPresent(word -> found.add(
                        new FoundWatermark(word.data(), word.wrong(), at.agreement(), at.scaleX(), at.scaleY())));
            }
        }
        found.sort(Comparator.comparingDouble(FoundWatermark::agreement).reversed());
        return List.copyOf(found);
    }

    /** In the middle of the picture, of which so much is enough. */
    Search search(Picture picture) {
        int width = middle(picture.width(), picture.height());
        int height = middle(picture.height(), picture.width());
        Brightness brightness = Brightness.of(
                picture, (picture.width() - width) / 2, (picture.height() - height) / 2, width, height);
        double highest = Math.min(0.49, Carriers.REACH / (Carriers.PERIOD * Search.SMALLEST));
        PictureSpectrum spectrum = new PictureSpectrum(EdgeLimiter.of(brightness), width, height, highest);
        return new Search(carriers, spectrum, Math.max(width, height));
    }

    private static int middle(int side, int other) {
        return Math.min(side, Math.clamp(MOST_PIXELS / other, LONGEST_SIDE / 2, LONGEST_SIDE));
    }
}
