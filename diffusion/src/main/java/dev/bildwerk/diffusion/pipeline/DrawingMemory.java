package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.PartFiles;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.TextPart;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.unet.UNetMemory;
import dev.bildwerk.diffusion.vae.TinyVaeConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.diffusion.vae.VaeMemory;
import dev.bildwerk.diffusion.vae.VaeTiling;
import dev.bildwerk.engine.DType;
import java.util.stream.Stream;

/**
 * What a model's pictures take of memory, by arithmetic from its headers and configurations; bytes all. Adapters and the
 * networks of guides are not counted.
 */
final class DrawingMemory {
    /** Of the heap, libtorch and its buffers, measured. */
    private static final long PROCESS = 400L << 20;

    private static final int PROMPTS = 2;

    private final Checkpoint checkpoint;
    private final DType precision;
    private final VaeTiling tiling;
    private final long texts;
    private final long unet;
    private final long vae;

    DrawingMemory(Checkpoint checkpoint, Placement placement, VaeTiling tiling) {
        this.checkpoint = checkpoint;
        this.precision = placement.precision();
        this.tiling = tiling;
        Placement besides = placement.withoutInt8();
        texts = checkpoint.textParts().stream()
                .map(TextPart::files)
                .mapToLong(files -> files.bytes(besides))
                .sum();
        unet = checkpoint.unetFiles().bytes(placement);
        Stream<PartFiles> ofVae =
                checkpoint.tinyVae() == null ? Stream.of(checkpoint.vaeFiles()) : checkpoint.tinyVae().parts();
        vae = ofVae.mapToLong(files -> files.bytes(besides)).sum();
    }

    /** Of a picture at most, where all parts stay in memory. */
    long resident(long width, long height) {
        return PROCESS + texts + unet + vae + Math.max(Math.max(text(), step(width, height)), codec(width, height));
    }

    /** Of a picture at most, where each part is freed when it has done its work. */
    long released(long width, long height) {
        // The autoencoder stands beside the UNet where a picture is made from another.
        return PROCESS
                + Math.max(Math.max(texts + text(), unet + vae + step(width, height)), vae + codec(width, height));
    }

    /** Of the weights. */
    long weights() {
        return texts + unet + vae;
    }

    /** Of the largest part's weights. */
    long largestPart() {
        return Math.max(texts, Math.max(unet, vae));
    }

    private long text() {
        return checkpoint.textParts().stream()
                .map(TextPart::config)
                .mapToLong(this::text)
                .max()
                .orElse(0);
    }

    /** Every layer's states are kept. */
    private long text(ClipTextConfig config) {
        long tokens = (long) PROMPTS * config.positions();
        long states = tokens * (config.width() * (config.layers() + 12L) + 2L * config.feedForwardWidth());
        long scores = 2 * tokens * config.positions() * config.heads();
        return (states + scores + (long) config.width() * config.feedForwardWidth()) * precision.bytes();
    }

    /** One call of the UNet, with guidance. */
    long step(long width, long height) {
        int factor = checkpoint.vae().factor();
        return UNetMemory.of(checkpoint.unet(), PROMPTS, height / factor, width / factor, precision);
    }

    /** Decoding a picture, or encoding one, which takes no more. */
    long codec(long width, long height) {
        VaeConfig config = checkpoint.vae();
        if (checkpoint.tinyVae() != null) {
            return tiny(checkpoint.tinyVae().config(), width * height);
        }
        long[] latent = {1, config.latentChannels(), height / config.factor(), width / config.factor()};
        return VaeMemory.decoding(config, latent, precision, tiling);
    }

    private long tiny(TinyVaeConfig config, long pixels) {
        return 8 * config.channels() * pixels * precision.bytes();
    }
}
