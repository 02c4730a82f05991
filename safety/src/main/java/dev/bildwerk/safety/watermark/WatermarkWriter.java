package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import java.util.Arrays;

/** Puts a key's mark into a picture, as weak as it will still be found. */
final class WatermarkWriter {
    /** The mean square of what a mark changes of red, green and blue, of 255: 42.1 dB. */
    static final double MOST_CHANGE = 4.0;

    /** As many repetitions of a mark as there are places of a block of JPEG. */
    private static final int LONGEST_TRIAL = 8 * Carriers.PERIOD;

    private static final int ROUNDS = 8;
    private static final double WEAKEST = 0.7;
    private static final double STRONGEST = 3.2;
    private static final double LEAST_STEP = 1.08;
    private static final double MOST_STEP = 1.4;

    /** What {@link Readings#agreement} is to be after JPEG, for the mark to outlive more. */
    private static final double GOAL = 14;

    /** How sure the least sure bit is to be, in parts of the mean. */
    private static final double WORST = 0.35;

    private final byte[] key;
    private final Carriers carriers;

    WatermarkWriter(byte[] key, Carriers carriers) {
        this.key = key;
        this.carriers = carriers;
    }

    Picture write(Picture picture, long payload) {
        boolean[] word = BchCode.encode(payload);
        KeyStream place = new KeyStream(key, "place", payload); // So that the mean of many pictures does not show the mark.
        int left = place.below(Carriers.PERIOD);
        int top = place.below(Carriers.PERIOD);
        float[] gains = new float[word.length];
        Arrays.fill(gains, 1);
        Picture trial = picture.cropped(new Box(
                0, 0, Math.min(picture.width(), LONGEST_TRIAL), Math.min(picture.height(), LONGEST_TRIAL)));
        float[] visibility = Visibility.of(Brightness.of(trial));
        double strength = WEAKEST;
        for (int round = 0; round < ROUNDS; round++) {
            Picture marked = marked(trial, visibility, tile(word, gains, left, top), strength);
            Readings readings = readings(marked, left, top);
            float worst = adjust(gains, readings.bits(), word);
            if (readings.agreement() >= GOAL && worst >= WORST) {
                break;
            }
            double wanted = Math.clamp(GOAL / Math.max(readings.agreement(), 1), LEAST_STEP, MOST_STEP);
            strength = Math.min(STRONGEST, strength * wanted);
        }
        boolean whole = trial.rgb().length == picture.rgb().length;
        float[] all = whole ? visibility : Visibility.of(Brightness.of(picture));
        return marked(picture, all, tile(word, gains, left, top), strength);
    }

    /** After JPEG, because it takes most. */
    private Readings readings(Picture marked, int left, int top) {
        Brightness brightness = JpegLoss.of(Brightness.of(marked));
        float[] limited = EdgeLimiter.of(brightness);
        Readings readings = Tile.readings(carriers, Tile.folded(limited, brightness.width(), brightness.height()));
        float[] cosines = new float[carriers.count()];
        float[] sines = new float[carriers.count()];
        for (int k = 0; k < carriers.count(); k++) {
            cosines[k] = (float) StrictMath.cos(carriers.phase(k));
            sines[k] = (float) StrictMath.sin(carriers.phase(k));
        }
        readings.turnBack(cosines, sines);
        readings.whiten();
        readings.moveTo(left, top);
        return readings;
    }

    /** Makes bits stronger that the picture hides, and the others weaker; how sure the worst is in parts of the mean. */
    private static float adjust(float[] gains, float[] bits, boolean[] word) {
        double mean = 0;
        for (int i = 0; i < bits.length; i++) {
            bits[i] *= word[i] ? 1 : -1;
            mean += bits[i] / bits.length;
        }
        float worst = Float.MAX_VALUE;
        for (int i = 0; i < bits.length; i++) {
            float sure = mean > 0 ? (float) (bits[i] / mean) : 0;
            worst = Math.min(worst, sure);
            gains[i] = Math.clamp(gains[i] * (float) StrictMath.exp(0.3 * Math.clamp(1 - sure, -1, 1)), 0.5f, 2);
        }
        return worst;
    }

    /** One period, of root mean square 1 before the gains. */
    private float[] tile(boolean[] word, float[] gains, int left, int top) {
        int count = carriers.count();
        double power = 0;
        for (int k = 0; k < count; k++) {
            power += amplitude(k) * amplitude(k) / 2;
        }
        float[] real = new float[count];
        float[] imaginary = new float[count];
        for (int k = 0; k < count; k++) {
            int bit = carriers.bit(k);
            double angle = carriers.phase(k)
                    + (word[bit] ? 1 : -1) * carriers.sign(k) * Carriers.TURN
                    - 2 * Math.PI * (carriers.across(k) * left + carriers.down(k) * top) / Carriers.PERIOD;
            double amplitude = amplitude(k) * gains[bit] / Math.sqrt(power);
            real[k] = (float) (amplitude * StrictMath.cos(angle));
            imaginary[k] = (float) (amplitude * StrictMath.sin(angle));
        }
        return Tile.of(carriers, real, imaginary);
    }

    /** Short waves are seen less, long ones outlive more. */
    private double amplitude(int wave) {
        return StrictMath.pow(carriers.repetitions(wave), 0.25);
    }

    /** @param strength root mean square of the change of brightness; less where the picture would change too much */
    private static Picture marked(Picture picture, float[] visibility, float[] tile, double strength) {
        for (double factor = strength; ; ) {
            byte[] rgb = picture.rgb().clone();
            long change = add(rgb, picture.width(), visibility, tile, (float) factor);
            double mean = (double) change / rgb.length;
            if (mean <= MOST_CHANGE) {
                return new Picture(picture.width(), picture.height(), rgb);
            }
            factor *= 0.99 * Math.sqrt(MOST_CHANGE / mean);
        }
    }

    /** @return the sum of squares of what changed */
    private static long add(byte[] rgb, int width, float[] visibility, float[] tile, float factor) {
        long change = 0;
        int row = 0;
        int column = 0;
        for (int i = 0, at = 0; i < visibility.length; i++) {
            float brighter = factor * visibility[i] * tile[row % Carriers.PERIOD * Carriers.PERIOD + column % Carriers.PERIOD];
            for (int channel = 0; channel < 3; channel++, at++) {
                int before = rgb[at] & 0xff;
                int after = Math.clamp(Math.round(before + brighter * Brightness.LEAST_CHANGE[channel]), 0, 255);
                change += (long) (after - before) * (after - before);
                rgb[at] = (byte) after;
            }
            if (++column == width) {
                column = 0;
                row++;
            }
        }
        return change;
    }
}
