package dev.bildwerk.safety.watermark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks in a picture's spectrum for the size and the place of a key's mark. */
final class Search {
    /** Of a picture, to what it was when it was marked; a little more than half to twice. */
    static final double SMALLEST = 0.48;

    static final double LARGEST = 2.1;

    /** How many places are tried along each axis of a period. */
    static final int PLACES = 64;

    /** By how many pixels the mark's ends may lie elsewhere between a size and the next. */
    private static final double STRIDE = 4;

    /** Below it, no small move gets to {@link WatermarkReader#THRESHOLD}. */
    private static final double PROMISING = 5.3;

    private static final int MOST_CANDIDATES = 3;
    private static final int REFINEMENTS = 5;

    private static final int WAVES = 2 * Carriers.REACH + 1;
    private static final Fourier BACK = new Fourier(PLACES);

    private final Carriers carriers;
    private final PictureSpectrum spectrum;
    private final int longest;
    private final float[] cosines;
    private final float[] sines;

    /** @param longest the longer side of the picture */
    Search(Carriers carriers, PictureSpectrum spectrum, int longest) {
        this.carriers = carriers;
        this.spectrum = spectrum;
        this.longest = longest;
        cosines = new float[carriers.count()];
        sines = new float[carriers.count()];
        for (int k = 0; k < carriers.count(); k++) {
            cosines[k] = (float) StrictMath.cos(carriers.phase(k));
            sines[k] = (float) StrictMath.sin(carriers.phase(k));
        }
    }

    /** Where a mark may be, the likeliest first. */
    List<Registration> candidates() {
        List<Registration> places = sizes().stream()
                .parallel()
                .map(this::bestPlace)
                .filter(place -> place.agreement() >= PROMISING)
                .sorted(Comparator.comparingDouble(Registration::agreement).reversed())
                .toList();
        List<Registration> candidates = new ArrayList<>();
        for (Registration place : places) {
            if (candidates.size() < MOST_CANDIDATES && candidates.stream().noneMatch(other -> isNear(place, other))) {
                candidates.add(place);
            }
        }
        return candidates.stream().map(this::refined).toList();
    }

    /** Of which one may be the shoulder of the other. */
    private boolean isNear(Registration one, Registration other) {
        double size = other.scaleX();
        return Math.abs(one.scaleX() - size) < 4 * STRIDE * size * size / longest;
    }

    /** The sizes that are tried for a picture. */
    private List<Double> sizes() {
        List<Double> sizes = new ArrayList<>();
        for (double size = SMALLEST; size <= LARGEST; size *= 1 + STRIDE * size / longest) {
            sizes.add(size);
        }
        return sizes;
    }

    Readings readings(Registration at) {
        Readings readings = new Readings(carriers);
        for (int k = 0; k < carriers.count(); k++) {
            spectrum.at(
                    carriers.across(k) / (at.scaleX() * Carriers.PERIOD),
                    carriers.down(k) / (at.scaleY() * Carriers.PERIOD),
                    readings.real,
                    readings.imaginary,
                    k);
        }
        readings.turnBack(cosines, sines);
        readings.whiten();
        if (at.x() != 0 || at.y() != 0) {
            readings.moveTo(at.x(), at.y());
        }
        return readings;
    }

    /** All places at once, by a transform of the readings back to the plane: those at once agree that are the mark's. */
    private Registration bestPlace(double size) {
        Readings readings = readings(new Registration(size, size, 0, 0, 0));
        float[][] real = new float[PLACES][WAVES];
        float[][] imaginary = new float[PLACES][WAVES];
        for (int k = 0; k < carriers.count(); k++) {
            real[carriers.down(k)][carriers.across(k) + Carriers.REACH] = readings.real[k];
            imaginary[carriers.down(k)][carriers.across(k) + Carriers.REACH] = -readings.imaginary[k];
        }
        BACK.forwardDown(real, imaginary); // Of the conjugates, so that it is the transform back.
        float[][] turned = new float[PLACES][PLACES];
        float[][] turnedImaginary = new float[PLACES][PLACES];
        for (int wave = 0; wave < WAVES; wave++) {
            int row = wave - Carriers.REACH & PLACES - 1;
            for (int y = 0; y < PLACES; y++) {
                turned[row][y] = real[y][wave];
                turnedImaginary[row][y] = imaginary[y][wave];
            }
        }
        BACK.forwardDown(turned, turnedImaginary);
        int bestX = 0;
        int bestY = 0;
        for (int x = 0; x < PLACES; x++) {
            for (int y = 0; y < PLACES; y++) {
                if (turned[x][y] > turned[bestX][bestY]) {
                    bestX = x;
                    bestY = y;
                }
            }
        }
        double step = (double) Carriers.PERIOD / PLACES;
        return new Registration(
                size, size, bestX * step, bestY * step, turned[bestX][bestY] / readings.deviation());
    }

    /** Moved and stretched in ever smaller steps to where it agrees most. */
    private Registration refined(Registration from) {
        Registration best = from;
        double stretch = STRIDE * from.scaleX() * from.scaleX() / longest / 2;
        double move = 0.5;
        for (int round = 0; round < REFINEMENTS; round++) {
            for (int way = 0; way < 5; way++) {
                Registration there = moved(best, way, stretch, move);
                best = there.agreement() > best.agreement() ? there : better(best, moved(best, way, -stretch, -move));
            }
            stretch *= 0.6;
            move *= 0.6;
        }
        return best;
    }

    private static Registration better(Registration one, Registration other) {
        return other.agreement() > one.agreement() ? other : one;
    }

    private Registration moved(Registration from, int way, double stretch, double move) {
        Registration to = new Registration(
                from.scaleX() + (way <= 1 ? stretch : 0),
                from.scaleY() + (way == 0 || way == 2 ? stretch : 0),
                from.x() + (way == 3 ? move : 0),
                from.y() + (way == 4 ? move : 0),
                0);
        return new Registration(to.scaleX(), to.scaleY(), to.x(), to.y(), readings(to).agreement());
    }
}
