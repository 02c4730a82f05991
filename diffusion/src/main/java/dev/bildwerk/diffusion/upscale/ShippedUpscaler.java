package dev.bildwerk.diffusion.upscale;

import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The upscaler that comes with the library, on the best device of this machine. Its megabyte of weights is read when a picture is
 * first enlarged, and stays.
 */
public enum ShippedUpscaler implements Enlarger {
    INSTANCE;

    private static final String WEIGHTS = "upscaler.safetensors";

    private LearnedEnlarger held;

    private synchronized LearnedEnlarger held() {
        if (held == null) {
            held = read(new Placement(Device.best(), DType.F32));
        }
        return held;
    }

    /** In memory of its own, which the caller closes. */
    static LearnedEnlarger read(Placement placement) {
        try (InputStream weights = ShippedUpscaler.class.getResourceAsStream(WEIGHTS)) {
            Path file = Files.createTempFile("bildwerk-", "-" + WEIGHTS);
            try {
                Files.copy(weights, file, StandardCopyOption.REPLACE_EXISTING);
                return LearnedEnlarger.read(file, placement);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CheckpointException(
                    "checkpoint.upscaler",
                    "The upscaler's weights could not be unpacked into the folder for passing files (%s): make room there."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    @Override
    public String option() {
        return LearnedEnlarger.OPTION;
    }

    @Override
    public String title() {
        return LearnedEnlarger.TITLE;
    }

    @Override
    public Picture enlarged(Picture picture, int width, int height) {
        return held().enlarged(picture, width, height);
    }
}
