package dev.bildwerk.safety.watermark;

/**
 * A mark that was found in a picture.
 *
 * @param payload the 64 bits that it carries
 * @param wrongBits how many of the 127 bits of its word were wrong and put right, 0 to 10
 * @param agreement how surely it is a mark of this key; above {@link WatermarkReader#THRESHOLD}
 * @param scaleX how large the picture is, across, in parts of what it was when it was marked
 * @param scaleY and down
 */
public record FoundWatermark(long payload, int wrongBits, double agreement, double scaleX, double scaleY) {}
