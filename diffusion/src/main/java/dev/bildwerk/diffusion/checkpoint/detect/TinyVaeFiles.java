package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind.Layout;
import java.util.Optional;

/**
 * Knows tiny autoencoders: in the original layout, where each half is numbered for itself and has a file or a prefix of
 * its own, or in diffusers' layout.
 */
final class TinyVaeFiles {
    private TinyVaeFiles() {}

    static Optional<FileKind> of(Manifest file) {
        if (file.has("encoder.layers.0.weight") && file.has("decoder.layers.0.weight")) {
            return Optional.of(new FileKind.TinyVae(
                    Layout.DIFFUSERS, true, true, file.size("decoder.layers.0.weight", 1)));
        }
        boolean encoder = file.has("0.weight") && file.has("1.conv.0.weight");
        boolean decoder = file.has("1.weight") && file.has("3.conv.0.weight") && !file.has("0.weight");
        if (!encoder && !decoder) {
            return Optional.empty();
        }
        int latentChannels = encoder ? lastSize(file) : file.size("1.weight", 1);
        return Optional.of(new FileKind.TinyVae(Layout.ONE_FILE, encoder, decoder, latentChannels));
    }

    /** Of the last convolution's output. */
    private static int lastSize(Manifest file) {
        int last = file.names()
                .filter(name -> name.matches("\\d{1,4}\\.bias"))
                .mapToInt(name -> Integer.parseInt(name.substring(0, name.indexOf('.'))))
                .max()
                .orElse(0);
        return file.size(last + ".bias", 0);
    }
}
