package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Pictures to measure with.
 *
 * @param drawn a folder with PNG files of 128 x 128 pixels that the default model drew
 * @param data a data set of the default model, whose {@code pictures.u8} has pictures of that size
 * @param photographs a folder with JPEG files, at any depth
 */
record MeasuredPictures(Path drawn, Path data, Path photographs) {
    static final int SIDE = 128;
    private static final int BYTES = SIDE * SIDE * 3;

    /** The drawn ones first, then any of the data set. */
    List<Picture> small(int count) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        for (Path file : files(drawn, ".png")) {
            pictures.add(Picture.of(ImageIO.read(file.toFile())));
        }
        Collections.shuffle(pictures, new Random(3));
        Random random = new Random(5);
        try (RandomAccessFile set = new RandomAccessFile(data.resolve("pictures.u8").toFile(), "r")) {
            while (pictures.size() < count) {
                pictures.add(any(set, random));
            }
        }
        return pictures.subList(0, count);
    }

    static Picture any(RandomAccessFile set, Random random) throws IOException {
        set.seek(random.nextLong(set.length() / BYTES) * BYTES);
        byte[] rgb = new byte[BYTES];
        set.readFully(rgb);
        return new Picture(SIDE, SIDE, rgb);
    }

    /** Of 512 x 512 pixels, a quarter each: small ones enlarged, sheets of sixteen, photographs, and textures. */
    List<Picture> large(int count) throws IOException {
        List<Picture> small = small(count);
        List<Picture> photos = photographs(800);
        List<Picture> pictures = new ArrayList<>();
        Random random = new Random(9);
        for (int i = 0; i < count; i++) {
            pictures.add(switch (i % 4) {
                case 0 -> small.get(i).resized(512, 512, Resampling.LANCZOS);
                case 1 -> sheet(small, random);
                case 2 -> part(photos.get(i / 4 % photos.size()), 512, 512, random);
                default -> texture(512, random);
            });
        }
        return pictures;
    }

    /** @param shorter what their shorter side is reduced to */
    List<Picture> photographs(int shorter) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        for (Path file : files(photographs, ".jpg")) {
            Picture picture = Picture.of(ImageIO.read(file.toFile()));
            double scale = (double) shorter / Math.min(picture.width(), picture.height());
            int width = (int) Math.ceil(picture.width() * scale);
            int height = (int) Math.ceil(picture.height() * scale);
            pictures.add(scale < 1 ? picture.resized(width, height, Resampling.LANCZOS) : picture);
        }
        return pictures;
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .sorted()
                    .toList();
        }
    }

    private static Picture sheet(List<Picture> small, Random random) {
        byte[] rgb = new byte[16 * BYTES];
        for (int cell = 0; cell < 16; cell++) {
            Picture picture = small.get(random.nextInt(small.size()));
            for (int y = 0; y < SIDE; y++) {
                int to = ((cell / 4 * SIDE + y) * 4 * SIDE + cell % 4 * SIDE) * 3;
                System.arraycopy(picture.rgb(), y * SIDE * 3, rgb, to, SIDE * 3);
            }
        }
        return new Picture(4 * SIDE, 4 * SIDE, rgb);
    }

    static Picture part(Picture picture, int width, int height, Random random) {
        int w = Math.min(width, picture.width());
        int h = Math.min(height, picture.height());
        return picture.cropped(
                new Box(random.nextInt(picture.width() - w + 1), random.nextInt(picture.height() - h + 1), w, h));
    }

    /** Coloured noise of all sizes, stronger the larger, with a few discs: as much going on as in a photograph. */
    static Picture texture(int side, Random random) {
        double[][] planes = new double[3][side * side];
        double falling = 0.45 + 0.25 * random.nextDouble();
        for (int plane = 0; plane < 3; plane++) {
            double strength = plane == 0 ? 55 : 18;
            for (int cells = 2; cells <= side; cells *= 2, strength *= falling) {
                addNoise(planes[plane], side, cells, strength, random);
            }
        }
        double mean = 80 + 100 * random.nextDouble();
        double[] shade = new double[side * side];
        for (int disc = random.nextInt(6); disc > 0; disc--) {
            double x = random.nextDouble() * side;
            double y = random.nextDouble() * side;
            double radius = (0.05 + 0.2 * random.nextDouble()) * side;
            double brighter = 50 * random.nextGaussian();
            for (int i = 0; i < shade.length; i++) {
                shade[i] += Math.hypot(i % side - x, i / side - y) < radius ? brighter : 0;
            }
        }
        byte[] rgb = new byte[side * side * 3];
        for (int i = 0; i < shade.length; i++) {
            double luma = mean + shade[i] + planes[0][i];
            rgb[3 * i] = Changes.clipped(luma + 1.402 * planes[2][i]);
            rgb[3 * i + 1] = Changes.clipped(luma - 0.344 * planes[1][i] - 0.714 * planes[2][i]);
            rgb[3 * i + 2] = Changes.clipped(luma + 1.772 * planes[1][i]);
        }
        return new Picture(side, side, rgb);
    }

    private static void addNoise(double[] plane, int side, int cells, double strength, Random random) {
        int stride = cells + 2;
        double[] corners = new double[stride * stride];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = strength * random.nextGaussian();
        }
        for (int i = 0; i < plane.length; i++) {
            double x = (double) (i % side) * cells / side;
            double y = (double) (i / side) * cells / side;
            int corner = (int) y * stride + (int) x;
            double across = smooth(x - (int) x);
            double down = smooth(y - (int) y);
            double above = corners[corner] * (1 - across) + corners[corner + 1] * across;
            double below = corners[corner + stride] * (1 - across) + corners[corner + stride + 1] * across;
            plane[i] += above * (1 - down) + below * down;
        }
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
