package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.safety.upload.UploadException;
import dev.bildwerk.safety.upload.UploadedPicture;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** Reads pictures that a user gives; see {@link UploadedPicture}. */
public final class PictureFile {
    private PictureFile() {}

    /** @throws CommandException that names the file and what is wrong with it */
    public static BufferedImage read(Path file) {
        try {
            return UploadedPicture.read(file);
        } catch (UploadException e) {
            throw CommandException.usage(e.code(), e.getMessage());
        }
    }
}
