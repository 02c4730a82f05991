package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.vae.TinyVaeConfig;
import java.util.ArrayList;
import java.util.List;

/** Reads the configuration of a tiny autoencoder, or of half of one, from its numbered layers. */
public final class TinyVaeShapes {
    private static final int MOST_LAYERS = 1000;

    private TinyVaeShapes() {}

    /** @throws UnknownShapeException where the layers do not follow each other as they should */
    public static TinyVaeConfig read(Manifest file, FileKind.TinyVae kind) {
        boolean diffusers = kind.layout() == FileKind.Layout.DIFFUSERS;
        Manifest encoder = diffusers ? file.below("encoder.layers.") : file;
        Manifest decoder = diffusers ? file.below("decoder.layers.") : file;
        int first = diffusers ? 0 : 1;
        Manifest any = kind.hasDecoder() ? decoder : encoder;
        int channels = any.size((kind.hasDecoder() ? first : 0) + ".weight", 0);
        if (channels == 0 || kind.latentChannels() == 0) {
            throw new UnknownShapeException("its first layer is missing");
        }
        return new TinyVaeConfig(
                kind.latentChannels(),
                channels,
                kind.hasEncoder() ? blocksBetweenConvolutions(encoder, 0) : List.of(),
                kind.hasDecoder() ? blocksBetweenConvolutions(decoder, first) : List.of());
    }

    /** How many residual blocks stand behind each convolution but the last; layers without weights are passed over. */
    private static List<Integer> blocksBetweenConvolutions(Manifest half, int first) {
        List<Integer> blocks = new ArrayList<>();
        int count = -1;
        for (int i = first; i < MOST_LAYERS; i++) {
            if (half.has(i + ".conv.0.weight")) {
                count++;
            } else if (half.has(i + ".weight")) {
                if (count >= 0) {
                    blocks.add(count);
                }
                count = 0;
            } else if (!half.has(i + 1 + ".weight") && !half.has(i + 1 + ".conv.0.weight")) {
                break;
            }
        }
        if (blocks.isEmpty()) {
            throw new UnknownShapeException("its layers are not those of a tiny autoencoder");
        }
        return blocks;
    }
}
