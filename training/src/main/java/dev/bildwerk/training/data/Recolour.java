package dev.bildwerk.training.data;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Optional;

/**
 * Gives a thing of one dominant colour another one. Pixels near the dominant hue move to the target's hue, saturation
 * and lightness, keeping their shading; the others stay.
 */
final class Recolour {
    private static final float HUE_BAND = 34f / 360;
    private static final double LEAST_COVER = 0.45;
    private static final double LEAST_RESULT = 0.42;

    private Recolour() {}

    /**
     * @param image {@link BufferedImage#TYPE_INT_ARGB}, not changed
     * @return the recoloured picture, or nothing when no single colour dominates or the result would not be called by
     *     the target's name
     */
    static Optional<BufferedImage> to(BufferedImage image, ColourName target) {
        int[] source = Pixels.of(image);
        float[][] hsl = new float[source.length][];
        double[] histogram = new double[72];
        int opaque = 0;
        for (int i = 0; i < source.length; i++) {
            if (source[i] >>> 24 > 24) {
                hsl[i] = hsl(source[i]);
                if (source[i] >>> 24 > 200) {
                    opaque++;
                    if (chromatic(hsl[i])) {
                        histogram[(int) (hsl[i][0] * 72) % 72]++;
                    }
                }
            }
        }
        float centre = peak(histogram);
        int inBand = 0;
        float[] saturations = new float[source.length];
        float[] lightnesses = new float[source.length];
        for (int i = 0; i < source.length; i++) {
            if (hsl[i] != null && source[i] >>> 24 > 200 && inBand(hsl[i], centre)) {
                saturations[inBand] = hsl[i][1];
                lightnesses[inBand++] = hsl[i][2];
            }
        }
        if (opaque == 0 || inBand < LEAST_COVER * opaque) {
            return Optional.empty();
        }
        float saturation = median(saturations, inBand);
        float lightness = median(lightnesses, inBand);
        float[] wanted = hsl(target.rgb);
        BufferedImage result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        int[] pixels = Pixels.of(result);
        for (int i = 0; i < source.length; i++) {
            pixels[i] = hsl[i] == null || !inBand(hsl[i], centre)
                    ? source[i]
                    : source[i] & 0xff000000 | moved(hsl[i], centre, saturation, lightness, wanted);
        }
        return DominantColours.shares(result).getOrDefault(target, 0.0) >= LEAST_RESULT
                ? Optional.of(result) : Optional.empty();
    }

    private static int moved(float[] hsl, float centre, float saturation, float lightness, float[] wanted) {
        float hue = wanted[0] + 0.25f * distance(hsl[0], centre);
        float newSaturation = Math.min(1, hsl[1] * wanted[1] / Math.max(0.05f, saturation));
        float newLightness = hsl[2] <= lightness
                ? hsl[2] * wanted[2] / Math.max(0.05f, lightness)
                : 1 - (1 - hsl[2]) * (1 - wanted[2]) / Math.max(0.05f, 1 - lightness);
        return rgb(hue - (float) Math.floor(hue), newSaturation, Math.clamp(newLightness, 0f, 1f));
    }

    private static boolean chromatic(float[] hsl) {
        return hsl[1] > 0.22f && hsl[2] > 0.1f && hsl[2] < 0.95f;
    }

    private static boolean inBand(float[] hsl, float centre) {
        return hsl[1] > 0.15f && Math.abs(distance(hsl[0], centre)) <= HUE_BAND;
    }

    /** Signed way round the hue circle, -0.5 to 0.5. */
    private static float distance(float hue, float centre) {
        float difference = hue - centre;
        return difference - Math.round(difference);
    }

    private static float peak(double[] histogram) {
        int best = 0;
        double most = -1;
        for (int i = 0; i < histogram.length; i++) {
            double sum = 0;
            for (int offset = -4; offset <= 4; offset++) {
                sum += histogram[Math.floorMod(i + offset, histogram.length)];
            }
            if (sum > most) {
                most = sum;
                best = i;
            }
        }
        return (best + 0.5f) / histogram.length;
    }

    private static float median(float[] values, int count) {
        float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }

    /** Hue, saturation and lightness, each 0 to 1. */
    private static float[] hsl(int rgb) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        float max = Math.max(red, Math.max(green, blue)) / 255f;
        float min = Math.min(red, Math.min(green, blue)) / 255f;
        float lightness = (max + min) / 2;
        float spread = 1 - Math.abs(2 * lightness - 1);
        float saturation = spread < 1e-4f ? 0 : (max - min) / spread;
        return new float[] {Color.RGBtoHSB(red, green, blue, null)[0], Math.min(1, saturation), lightness};
    }

    private static int rgb(float hue, float saturation, float lightness) {
        float brightness = lightness + saturation * Math.min(lightness, 1 - lightness);
        float saturationHsv = brightness == 0 ? 0 : 2 * (1 - lightness / brightness);
        return Color.HSBtoRGB(hue, saturationHsv, brightness) & 0xffffff;
    }
}
