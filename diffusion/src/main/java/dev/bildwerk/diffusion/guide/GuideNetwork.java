package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.unet.ControlNet;
import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.T2IAdapter;
import dev.bildwerk.engine.Tensor;
import java.nio.file.Path;

/** A guide's network with the weights it owns. */
public sealed interface GuideNetwork extends AutoCloseable {

    /** As the user named it. */
    Path path();

    /**
     * Shows it a picture, which is brought to a size by Lanczos' filter as diffusers does it.
     *
     * @param width of the picture that is drawn, in pixels
     * @param height of it
     * @return what holds tensors in the scope that is open now
     */
    Guide shown(Picture picture, int width, int height);

    @Override
    void close();

    /** It answers anew in every step. */
    record OfControlNet(Path path, LoadedPart<ControlNet> net, Placement placement) implements GuideNetwork {
        @Override
        public Guide shown(Picture picture, int width, int height) {
            ControlNet part = net.part();
            int channels = part.config().hintInChannels();
            Tensor hint = part.hint(pixels(picture, channels, width, height, placement));
            return input -> part.apply(input, hint);
        }

        @Override
        public void close() {
            net.close();
        }
    }

    /** It answers once. Its picture's sides are rounded up to what it takes into one place, as ComfyUI does. */
    record OfAdapter(Path path, LoadedPart<T2IAdapter> net, Placement placement) implements GuideNetwork {
        @Override
        public Guide shown(Picture picture, int width, int height) {
            T2IAdapter part = net.part();
            int side = part.config().factor();
            Tensor pixels = pixels(
                    picture,
                    part.config().inChannels(),
                    Math.ceilDiv(width, side) * side,
                    Math.ceilDiv(height, side) * side,
                    placement);
            SideFeatures features = part.apply(pixels);
            return input -> features;
        }

        @Override
        public void close() {
            net.close();
        }
    }

    /** {@code [1, channels, height, width]}, values 0 to 1; one channel is the picture in grey. */
    private static Tensor pixels(Picture picture, int channels, int width, int height, Placement placement) {
        Picture seen = (channels == 1 ? Greyscale.of(picture) : picture).resized(width, height, Resampling.LANCZOS);
        Tensor pixels = Pixels.tensor(seen).add(1).mul(0.5);
        Tensor some = channels == 1 ? pixels.narrow(1, 0, 1) : pixels;
        return some.to(placement.device()).to(placement.precision()).contiguous();
    }
}
