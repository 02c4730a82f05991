package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Picture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Measures what docs/safety.md says of watermarks; no part of the test suite. The pictures are named by three folders, see
 * {@link MeasuredPictures}. {@code small COUNT DRAWN DATA PHOTOGRAPHS}: marks pictures of 128 x 128 pixels and does to them
 * what marks are to outlive; {@code small-further}, likewise, with more; {@code large} and {@code large-further}, likewise, of
 * 512 x 512 pixels. {@code unmarked}, likewise: looks for marks in crops without any. {@code speed}.
 */
final class WatermarkMeasurement {
    private WatermarkMeasurement() {}

    public static void main(String[] arguments) throws IOException {
        ImageIO.setUseCache(false);
        if (arguments[0].equals("speed")) {
            speed();
            return;
        }
        int count = Integer.parseInt(arguments[1]);
        MeasuredPictures pictures =
                new MeasuredPictures(Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4]));
        switch (arguments[0]) {
            case "small" -> robustness(pictures.small(count), Changes.required());
            case "small-further" -> robustness(pictures.small(count), Changes.further());
            case "large" -> robustness(pictures.large(count), Changes.required());
            case "large-further" -> robustness(pictures.large(count), Changes.further());
            case "unmarked" -> unmarked(pictures, count);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static WatermarkKey key() {
        byte[] secret = new byte[WatermarkKey.BYTES];
        new Random(1).nextBytes(secret);
        return new WatermarkKey(secret);
    }

    private static void robustness(List<Picture> pictures, Map<String, BiFunction<Picture, Random, Picture>> changes) {
        Watermark watermark = new Watermark(key());
        long[] payloads = new Random(77).longs(pictures.size()).toArray();
        List<Picture> marked = IntStream.range(0, pictures.size())
                .mapToObj(i -> watermark.mark(pictures.get(i), payloads[i]))
                .toList();
        double[] psnr = IntStream.range(0, pictures.size())
                .mapToDouble(i -> Changes.psnr(pictures.get(i), marked.get(i)))
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "PSNR: least %.2f dB, median %.2f, mean %.2f, greatest %.2f%n",
                psnr[0],
                psnr[psnr.length / 2],
                IntStream.range(0, psnr.length).mapToDouble(i -> psnr[i]).average().orElseThrow(),
                psnr[psnr.length - 1]);
        changes.forEach((name, change) -> {
            int right = 0;
            int others = 0;
            int mostWrong = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < marked.size(); i++) {
                Picture changed = change.apply(marked.get(i), new Random(1000 + i));
                long payload = payloads[i];
                List<FoundWatermark> found = watermark.findAll(changed);
                boolean isRight = !found.isEmpty() && found.getFirst().payload() == payload;
                right += isRight ? 1 : 0;
                others += (int) found.stream().filter(mark -> mark.payload() != payload).count();
                if (isRight) {
                    mostWrong = Math.max(mostWrong, found.getFirst().wrongBits());
                    least = Math.min(least, found.getFirst().agreement());
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f %% | at most %d bits wrong, least agreement %.1f, %d with other bits |%n",
                    name,
                    100.0 * right / marked.size(),
                    mostWrong,
                    least,
                    others);
        });
    }

    /** Crops of 64 to 128 pixels: half of the data set, a third of photographs, the rest of drawn pictures and textures. */
    private static void unmarked(MeasuredPictures pictures, int count) throws IOException {
        WatermarkReader reader = new WatermarkReader(new Carriers(key().secret()));
        List<Picture> drawn = pictures.small(120);
        List<Picture> photographs = pictures.photographs(800);
        Random random = new Random(2026);
        List<Picture> textures = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            textures.add(MeasuredPictures.texture(512, random));
        }
        int found = 0;
        int above = 0;
        double greatest = 0;
        try (RandomAccessFile set = new RandomAccessFile(pictures.data().resolve("pictures.u8").toFile(), "r")) {
            for (int i = 1; i <= count; i++) {
                Picture from =
                        switch (random.nextInt(10)) {
                            case 0 -> drawn.get(random.nextInt(drawn.size()));
                            case 1, 2, 3 -> photographs.get(random.nextInt(photographs.size()));
                            case 4 -> textures.get(random.nextInt(textures.size()));
                            default -> MeasuredPictures.any(set, random);
                        };
                Picture crop = MeasuredPictures.part(from, 64 + random.nextInt(65), 64 + random.nextInt(65), random);
                double agreement = reader.search(crop).candidates().stream()
                        .mapToDouble(Registration::agreement)
                        .max()
                        .orElse(0);
                greatest = Math.max(greatest, agreement);
                if (agreement >= WatermarkReader.THRESHOLD) {
                    above++;
                    found += reader.read(crop).isEmpty() ? 0 : 1;
                }
                if (i % 2500 == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "%,d crops: %d marks found, %d times past the threshold, greatest agreement %.2f%n",
                            i,
                            found,
                            above,
                            greatest);
                }
            }
        }
    }

    private static void speed() {
        Watermark watermark = new Watermark(key());
        for (int side : new int[] {128, 512, 1024, 2048}) {
            Picture picture = MeasuredPictures.texture(side, new Random(1));
            double[] best = {1e9, 1e9, 1e9};
            for (int round = 0; round < 10; round++) {
                long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                Picture marked = watermark.mark(picture, round);
                best[0] = Math.min(
                        best[0], (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor) / 1e6);
                long written = System.nanoTime();
                watermark.find(marked);
                long read = System.nanoTime();
                watermark.find(picture);
                best[1] = Math.min(best[1], (read - written) / 1e6);
                best[2] = Math.min(best[2], (System.nanoTime() - read) / 1e6);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d pixels: marked in %.0f ms of the processor, found in %.0f ms, not found in %.0f ms%n",
                    side,
                    best[0],
                    best[1],
                    best[2]);
        }
    }
}
