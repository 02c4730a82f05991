package dev.bildwerk.diffusion.checkpoint;

/** Checkpoints of full size without weights, for tests in other packages. */
public final class FullSize {
    private FullSize() {}

    /** @param family one of {@link ManifestFile#NAMES} */
    public static Checkpoint checkpoint(String family) {
        return KeyMapTest.model(ManifestFile.read(family));
    }
}
