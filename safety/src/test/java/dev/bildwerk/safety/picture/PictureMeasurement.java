package dev.bildwerk.safety.picture;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.safety.upload.UploadedPicture;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures the installed picture check on pictures of a folder; docs/safety.md tells how it is run.
 *
 * <ul>
 *   <li>{@code scores CHECK PICTURES}: a line for each picture: drawing, hentai, neutral, porn, sexy, face, file
 *   <li>{@code classes CHECK PICTURES}: the same without looking for faces, which takes longest
 *   <li>{@code pixels PICTURES OUT}: the pictures as PPM files, for the original libraries
 *   <li>{@code time CHECK PICTURE}: milliseconds of this thread for 30 looks; with {@code OMP_NUM_THREADS=1} that is all that it takes
 * </ul>
 */
final class PictureMeasurement {
    private PictureMeasurement() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "scores" -> scores(Path.of(arguments[1]), Path.of(arguments[2]), true);
            case "classes" -> scores(Path.of(arguments[1]), Path.of(arguments[2]), false);
            case "pixels" -> pixels(Path.of(arguments[1]), Path.of(arguments[2]));
            case "time" -> time(Path.of(arguments[1]), Path.of(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void scores(Path check, Path folder, boolean faces) throws IOException {
        InstalledCheck installed = new PictureCheck(check).current().orElseThrow();
        for (Path file : pictures(folder)) {
            Picture picture = Picture.of(UploadedPicture.read(file));
            PictureScores scores = installed.classifier().scores(picture);
            System.out.printf(
                    Locale.ROOT,
                    "%.6f %.6f %.6f %.6f %.6f %.6f %s%n",
                    scores.drawing(),
                    scores.hentai(),
                    scores.neutral(),
                    scores.porn(),
                    scores.sexy(),
                    faces ? installed.faces().surest(picture) : Double.NaN,
                    folder.relativize(file));
        }
    }

    private static void pixels(Path folder, Path out) throws IOException {
        Files.createDirectories(out);
        for (Path file : pictures(folder)) {
            Picture picture = Picture.of(UploadedPicture.read(file));
            Path ppm = out.resolve(folder.relativize(file).toString().replace('/', '_') + ".ppm");
            try (OutputStream bytes = Files.newOutputStream(ppm)) {
                String header = "P6 %d %d 255\n".formatted(picture.width(), picture.height());
                bytes.write(header.getBytes(StandardCharsets.US_ASCII));
                bytes.write(picture.rgb());
            }
        }
    }

    private static void time(Path check, Path file) throws IOException {
        Tensor.of(new float[] {0}, 1).close(); // Loads libtorch, which whoever draws has done.
        long start = now();
        InstalledCheck installed = new PictureCheck(check).current().orElseThrow();
        System.out.printf(Locale.ROOT, "read: %.0f ms%n", milliseconds(start));
        Picture picture = Picture.of(UploadedPicture.read(file));
        for (int i = 0; i < 30; i++) {
            start = now();
            installed.classifier().scores(picture);
            double classifier = milliseconds(start);
            start = now();
            installed.faces().surest(picture);
            System.out.printf(Locale.ROOT, "classifier %.1f ms, faces %.1f ms%n", classifier, milliseconds(start));
        }
    }

    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double milliseconds(long start) {
        return (now() - start) / 1e6;
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|webp)"))
                    .sorted()
                    .toList();
        }
    }
}
