package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.diffusion.checkpoint.names.OneFileNames;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.vae.VaeConfig;
import java.nio.file.Path;

/**
 * An autoencoder and where it lies.
 *
 * @param config whose scale and groups are a guess where it comes from a file alone, for no shape shows them
 */
record VaeFile(VaeConfig config, PartFiles files) {

    /**
     * Opens an autoencoder in a file of its own, in either layout.
     *
     * @throws CheckpointException where the file is something else
     */
    static VaeFile open(Path path) {
        WeightSource source = WeightSource.of(path);
        Manifest manifest;
        try (OpenedWeights opened = source.open()) {
            manifest = opened.manifest();
        }
        FileKind kind = FileKinds.of(manifest, FileHints.of(path, null));
        if (!(kind instanceof FileKind.VaeAlone vae)) {
            throw new CheckpointException(
                    "checkpoint.file.kind",
                    "%s is %s, not an autoencoder: %s.".formatted(path, kind.title(), kind.use()));
        }
        String prefix = manifest.hasBelow(OneFileNames.VAE_PREFIX) ? OneFileNames.VAE_PREFIX : "";
        WeightNames names = switch (vae.layout()) {
            case ONE_FILE -> OneFileNames.vae(prefix, vae.config());
            case DIFFUSERS -> WeightNames.VAE;
        };
        return new VaeFile(vae.config(), new PartFiles(source, names));
    }
}
