package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.vae.TinyDecoder;
import dev.bildwerk.diffusion.vae.TinyEncoder;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Checks of a model's files that go further than opening does. */
public final class Verification {

    /** Gives a stand-in for each weight that is where it should be. */
    private record Places(WeightLookup lookup) implements Weights {
        @Override
        public Tensor get(String key, Init init, long... shape) {
            lookup.take(key, shape);
            return Tensor.zeros(DType.F32, 1);
        }
    }

    private Verification() {}

    /**
     * Checks that every weight that a model or an autoencoder asks for is there with its shape, and no other. What else
     * a file may be is not built from weights alone, and nothing is checked.
     *
     * @param kind of what lies at the path
     * @throws CheckpointException that names the first weight that is not
     */
    public static void requirePlaces(Path path, FileKind kind) {
        switch (kind) {
            case FileKind.Model model -> requirePlaces(Checkpoint.open(path));
            case FileKind.VaeAlone alone -> {
                VaeFile vae = VaeFile.open(path);
                requirePlaces(vae.files(), weights -> new Vae(weights, vae.config()));
            }
            case FileKind.TinyVae tiny -> requirePlaces(TinyVaeFile.open(path));
            default -> {}
        }
    }

    /**
     * Checks that every weight that the model's parts ask for is there with its shape, and no other. No weight is read.
     *
     * @throws CheckpointException that names the first one that is not
     */
    public static void requirePlaces(Checkpoint model) {
        model.textParts().forEach(text ->
                requirePlaces(text.files(), weights -> new ClipTextEncoder(weights, text.config())));
        requirePlaces(model.unetFiles(), weights -> new UNet(weights, model.unet()));
        if (model.tinyVae() == null) {
            requirePlaces(model.vaeFiles(), weights -> new Vae(weights, model.vae()));
        } else {
            requirePlaces(model.tinyVae());
        }
    }

    private static void requirePlaces(TinyVaeFile tiny) {
        if (tiny.encoder() != null) {
            requirePlaces(tiny.encoder(), weights -> new TinyEncoder(weights, tiny.config()));
        }
        if (tiny.decoder() != null) {
            requirePlaces(tiny.decoder(), weights -> new TinyDecoder(weights, tiny.config()));
        }
    }

    private static void requirePlaces(PartFiles part, Consumer<Weights> build) {
        try (OpenedWeights opened = part.source().open();
                Scope scope = Scope.open()) {
            WeightLookup lookup = new WeightLookup(opened, part.names());
            build.accept(new Places(lookup));
            lookup.requireAllTaken();
        }
    }

    /**
     * Reads all numbers and checks that each is one.
     *
     * @throws CheckpointException that names the first weight that holds an infinity or no number
     */
    public static void requireFinite(WeightSource source) {
        try (OpenedWeights opened = source.open()) {
            for (TensorEntry entry : opened.entries()) {
                if (entry.dtype().isFloatingPoint() && !isFinite(opened, entry)) {
                    throw new CheckpointException(
                            "checkpoint.weight.not-finite",
                            "%s: the weight %s holds infinities or what is no number: the file is damaged."
                                    .formatted(source.path(), entry.name()));
                }
            }
        }
    }

    private static boolean isFinite(OpenedWeights opened, TensorEntry entry) {
        try (Scope scope = Scope.open()) {
            return Tensor.over(opened.segment(entry), entry.dtype(), entry.dimensions()).isFinite();
        }
    }
}
