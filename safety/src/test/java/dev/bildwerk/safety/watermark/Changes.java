package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** What happens to pictures on their way; where there is a choice, a number makes it. */
final class Changes {
    private Changes() {}

    /** Those that a mark is to outlive. */
    static Map<String, BiFunction<Picture, Random, Picture>> required() {
        Map<String, BiFunction<Picture, Random, Picture>> changes = new LinkedHashMap<>();
        changes.put("none", (picture, random) -> picture);
        changes.put("JPEG of quality 75", (picture, random) -> jpeg(picture, 75));
        for (int percent : new int[] {50, 75, 150, 200}) {
            changes.put("resized to %d %%".formatted(percent), (picture, random) -> resized(picture, percent / 100.0, random));
        }
        changes.put("resized to 50 to 200 %", (picture, random) ->
                resized(picture, 0.5 * Math.pow(4, random.nextDouble()), random));
        changes.put("cropped by 10 %", (picture, random) -> cropped(picture, 0.1, random));
        changes.put("screenshot", Changes::screenshot);
        return changes;
    }

    /** Others, of which some are too much. */
    static Map<String, BiFunction<Picture, Random, Picture>> further() {
        Map<String, BiFunction<Picture, Random, Picture>> changes = new LinkedHashMap<>();
        for (int quality : new int[] {90, 60, 50, 30}) {
            changes.put("JPEG of quality " + quality, (picture, random) -> jpeg(picture, quality));
        }
        for (int percent : new int[] {20, 40, 60}) {
            changes.put("cropped by %d %%".formatted(percent), (picture, random) -> cropped(picture, percent / 100.0, random));
        }
        changes.put("cropped by 10 %, resized to 70 to 130 %, JPEG of quality 75", (picture, random) ->
                jpeg(resized(cropped(picture, 0.1, random), 0.7 + 0.6 * random.nextDouble(), random), 75));
        changes.put("resized to 40 %", (picture, random) -> resized(picture, 0.4, random));
        changes.put("5 % narrower", (picture, random) ->
                picture.resized(picture.width() * 19 / 20, picture.height(), Resampling.BICUBIC));
        changes.put("20 % narrower", (picture, random) ->
                picture.resized(picture.width() * 4 / 5, picture.height(), Resampling.BICUBIC));
        changes.put("grey", (picture, random) -> grey(picture));
        changes.put("half the contrast", (picture, random) -> mapped(picture, new double[] {0.5, 0.5, 0.5}, 1));
        changes.put("blurred over 3 x 3 pixels", (picture, random) -> blurred(picture, 1));
        changes.put("blurred over 5 x 5 pixels", (picture, random) -> blurred(picture, 2));
        changes.put("noise of standard deviation 5", (picture, random) -> noisy(picture, 5, random));
        changes.put("noise of standard deviation 10", (picture, random) -> noisy(picture, 10, random));
        changes.put("turned by 0.5 degrees", (picture, random) -> turned(picture, 0.5));
        changes.put("turned by 2 degrees", (picture, random) -> turned(picture, 2));
        changes.put("mirrored", (picture, random) -> mirrored(picture));
        return changes;
    }

