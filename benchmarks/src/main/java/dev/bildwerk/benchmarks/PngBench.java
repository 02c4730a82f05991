package dev.bildwerk.benchmarks;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.RecipePng;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A PNG file of a picture: smooth colours with a little grain, as a model draws them, for flat ones are packed in no time. */
public class PngBench extends Bench {
    private static final int GRAIN = 2;

    /** Along an edge. */
    @Param({"128", "512", "1024"})
    public int pixels;

    private Picture picture;

    @Setup
    public void make() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] rgb = new byte[pixels * pixels * 3];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            double x = (double) (pixel % pixels) / pixels;
            double y = (double) (pixel / pixels) / pixels;
            double colour = Math.sin(7 * x + i % 3) * Math.cos(5 * y - i % 3);
            rgb[i] = (byte) (128 + 100 * colour + random.nextInt(-GRAIN, GRAIN + 1));
        }
        picture = new Picture(pixels, pixels, rgb);
    }

    @Benchmark
    public byte[] encode() {
        return RecipePng.encode(picture);
    }
}
