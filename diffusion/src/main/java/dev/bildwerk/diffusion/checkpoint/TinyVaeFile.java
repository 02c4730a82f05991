package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.diffusion.checkpoint.detect.TinyVaeShapes;
import dev.bildwerk.diffusion.checkpoint.detect.UnknownShapeException;
import dev.bildwerk.diffusion.checkpoint.names.HalfNames;
import dev.bildwerk.diffusion.checkpoint.names.TinyVaeNames;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.vae.TinyVaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a tiny autoencoder lies: in one file in diffusers' layout, or in two in the original one, which has a file
 * for each half.
 *
 * @param encoder null where it was not given
 * @param decoder null where it was not given
 */
public record TinyVaeFile(TinyVaeConfig config, PartFiles encoder, PartFiles decoder) {
    private static final String ENCODER = "encoder";
    private static final String DECODER = "decoder";

    static boolean isOne(Path path) {
        return kind(path, manifest(WeightSource.of(path))) instanceof FileKind.TinyVae;
    }

    /** @throws CheckpointException where the file is something else */
    static TinyVaeFile open(Path path) {
        WeightSource source = WeightSource.of(path);
        Manifest manifest = manifest(source);
        FileKind kind = kind(path, manifest);
        if (!(kind instanceof FileKind.TinyVae tiny)) {
            throw new CheckpointException(
                    "checkpoint.file.kind",
                    "%s is %s, not a tiny autoencoder: %s.".formatted(path, kind.title(), kind.use()));
        }
        try {
            return new TinyVaeFile(
                    TinyVaeShapes.read(manifest, tiny),
                    tiny.hasEncoder() ? new PartFiles(source, names(tiny, ENCODER)) : null,
                    tiny.hasDecoder() ? new PartFiles(source, names(tiny, DECODER)) : null);
        } catch (UnknownShapeException e) {
            throw new CheckpointException(
                    "checkpoint.file.shape",
                    "%s looks like %s, but %s: download it again.".formatted(path, kind.title(), e.getMessage()),
                    e);
        }
    }

    /**
     * Both halves: the other one of the original layout is taken from beside the named one, where it has the same
     * name but for the word encoder or decoder.
     *
     * @throws CheckpointException where the file is something else, or the other half is not there
     */
    static TinyVaeFile openWhole(Path path) {
        TinyVaeFile named = open(path);
        if (named.encoder != null && named.decoder != null) {
            return named;
        }
        String there = named.encoder == null ? DECODER : ENCODER;
        String missing = named.encoder == null ? ENCODER : DECODER;
        Path other = path.resolveSibling(path.getFileName().toString().replace(there, missing));
        if (other.equals(path) || !Files.isRegularFile(other)) {
            throw new CheckpointException(
                    "checkpoint.file.half",
                    ("%s is the %s of a tiny autoencoder alone: put the file of its %s beside it, such as "
                                    + "taesd_%s.safetensors.")
                            .formatted(path, there, missing, missing));
        }
        return named.with(open(other));
    }

    /** @throws CheckpointException where the two are not of one autoencoder */
    TinyVaeFile with(TinyVaeFile other) {
        if (config.latentChannels() != other.config.latentChannels() || config.channels() != other.config.channels()) {
            throw new CheckpointException(
                    "checkpoint.config.mismatch",
                    "%s and %s are halves of different tiny autoencoders."
                            .formatted(sources().findFirst().orElseThrow(), other.sources().findFirst().orElseThrow()));
        }
        return new TinyVaeFile(
                new TinyVaeConfig(
                        config.latentChannels(),
                        config.channels(),
                        encoder != null ? config.encoderBlocks() : other.config.encoderBlocks(),
                        decoder != null ? config.decoderBlocks() : other.config.decoderBlocks()),
                encoder != null ? encoder : other.encoder,
                decoder != null ? decoder : other.decoder);
    }

    /** The halves that are there. */
    public Stream<PartFiles> parts() {
        return Stream.of(encoder, decoder).filter(half -> half != null);
    }

    private Stream<Path> sources() {
        return parts().map(half -> half.source().path());
    }

    private static Manifest manifest(WeightSource source) {
        try (OpenedWeights opened = source.open()) {
            return opened.manifest();
        }
    }

    private static FileKind kind(Path path, Manifest manifest) {
        return FileKinds.of(manifest, FileHints.of(path, null));
    }

    private static WeightNames names(FileKind.TinyVae kind, String half) {
        return switch (kind.layout()) {
            case ONE_FILE -> new TinyVaeNames(half);
            case DIFFUSERS -> new HalfNames(half + ".");
        };
    }
}
