package dev.bildwerk.safety.hash;

import dev.bildwerk.diffusion.picture.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Harmless pictures that a number chooses, and what happens to pictures on their way. */
final class Drawings {
    private Drawings() {}

    /** A landscape of coloured shapes. */
    static Picture scene(int number, int width, int height) {
        Random random = new Random(number * 7919L + 1);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.scale(width, height);
        graphics.setColor(new Color(150 + random.nextInt(100), 180 + random.nextInt(70), 230));
        graphics.fill(new Rectangle2D.Double(0, 0, 1, 1));
        for (int shape = 0; shape < 14; shape++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            double x = random.nextDouble();
            double y = random.nextDouble();
            double size = 0.1 + 0.3 * random.nextDouble();
            switch (random.nextInt(4)) {
                case 0 -> graphics.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
                case 1 -> graphics.fill(new Rectangle2D.Double(x - size / 2, y - size / 3, size, size / 1.5));
                case 2 -> {
                    Path2D roof = new Path2D.Double();
                    roof.moveTo(x - size / 2, y);
                    roof.lineTo(x + size / 2, y);
                    roof.lineTo(x, y - size / 2);
                    roof.closePath();
                    graphics.fill(roof);
                }
                default -> {
                    graphics.setStroke(new BasicStroke((float) size / 6));
                    graphics.draw(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size / 2));
                }
            }
        }
        graphics.dispose();
        return Picture.of(image);
    }

    /** Written as a JPEG and read again. */
    static Picture jpeg(Picture picture, double quality) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality((float) quality);
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(picture.toImage(), null, null), parameters);
            } finally {
                writer.dispose();
            }
            return Picture.of(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pixels really laid down otherwise. */
    static Picture placed(Picture picture, Placement placement) {
        return switch (placement) {
            case AS_IS -> picture;
            case QUARTER_TURN -> placed(placed(picture, Placement.TRANSPOSED), Placement.UPSIDE_DOWN);
            case HALF_TURN -> placed(placed(picture, Placement.MIRRORED), Placement.UPSIDE_DOWN);
            case THREE_QUARTER_TURN -> placed(placed(picture, Placement.TRANSPOSED), Placement.MIRRORED);
            case TRANSPOSED_BACK -> placed(placed(picture, Placement.TRANSPOSED), Placement.HALF_TURN);
            case UPSIDE_DOWN, MIRRORED, TRANSPOSED -> simplyPlaced(picture, placement);
        };
    }

    private static Picture simplyPlaced(Picture picture, Placement placement) {
        int width = picture.width();
        int height = picture.height();
        byte[] rgb = new byte[picture.rgb().length];
        for (int y = 0, from = 0; y < height; y++) {
            for (int x = 0; x < width; x++, from += 3) {
                int to = switch (placement) {
                    case UPSIDE_DOWN -> (height - 1 - y) * width + x;
                    case MIRRORED -> y * width + width - 1 - x;
                    default -> x * height + y;
                };
                System.arraycopy(picture.rgb(), from, rgb, 3 * to, 3);
            }
        }
        return placement == Placement.TRANSPOSED ? new Picture(height, width, rgb) : new Picture(width, height, rgb);
    }
}
