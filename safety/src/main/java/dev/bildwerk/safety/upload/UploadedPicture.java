package dev.bildwerk.safety.upload;

import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.recipe.ExifBlock;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes pictures that a user gives: PNG, JPEG, and WebP where this Java reads it. What a file is, how large its picture is and whether
 * it moves is looked at before a pixel is decoded. Pixels go on, turned as the file's Exif data asks, and nothing else of the file.
 */
public final class UploadedPicture {
    /** Most bytes of a file; a picture of the largest size takes 48 MiB without compression. */
    public static final int MOST_BYTES = 64 << 20;

    private static final int FOUR_COLOURS = 4;

    private UploadedPicture() {}

    /** @throws UploadException that names the file and what is wrong with it */
    public static BufferedImage read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UploadException("picture.missing", "There is no picture %s: check the path.".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = Files.size(file) > MOST_BYTES ? new byte[0] : in.readNBytes(MOST_BYTES + 1);
            if (Files.size(file) > MOST_BYTES || bytes.length > MOST_BYTES) {
                throw new UploadException(
                        "picture.file-size",
                        "%s has more than %d MiB, and a given picture may have no more.".formatted(file, MOST_BYTES >> 20));
            }
            return decode(bytes, file.toString());
        } catch (IOException e) {
            throw broken(file.toString(), e);
        }
    }

    /**
     * @param bytes of a whole file
     * @param name of it, for messages
     * @throws UploadException that names the file and what is wrong with it
     */
    public static BufferedImage decode(byte[] bytes, String name) {
        PictureKind kind = PictureKind.of(bytes);
        ImageReader reader = reader(kind, name);
        if (isAnimated(kind, bytes)) {
            throw new UploadException(
                    "picture.animated", "%s is an animation: give one picture of it as PNG or JPEG.".formatted(name));
        }
        // Before a pixel is read: a few bytes can promise a picture that fills the memory.
        if (kind == PictureKind.PNG) {
            PngChunks.find(bytes, "IHDR").filter(header -> header.length >= 8).ifPresent(header -> {
                ByteBuffer sides = ByteBuffer.wrap(header);
                requireSize(Integer.toUnsignedLong(sides.getInt()), Integer.toUnsignedLong(sides.getInt()), name);
            });
        }
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(stream, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), name);
            return orientation(kind, bytes).applied(reader.read(0));
        } catch (IOException | RuntimeException e) {
            if (e instanceof UploadException known) {
                throw known;
            }
            throw hasFourColours(kind, bytes) ? inkColours(name) : broken(name, e);
        } finally {
            reader.dispose();
        }
    }

    private static void requireSize(long width, long height, String name) {
        if (Math.max(width, height) > GenerationRequest.MAX_SIDE) {
            throw new UploadException(
                    "picture.size",
                    "%s is %d x %d pixels; a side may have %d.".formatted(name, width, height, GenerationRequest.MAX_SIDE));
        }
    }

    private static ImageReader reader(PictureKind kind, String name) {
        Iterator<ImageReader> readers = kind.isTaken()
                ? ImageIO.getImageReadersByFormatName(kind.title())
                : Collections.emptyIterator();
        if (!readers.hasNext()) {
            throw kind == PictureKind.OTHER
                    ? new UploadException(
                            "picture.format",
                            "%s is no picture that can be read here: give a PNG or JPEG.".formatted(name))
                    : new UploadException(
                            "picture.kind",
                            "%s is a picture of the kind %s, which is not taken: give a PNG or JPEG."
                                    .formatted(name, kind.title()));
        }
        return readers.next();
    }

    private static boolean isAnimated(PictureKind kind, byte[] bytes) {
        return switch (kind) {
            case PNG -> PngChunks.find(bytes, "acTL").isPresent();
            case WEBP -> bytes.length > 20 && bytes[12] == 'V' && bytes[15] == 'X' && (bytes[20] & 2) != 0;
            default -> false;
        };
    }

    private static Orientation orientation(PictureKind kind, byte[] bytes) {
        Optional<byte[]> exif = switch (kind) {
            case PNG -> PngChunks.find(bytes, "eXIf");
            case JPEG -> ExifBlock.ofJpeg(bytes);
            case WEBP -> ExifBlock.ofWebp(bytes);
            default -> Optional.empty();
        };
        return exif.map(Orientation::ofExif).orElse(Orientation.AS_IS);
    }

    /** Whether a JPEG has inks (CMYK), which this Java does not decode. */
    private static boolean hasFourColours(PictureKind kind, byte[] bytes) {
        int at = 2;
        while (kind == PictureKind.JPEG && at + 10 <= bytes.length && bytes[at] == (byte) 0xff) {
            int marker = bytes[at + 1] & 0xff;
            boolean isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (isFrame) {
                return bytes[at + 9] == FOUR_COLOURS;
            }
            at += marker == 0xff ? 1 : 2 + ((bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff);
        }
        return false;
    }

    private static UploadException inkColours(String name) {
        return new UploadException(
                "picture.kind", "%s has the colours of print (CMYK), which are not taken: save it in RGB.".formatted(name));
    }

    private static UploadException broken(String name, Exception cause) {
        return new UploadException(
                "picture.broken", "%s cannot be read as a picture: it is damaged or cut off.".formatted(name), cause);
    }
}
