package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.vae.AutoencoderTiny;
import dev.bildwerk.diffusion.vae.TinyDecoder;
import dev.bildwerk.diffusion.vae.TinyEncoder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A tiny autoencoder and the weights it owns.
 *
 * @param encoder null where it was not given
 * @param decoder null where it was not given
 */
public record LoadedTinyVae(LoadedPart<TinyEncoder> encoder, LoadedPart<TinyDecoder> decoder)
        implements LoadedAutoencoder {

    /**
     * Reads a tiny autoencoder from one file in diffusers' layout, or from one or two in the original one, which has a
     * file for each half.
     *
     * @throws CheckpointException where a file is something else, or a weight is missing, surplus or misshapen
     */
    public static LoadedTinyVae read(Placement placement, Path... files) {
        return read(Arrays.stream(files).map(TinyVaeFile::open).reduce(TinyVaeFile::with).orElseThrow(), placement);
    }

    static LoadedTinyVae read(TinyVaeFile file, Placement placement) {
        LoadedPart<TinyEncoder> encoder = file.encoder() == null
                ? null
                : LoadedPart.read(file.encoder(), placement, weights -> new TinyEncoder(weights, file.config()));
        if (file.decoder() == null) {
            return new LoadedTinyVae(encoder, null);
        }
        try {
            return new LoadedTinyVae(
                    encoder,
                    LoadedPart.read(file.decoder(), placement, weights -> new TinyDecoder(weights, file.config())));
        } catch (RuntimeException | Error e) {
            if (encoder != null) {
                encoder.close();
            }
            throw e;
        }
    }

    @Override
    public AutoencoderTiny part() {
        return new AutoencoderTiny(encoder == null ? null : encoder.part(), decoder == null ? null : decoder.part());
    }

    @Override
    public void free() {
        // A few megabytes, which are not worth reading again.
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
