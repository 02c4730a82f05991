package dev.bildwerk.diffusion.vae;

/** Whether pictures go through a large autoencoder in strips of rows. The picture is the same; it takes less memory. */
public enum VaeTiling {
    /** Where the whole would take more than {@link #BUDGET}: the size alone decides, not what the machine does meanwhile. */
    AUTO,
    ON,
    OFF;

    /** In bytes. */
    static final long BUDGET = 640L << 20;

    /** @param bytes that it would take as a whole */
    boolean isUsed(long bytes) {
        return switch (this) {
            case AUTO -> bytes > BUDGET;
            case ON -> true;
            case OFF -> false;
        };
    }
}
