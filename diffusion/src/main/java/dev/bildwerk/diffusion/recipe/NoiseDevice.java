package dev.bildwerk.diffusion.recipe;

/** Where a picture's first noise was drawn: the two generators give different numbers for the same seed. */
public enum NoiseDevice {
    /** torch's mt19937. */
    CPU("CPU"),
    /** Philox, as on an NVIDIA GPU; AUTOMATIC1111 writes {@code NV} where it reckons it on another device. */
    GPU("NV");

    private final String title;

    NoiseDevice(String title) {
        this.title = title;
    }

    /** As AUTOMATIC1111 writes it after {@code RNG}. */
    public String title() {
        return title;
    }
}
