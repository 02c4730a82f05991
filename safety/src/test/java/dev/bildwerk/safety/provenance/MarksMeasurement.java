package dev.bildwerk.safety.provenance;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * A program that measures what marks cost: processor time of the first picture of a process and of later ones, with and
 * without. The argument is a file for the key; the first run makes it.
 */
final class MarksMeasurement {
    private static final int SIDE = 128;
    private static final int RUNS = 300;

    private MarksMeasurement() {}

    /** @param arguments for example {@code /tmp/key.pem} */
    public static void main(String[] arguments) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        new Random(1).nextBytes(rgb);
        Picture picture = new Picture(SIDE, SIDE, rgb);
        Infotext recipe = MarksTest.recipe("a red apple");
        Marks marks = Marks.by(
                "Bildwerk 0.1.0", () -> SigningKeys.of(Path.of(arguments[0]), Map.of()), System.err::println);
        Runnable plain = () -> RecipePng.encode(picture, recipe);
        Runnable marked =
                () -> marks.file(FinishedPicture.of(picture, recipe, Making.GENERATED), PictureFormat.PNG);

        System.out.printf("first: plain %.1f ms, ", milliseconds(plain));
        System.out.printf("then marked %.1f ms%n", milliseconds(marked));
        System.out.printf("best of %d: plain %.2f ms, marked %.2f ms%n", RUNS, best(plain), best(marked));
    }

    private static double best(Runnable work) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            best = Math.min(best, milliseconds(work));
        }
        return best;
    }

    private static double milliseconds(Runnable work) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6;
    }
}
