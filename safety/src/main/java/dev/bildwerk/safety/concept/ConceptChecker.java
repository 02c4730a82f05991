package dev.bildwerk.safety.concept;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.OpenedWeights;
import dev.bildwerk.diffusion.checkpoint.PartFiles;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightSource;
import dev.bildwerk.diffusion.checkpoint.names.HalfNames;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.text.ClipPictureConfig;
import dev.bildwerk.diffusion.text.ClipTextConfig.Activation;
import dev.bildwerk.engine.CodedException;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The safety checker that comes with a checkpoint in diffusers' layout. It computes on the CPU. Thread-safe; its weights are read when
 * the first picture is looked at, and stay until the process ends.
 */
public final class ConceptChecker {
    private static final String FOLDER = "safety_checker";
    private static final String WEIGHTS = "model.safetensors";
    /** Where CLIP's picture half lies: as published, or as transformers writes it since release 5. */
    private static final List<String> HALVES = List.of("vision_model.vision_model", "vision_model");

    private static final String PATCHES = ".embeddings.patch_embedding.weight";
    private static final int MOST_BYTES_OF_A_CONFIG = 1 << 20;

    private final Path folder;
    private final Half half;
    private ConceptNetwork network;

    /**
     * CLIP's picture half.
     *
     * @param prefix of its weights
     */
    private record Half(String prefix, ClipPictureConfig config) {}

    private ConceptChecker(Path folder, Half half) {
        this.folder = folder;
        this.half = half;
    }

    /**
     * The checker of a checkpoint; empty where its folder holds none in safetensors.
     *
     * @throws CodedException where it holds one that cannot be understood
     */
    public static Optional<ConceptChecker> of(Path model) {
        Path folder = model.resolve(FOLDER);
        return Files.isRegularFile(folder.resolve(WEIGHTS))
                ? Optional.of(new ConceptChecker(folder, half(folder)))
                : Optional.empty();
    }

    /** Widths are those of the weights; older configurations leave them out. */
    private static Half half(Path folder) {
        try (OpenedWeights weights = WeightSource.of(folder.resolve(WEIGHTS)).open()) {
            String prefix = HALVES.stream()
                    .filter(one -> weights.find(one + PATCHES) != null)
                    .findFirst()
                    .orElse(HALVES.getFirst());
            TensorEntry patches = required(weights, folder, prefix + PATCHES, 4);
            TensorEntry positions = required(weights, folder, prefix + ".embeddings.position_embedding.weight", 2);
            TensorEntry projection = required(weights, folder, "visual_projection.weight", 2);
            TensorEntry wide = required(weights, folder, prefix + ".encoder.layers.0.mlp.fc1.weight", 2);
            int layers = 0;
            while (weights.find(prefix + ".encoder.layers.%d.mlp.fc1.weight".formatted(layers)) != null) {
                layers++;
            }
            int width = side(patches, 0);
            int patch = side(patches, 2);
            int row = (int) Math.round(Math.sqrt(side(positions, 0) - 1.0));
            ClipPictureConfig config = new ClipPictureConfig(
                    width,
                    side(wide, 0),
                    layers,
                    heads(folder, width),
                    row * patch,
                    patch,
                    Activation.QUICK_GELU,
                    side(projection, 0));
            return new Half(prefix, config);
        } catch (IllegalArgumentException e) {
            throw new ConceptException(
                    "%s is no safety checker of Stable Diffusion: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static TensorEntry required(OpenedWeights weights, Path folder, String name, int dimensions) {
        TensorEntry entry = weights.find(name);
        if (entry == null || entry.shape().size() != dimensions) {
            throw new ConceptException(
                    "%s is no safety checker of Stable Diffusion: its weight %s is missing or misshapen."
                            .formatted(folder, name),
                    null);
        }
        return entry;
    }

    private static int side(TensorEntry entry, int dimension) {
        return Math.clamp(entry.shape().get(dimension), 1, Integer.MAX_VALUE);
    }

    /** As its configuration says; else 64 channels to each, as every CLIP has. */
    private static int heads(Path folder, int width) {
        int usual = Math.max(1, width / 64);
        Path config = folder.resolve("config.json");
        if (!Files.isRegularFile(config)) {
            return usual;
        }
        try (InputStream text = Files.newInputStream(config)) {
            return new ObjectMapper()
                    .readTree(text.readNBytes(MOST_BYTES_OF_A_CONFIG))
                    .path("vision_config")
                    .path("num_attention_heads")
                    .asInt(usual);
        } catch (IOException e) {
            throw new ConceptException("%s cannot be read as JSON.".formatted(config), e);
        }
    }

    /** Whether it would put a black picture in the place of this one. */
    public boolean refuses(Picture picture) {
        return network().refuses(cosines(picture));
    }

    /** How near a picture comes to the three special concepts and to the 17 others. */
    float[] cosines(Picture picture) {
        ConceptNetwork used = network();
        return used.cosines(ClipSquare.planes(picture, used.side()));
    }

    private synchronized ConceptNetwork network() {
        if (network == null) {
            // Old files have a list of positions beside the weights, which may be left.
            HalfNames names = new HalfNames(half.prefix() + ".encoder.");
            network = LoadedPart.read(
                            new PartFiles(WeightSource.of(folder.resolve(WEIGHTS)), names),
                            new Placement(Device.CPU, DType.F32),
                            weights -> new ConceptNetwork(weights, half.prefix(), half.config()))
                    .part();
        }
        return network;
    }
}
