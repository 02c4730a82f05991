package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads pictures that a user gives: PNG, JPEG and whatever else this Java reads. */
public final class PictureFile {
    private PictureFile() {}

    /** @throws CommandException that names the file and what is wrong with it */
    public static BufferedImage read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CommandException.usage("picture.missing", "There is no picture %s: check the path.".formatted(file));
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw CommandException.usage(
                        "picture.format", "%s is no picture that can be read here: give a PNG or JPEG.".formatted(file));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                // Before a pixel is read: a few bytes can promise a picture that fills the memory.
                if (Math.max(reader.getWidth(0), reader.getHeight(0)) > GenerationRequest.MAX_SIDE) {
                    throw CommandException.usage(
                            "picture.size",
                            "%s is %d x %d pixels; a side may have %d."
                                    .formatted(file, reader.getWidth(0), reader.getHeight(0), GenerationRequest.MAX_SIDE));
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof CommandException known) {
                throw known;
            }
            throw CommandException.usage(
                    "picture.broken", "%s cannot be read as a picture: it is damaged or cut off.".formatted(file));
        }
    }
}
