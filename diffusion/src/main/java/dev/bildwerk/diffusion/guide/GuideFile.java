package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.PartFiles;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.unet.ControlNet;
import dev.bildwerk.diffusion.unet.ControlNetConfig;
import dev.bildwerk.diffusion.unet.T2IAdapter;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig;
import java.nio.file.Path;

/** A guide's network whose configuration is known, and that fits a model; its weights are not read yet. */
public sealed interface GuideFile {

    /** As the user named it. */
    Path path();

    PartFiles files();

    /** How many numbers its weights hold. */
    long parameters();

    /**
     * @throws dev.bildwerk.diffusion.checkpoint.CheckpointException where a weight is missing, surplus or misshapen
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where the file is not whole
     */
    GuideNetwork read(Placement placement);

    /**
     * Looks at a file, or at a folder in diffusers' layout.
     *
     * @param model that it is to be put beside
     * @throws GuideException with code {@code guide.family} where it was made for another kind of model, and others
     *     where it is no such network
     */
    static GuideFile open(Path path, Checkpoint model) {
        return GuideFitting.of(GuideWeights.open(path), model);
    }

    /** @param config of the network */
    record OfControlNet(Path path, PartFiles files, long parameters, ControlNetConfig config) implements GuideFile {
        @Override
        public GuideNetwork read(Placement placement) {
            return new GuideNetwork.OfControlNet(
                    path, LoadedPart.read(files, placement, weights -> new ControlNet(weights, config)), placement);
        }
    }

    /** @param config of the network */
    record OfAdapter(Path path, PartFiles files, long parameters, T2IAdapterConfig config) implements GuideFile {
        @Override
        public GuideNetwork read(Placement placement) {
            return new GuideNetwork.OfAdapter(
                    path, LoadedPart.read(files, placement, weights -> new T2IAdapter(weights, config)), placement);
        }
    }
}