    static Picture jpeg(Picture picture, int quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality / 100f);
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(picture.toImage(), null, null), parameters);
            }
            return Picture.of(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
    }

    /** By any filter, that of the nearest pixel too. */
    static Picture resized(Picture picture, double scale, Random random) {
        Resampling[] filters = Resampling.values();
        return picture.resized(
                Math.max(1, (int) Math.round(picture.width() * scale)),
                Math.max(1, (int) Math.round(picture.height() * scale)),
                filters[random.nextInt(filters.length)]);
    }

    /** Of so much of the width and of the height, at any sides. */
    static Picture cropped(Picture picture, double part, Random random) {
        int across = (int) Math.round(picture.width() * part);
        int down = (int) Math.round(picture.height() * part);
        return picture.cropped(new Box(
                random.nextInt(across + 1), random.nextInt(down + 1), picture.width() - across, picture.height() - down));
    }

    /** Resized to 70 to 140 %, in a window with other things, with other colours and contrast, as PNG or JPEG. */
    static Picture screenshot(Picture picture, Random random) {
        double scale = 0.7 + 0.7 * random.nextDouble();
        Picture shown = picture.resized(
                (int) Math.round(picture.width() * scale),
                (int) Math.round(picture.height() * scale),
                random.nextBoolean() ? Resampling.BILINEAR : Resampling.BICUBIC);
        int left = random.nextInt(shown.width() / 4 + 2);
        int top = random.nextInt(shown.height() / 4 + 2);
        int width = left + shown.width() + random.nextInt(shown.width() / 4 + 2);
        int height = top + shown.height() + random.nextInt(shown.height() / 4 + 2);
        BufferedImage window = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = window.createGraphics();
        graphics.setColor(random.nextInt(3) == 0 ? Color.WHITE : new Color(random.nextInt(1 << 24)));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(new Color(random.nextInt(1 << 24)));
        for (int thing = 0; thing < 12; thing++) {
            graphics.drawLine(random.nextInt(width), 0, random.nextInt(width), height);
            graphics.fillRect(random.nextInt(width), random.nextInt(height), 1 + random.nextInt(10), 1 + random.nextInt(10));
        }
        graphics.drawImage(shown.toImage(), left, top, null);
        graphics.dispose();
        double[] gains = {
            0.97 + 0.03 * random.nextDouble(), 0.97 + 0.03 * random.nextDouble(), 0.97 + 0.03 * random.nextDouble()
        };
        Picture seen = mapped(Picture.of(window), gains, 0.93 + 0.14 * random.nextDouble());
        return random.nextBoolean() ? jpeg(seen, 85) : seen;
    }

    private static Picture mapped(Picture picture, double[] gains, double gamma) {
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = clipped(255 * gains[i % 3] * Math.pow((rgb[i] & 0xff) / 255.0, gamma));
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static Picture grey(Picture picture) {
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i += 3) {
            byte grey = clipped(0.299 * (rgb[i] & 0xff) + 0.587 * (rgb[i + 1] & 0xff) + 0.114 * (rgb[i + 2] & 0xff));
            rgb[i] = grey;
            rgb[i + 1] = grey;
            rgb[i + 2] = grey;
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static Picture noisy(Picture picture, double deviation, Random random) {
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = clipped((rgb[i] & 0xff) + deviation * random.nextGaussian());
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static Picture blurred(Picture picture, int radius) {
        byte[] from = picture.rgb();
        byte[] rgb = from.clone();
        for (int y = radius; y < picture.height() - radius; y++) {
            for (int x = radius; x < picture.width() - radius; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int sum = 0;
                    for (int dy = -radius; dy <= radius; dy++) {
                        for (int dx = -radius; dx <= radius; dx++) {
                            sum += from[((y + dy) * picture.width() + x + dx) * 3 + channel] & 0xff;
                        }
                    }
                    rgb[(y * picture.width() + x) * 3 + channel] = clipped(sum / Math.pow(2 * radius + 1, 2));
                }
            }
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static Picture turned(Picture picture, double degrees) {
        BufferedImage turned = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.rotate(Math.toRadians(degrees), picture.width() / 2.0, picture.height() / 2.0);
        graphics.drawImage(picture.toImage(), 0, 0, null);
        graphics.dispose();
        return Picture.of(turned);
    }

    private static Picture mirrored(Picture picture) {
        byte[] rgb = new byte[picture.rgb().length];
        for (int i = 0; i < rgb.length; i += 3) {
            int x = i / 3 % picture.width();
            System.arraycopy(picture.rgb(), i + 3 * (picture.width() - 1 - 2 * x), rgb, i, 3);
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    static byte clipped(double value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }

    /** Peak signal-to-noise ratio over red, green and blue, in dB; infinite where nothing differs. */
    static double psnr(Picture one, Picture other) {
        double sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            double difference = (one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff);
            sum += difference * difference;
        }
        return 10 * Math.log10(255 * 255 * (double) one.rgb().length / sum);
    }
}
