package dev.bildwerk.training.data;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The colour words that a picture's own pixels earn, those that cover most first. */
final class DominantColours {
    private static final double LEAST_SHARE = 0.18;
    private static final int MOST = 3;
    private static final double MOST_ACHROMATIC = 0.88;

    private DominantColours() {}

    /**
     * @param image with transparency; transparent pixels count for nothing
     * @return share of the opaque pixels, by colour word
     */
    static Map<ColourName, Double> shares(BufferedImage image) {
        Map<ColourName, Integer> counts = new EnumMap<>(ColourName.class);
        int all = 0;
        for (int argb : Pixels.of(image)) {
            if (argb >>> 24 > 200) {
                counts.merge(ColourName.of(argb & 0xffffff), 1, Integer::sum);
                all++;
            }
        }
        Map<ColourName, Double> shares = new EnumMap<>(ColourName.class);
        for (Map.Entry<ColourName, Integer> entry : counts.entrySet()) {
            shares.put(entry.getKey(), entry.getValue() / (double) all);
        }
        return shares;
    }

    /** True when black, grey and white make up nearly all of the picture. */
    static boolean achromatic(BufferedImage image) {
        Map<ColourName, Double> shares = shares(image);
        return shares.getOrDefault(ColourName.BLACK, 0.0) + shares.getOrDefault(ColourName.GREY, 0.0)
                + shares.getOrDefault(ColourName.WHITE, 0.0) > MOST_ACHROMATIC;
    }

    static List<ColourName> of(BufferedImage image) {
        List<Map.Entry<ColourName, Double>> shares = new ArrayList<>(shares(image).entrySet());
        shares.removeIf(share -> share.getValue() < LEAST_SHARE);
        shares.sort(Map.Entry.<ColourName, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        return shares.stream().limit(MOST).map(Map.Entry::getKey).toList();
    }
}
