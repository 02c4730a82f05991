package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.unet.T2IAdapterConfig;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads the configuration of a T2I-Adapter from its weights, in diffusers' layout or TencentARC's own. */
public final class T2IAdapterShapes {
    private static final String PREFIX = "adapter.";
    private static final int USUAL_RESNETS = 2;

    private T2IAdapterShapes() {}

    /**
     * @param factor of the model's autoencoder: an adapter that takes more pixels into one place is one for Stable
     *     Diffusion XL
     * @throws UnknownShapeException where the weights are not those of such an adapter
     */
    public static T2IAdapterConfig read(Manifest file, int factor) {
        Manifest net = withoutPrefix(file);
        boolean light = isLight(net);
        int taken = taken(net);
        int side = side(file);
        if (side != factor && (side != 2 * factor || light)) {
            throw new UnknownShapeException(
                    "it takes squares of %d pixels for one place, and the model %d".formatted(side, factor));
        }
        Kind kind = light ? Kind.LIGHT : side == factor ? Kind.FULL : Kind.FULL_XL;
        int resnets = resnets(net, light);
        List<Integer> channels = channels(net, light, resnets);
        return new T2IAdapterConfig(kind, taken / (side * side), channels, resnets, side);
    }

    /** Whether the names are those that diffusers gives, behind {@code adapter.} or not. */
    public static boolean isDiffusers(Manifest file) {
        return withoutPrefix(file).has("body.0.resnets.0.block1.weight");
    }

    /** {@code adapter.}, or nothing. */
    public static String prefix(Manifest file) {
        return file.hasBelow(PREFIX) ? PREFIX : "";
    }

    /**
     * The side of the squares of pixels that it takes at the beginning, of a coloured picture or a grey one; 0 for
     * neither.
     */
    static int side(Manifest file) {
        int taken = taken(withoutPrefix(file));
        int ofColour = (int) Math.round(Math.sqrt(taken / 3.0));
        int ofGrey = (int) Math.round(Math.sqrt(taken));
        return 3 * ofColour * ofColour == taken ? ofColour : ofGrey * ofGrey == taken ? ofGrey : 0;
    }

    private static Manifest withoutPrefix(Manifest file) {
        return file.hasBelow(PREFIX) ? file.below(PREFIX) : file;
    }

    private static boolean isLight(Manifest net) {
        return !net.hasBelow("conv_in.") && net.hasBelow("body.0.in_conv.");
    }

    /** How many numbers of a picture go into one place. */
    private static int taken(Manifest net) {
        return net.size(isLight(net) ? "body.0.in_conv.weight" : "conv_in.weight", 1);
    }

    private static int resnets(Manifest net, boolean light) {
        if (net.hasBelow("body.0.resnets.")) {
            return net.countBelow("body.0.resnets.");
        }
        if (light) {
            return net.countBelow("body.0.body.");
        }
        // All residual blocks stand in one row: a change of channels begins the second block.
        int blocks = net.countBelow("body.");
        for (int i = 1; i < blocks; i++) {
            if (net.hasBelow("body." + i + ".in_conv.")) {
                return i;
            }
        }
        return USUAL_RESNETS;
    }

    private static List<Integer> channels(Manifest net, boolean light, int resnets) {
        boolean inOneRow = !light && !net.hasBelow("body.0.resnets.");
        int step = inOneRow ? Math.max(resnets, 1) : 1;
        int count = net.countBelow("body.");
        List<Integer> channels = new ArrayList<>();
        for (int i = 0; i < count; i += step) {
            String last = light ? ".out_conv.weight" : inOneRow ? ".block1.weight" : ".resnets.0.block1.weight";
            channels.add(net.size("body." + i + last, 0));
        }
        if (resnets == 0 || count % step != 0 || channels.contains(0)) {
            throw new UnknownShapeException("its blocks are not complete");
        }
        return List.copyOf(channels);
    }
}
