package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.diffusion.checkpoint.detect.TinyVaeShapes;
import dev.bildwerk.diffusion.checkpoint.detect.UnknownShapeException;
import dev.bildwerk.diffusion.checkpoint.names.HalfNames;
import dev.bildwerk.diffusion.checkpoint.names.TinyVaeNames;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.vae.AutoencoderTiny;
import dev.bildwerk.diffusion.vae.TinyDecoder;
import dev.bildwerk.diffusion.vae.TinyEncoder;
import dev.bildwerk.diffusion.vae.TinyVaeConfig;
import java.nio.file.Path;

/**
 * A tiny autoencoder and the weights it owns.
 *
 * @param encoder null where it was not given
 * @param decoder null where it was not given
 */
public record LoadedTinyVae(LoadedPart<TinyEncoder> encoder, LoadedPart<TinyDecoder> decoder)
        implements AutoCloseable {

    /**
     * Reads a tiny autoencoder from one file in diffusers' layout, or from one or two in the original one, which has a
     * file for each half.
     *
     * @throws CheckpointException where a file is something else, or a weight is missing, surplus or misshapen
     */
    public static LoadedTinyVae read(Placement placement, Path... files) {
        LoadedTinyVae loaded = new LoadedTinyVae(null, null);
        try {
            for (Path file : files) {
                loaded = loaded.with(file, placement);
            }
            return loaded;
        } catch (RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    private LoadedTinyVae with(Path path, Placement placement) {
        WeightSource source = WeightSource.of(path);
        Manifest manifest;
        try (OpenedWeights opened = source.open()) {
            manifest = opened.manifest();
        }
        FileKind kind = FileKinds.of(manifest, FileHints.of(path, null));
        if (!(kind instanceof FileKind.TinyVae tiny)) {
            throw new CheckpointException(
                    "checkpoint.file.kind",
                    "%s is %s, not a tiny autoencoder: %s.".formatted(path, kind.title(), kind.use()));
        }
        TinyVaeConfig config = config(path, manifest, tiny);
        LoadedPart<TinyEncoder> newEncoder = encoder;
        if (tiny.hasEncoder() && encoder == null) {
            PartFiles part = new PartFiles(source, names(tiny, "encoder"));
            newEncoder = LoadedPart.read(part, placement, weights -> new TinyEncoder(weights, config));
        }
        if (!tiny.hasDecoder() || decoder != null) {
            return new LoadedTinyVae(newEncoder, decoder);
        }
        PartFiles part = new PartFiles(source, names(tiny, "decoder"));
        try {
            return new LoadedTinyVae(
                    newEncoder, LoadedPart.read(part, placement, weights -> new TinyDecoder(weights, config)));
        } catch (RuntimeException | Error e) {
            if (newEncoder != null && newEncoder != encoder) {
                newEncoder.close();
            }
            throw e;
        }
    }

    private static WeightNames names(FileKind.TinyVae kind, String half) {
        return switch (kind.layout()) {
            case ONE_FILE -> new TinyVaeNames(half);
            case DIFFUSERS -> new HalfNames(half + ".");
        };
    }

    private static TinyVaeConfig config(Path path, Manifest manifest, FileKind.TinyVae kind) {
        try {
            return TinyVaeShapes.read(manifest, kind);
        } catch (UnknownShapeException e) {
            throw new CheckpointException(
                    "checkpoint.file.shape",
                    "%s looks like %s, but %s: download it again.".formatted(path, kind.title(), e.getMessage()),
                    e);
        }
    }

    /** Not to be used once this is closed. */
    public AutoencoderTiny autoencoder() {
        return new AutoencoderTiny(encoder == null ? null : encoder.part(), decoder == null ? null : decoder.part());
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
        if (decoder != null) {
            decoder.close();
        }
    }
}
