package dev.bildwerk.diffusion.unet;

import dev.bildwerk.engine.Convolution;
import dev.bildwerk.engine.DType;

/** What one call of a {@link UNet} takes beside its weights, by arithmetic: bytes of the features alive at once, at most. */
public final class UNetMemory {
    /** Above these, scores are made in pieces of that many bytes: as {@code Attention} has them. */
    private static final long BATCHED_SCORES = 512L * 512;

    private static final long SCORE_BYTES = 4L << 20;

    private final UNetConfig config;
    private final long batch;
    private final long bytes;
    /** Numbers for each pixel that stay to the end of the call, times the pixels. */
    private long kept;
    private long passing;
    private long widestWeight;

    private UNetMemory(UNetConfig config, long batch, DType precision) {
        this.config = config;
        this.batch = batch;
        this.bytes = precision.bytes();
    }

    /**
     * @param batch pictures at once, or a prompt and a negative one
     * @param height of the latent
     * @param width of the latent
     */
    public static long of(UNetConfig config, long batch, long height, long width, DType precision) {
        UNetMemory memory = new UNetMemory(config, batch, precision);
        memory.walk(height, width);
        return (memory.batch * (memory.kept + memory.passing) + memory.widestWeight) * memory.bytes;
    }

    private void walk(long height, long width) {
        int levels = config.blockOutChannels().size();
        long[] pixels = new long[levels];
        for (int level = 0; level < levels; level++) {
            pixels[level] = ceil(height, level) * ceil(width, level);
        }
        int in = channels(0);
        kept += in * pixels[0];
        for (int level = 0; level < levels; level++) {
            for (int i = 0; i < config.layersPerBlock(); i++) {
                layer(level, in, pixels[level]);
                in = channels(level);
            }
            if (level < levels - 1) {
                kept += in * pixels[level + 1];
            }
        }
        for (int i = 0; i < 3; i++) {
            layer(levels - 1, in, pixels[levels - 1]);
        }
        for (int level = levels - 1; level >= 0; level--) {
            for (int i = 0; i <= config.layersPerBlock(); i++) {
                boolean last = i == config.layersPerBlock();
                layer(level, in + channels(last ? Math.max(level - 1, 0) : level), pixels[level]);
                kept += (in + channels(level)) * pixels[level];
                in = channels(level);
            }
            if (level > 0) {
                kept += 2L * in * pixels[level - 1];
            }
        }
    }

    private int channels(int level) {
        return config.blockOutChannels().get(level);
    }

    private static long ceil(long side, int level) {
        return (side + (1L << level) - 1) >> level;
    }

    private void layer(int level, int in, long pixels) {
        long out = channels(level);
        kept += out * pixels;
        passing = Math.max(passing, (3L * in + 7L * out) * pixels);
        widestWeight = Math.max(widestWeight, 2 * 9L * in * out + transformed(in, out, pixels));
        if (config.attention().get(level)) {
            long inBlocks = 5 + 2L * config.transformerLayers().get(level);
            passing = Math.max(passing, (inBlocks + 11) * out * pixels + scores(level, pixels));
            widestWeight = Math.max(widestWeight, 8L * out * out);
        }
    }

    /** Weights and tiles of a convolution by minimal filtering, which is done in F32 only. */
    private long transformed(long in, long out, long pixels) {
        return bytes == Float.BYTES ? Convolution.bytesBeside(in, out, batch * pixels) / bytes : 0;
    }

    /** Of attention, for each picture of the batch. */
    private long scores(int level, long tokens) {
        return tokens * tokens <= BATCHED_SCORES
                ? 2 * config.heads().get(level) * tokens * tokens
                : 3 * SCORE_BYTES / bytes / batch;
    }
}
