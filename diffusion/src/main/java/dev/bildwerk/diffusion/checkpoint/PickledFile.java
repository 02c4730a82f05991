package dev.bildwerk.diffusion.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Knows a pickled file by its name and by its first bytes. Opening one can run the code that lies in it. */
public final class PickledFile {
    private static final Set<String> ENDINGS = Set.of("ckpt", "pt", "pth", "bin", "pkl", "pickle");

    private PickledFile() {}

    /**
     * @throws CheckpointException with code {@code checkpoint.file.pickled} and the way to convert it, if the file is a
     *     pickled one
     */
    public static void refuse(Path path) {
        if (isPickled(path)) {
            throw new CheckpointException(
                    "checkpoint.file.pickled",
                    ("%s is a pickled file, which can run foreign code when it is opened, so it is not read: take the "
                                    + "model's .safetensors edition, or convert it in Python with "
                                    + "torch.load(file, weights_only=True), which runs none of that code, and "
                                    + "safetensors.torch.save_file (docs/cli.md shows how).")
                            .formatted(path));
        }
    }

    /** By its ending, or, whatever it is called, by its content; false for what cannot be read. */
    public static boolean isPickled(Path path) {
        String name = path.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                || hasPickledContent(path);
    }

    private static boolean hasPickledContent(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream stream = Files.newInputStream(path)) {
            byte[] start = stream.readNBytes(8);
            boolean zip = start.length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] < 9 && start[3] < 9;
            // Every protocol since 2 begins with 0x80 and its number. A safetensors file begins with the header's
            // length, whose high bytes are zero.
            boolean pickle = start.length == 8 && start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5
                    && (start[4] != 0 || start[5] != 0 || start[6] != 0 || start[7] != 0);
            return zip || pickle;
        } catch (IOException e) {
            return false;
        }
    }
}
