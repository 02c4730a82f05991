package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.vae.LatentToRgb;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Threads;
import dev.bildwerk.engine.noise.TorchGenerator;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.Marks;
import dev.bildwerk.safety.provenance.PictureFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A program that measures what a preview costs: the colours of a latent, and with the file. The arguments are a file that it
 * may write, the number of threads, and sides of pictures in pixels.
 */
final class PreviewRun {
    private static final int RUNS = 50;

    private PreviewRun() {}

    /** @param arguments for example {@code /tmp/so-far.png 2 128 512 1024} */
    public static void main(String[] arguments) {
        Threads.use(Integer.parseInt(arguments[1]));
        Marks marks = Marks.by("Bildwerk", System.err::println);
        System.out.println("pixels | ms: colours, with PNG and file");
        for (String argument : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            int side = Integer.parseInt(argument);
            int latent = side / 8;
            double[] colours = new double[RUNS];
            double[] all = new double[RUNS];
            for (int i = -RUNS; i < RUNS; i++) { // The first half warms up.
                try (Scope scope = Scope.open()) {
                    Tensor noise = Tensor.of(new TorchGenerator(i + RUNS).normal(4 * latent * latent), 1, 4, latent, latent);
                    long start = System.nanoTime();
                    Picture picture = LatentToRgb.STABLE_DIFFUSION.picture(noise, side, side);
                    colours[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
                    FinishedPicture soFar = new FinishedPicture(picture, Optional.empty(), Making.GENERATED);
                    WholeFile.replace(Path.of(arguments[0]), marks.file(soFar, PictureFormat.PNG));
                    all[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
                }
            }
            Arrays.sort(colours);
            Arrays.sort(all);
            System.out.printf("%d | %.1f %.1f%n", side, colours[RUNS / 2], all[RUNS / 2]);
        }
    }
}
