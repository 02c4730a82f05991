package dev.bildwerk.cli.bench;

import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.cpu.ResidentMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A part of a model with random weights, read from a file as those of a checkpoint are.
 *
 * @param file that holds its weights as long as it is open
 * @param seconds until they were read and converted
 */
record RandomPart<P>(LoadedPart<P> loaded, Path file, double seconds) implements AutoCloseable {

    /**
     * Writes the file and reads it. The peak of resident memory begins again in between.
     *
     * @param folder that takes the file
     * @param build makes the part from its weights
     */
    static <P> RandomPart<P> read(Path folder, Placement placement, Function<Weights, P> build) throws IOException {
        Path file = Files.createTempFile(folder, "bench", ".safetensors");
        try {
            RandomWeights.write(file, build::apply);
            ResidentMemory.forgetPeak();
            long start = System.nanoTime();
            LoadedPart<P> loaded = LoadedPart.read(file, WeightNames.UNET, placement, build);
            return new RandomPart<>(loaded, file, (System.nanoTime() - start) / 1e9);
        } catch (RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    P part() {
        return loaded.part();
    }

    @Override
    public void close() throws IOException {
        loaded.close();
        Files.deleteIfExists(file);
    }
}
