package dev.bildwerk.safety.watermark;

import dev.bildwerk.engine.CodedException;

/** A key of watermarks that cannot be used: {@code watermark.key}. */
public final class WatermarkException extends CodedException {
    private static final long serialVersionUID = 1L;

    WatermarkException(String message) {
        super("watermark.key", message);
    }
}
