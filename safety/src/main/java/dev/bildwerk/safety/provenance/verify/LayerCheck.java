package dev.bildwerk.safety.provenance.verify;

/** Looks for one kind of mark in a stranger's file. */
sealed interface LayerCheck permits C2paCheck, WatermarkCheck, XmpCheck {

    /**
     * Never throws, whatever the bytes are.
     *
     * @param file a PNG or JPEG by its first bytes; not to be changed
     */
    LayerFinding check(byte[] file);
}
