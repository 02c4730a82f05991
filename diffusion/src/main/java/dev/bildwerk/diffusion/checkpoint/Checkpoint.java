package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.Distillation;
import dev.bildwerk.diffusion.checkpoint.detect.ModelFamily;
import dev.bildwerk.diffusion.checkpoint.detect.Prediction;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model before its weights are read: its configurations, and where each part lies. What does not fit is known before
 * gigabytes are read.
 *
 * @param path of the file or folder that was opened
 * @param prediction what the denoiser predicts, and how that is known
 * @param textParts the text encoders, whose tokens are joined side by side: one, or two in SDXL
 * @param scheduler how noise was added in training
 * @param zerosForEmptyPrompt whether an empty negative prompt is encoded as zeros, as SDXL does
 * @param tinyVae takes the autoencoder's place; null for none
 */
public record Checkpoint(
        Path path,
        ModelFamily family,
        Distillation distillation,
        Prediction prediction,
        UNetConfig unet,
        VaeConfig vae,
        List<TextPart> textParts,
        SchedulerConfig scheduler,
        boolean zerosForEmptyPrompt,
        PartFiles unetFiles,
        PartFiles vaeFiles,
        TinyVaeFile tinyVae) {

    public Checkpoint {
        textParts = List.copyOf(textParts);
    }

    /** Opens a model as it is; see {@link #open(Path, CheckpointOptions)}. */
    public static Checkpoint open(Path path) {
        return open(path, CheckpointOptions.NONE);
    }

    /**
     * Opens a model: one file in the layout of CompVis and Stability ({@code .safetensors}, or the index of a split
     * one), or a folder in diffusers' layout. Only headers and configurations are read.
     *
     * @throws CheckpointException that names the file, and what in it is not understood
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where a file is not whole
     */
    public static Checkpoint open(Path path, CheckpointOptions options) {
        Checkpoint checkpoint = Files.isRegularFile(path)
                ? OneFile.open(path, options)
                : DiffusersFolder.open(path, options);
        Checkpoint complete = options.vae() == null ? checkpoint : checkpoint.withVae(options);
        PartsFit.require(complete);
        if (options.variant() != null) {
            complete.requireVariant(options.variant());
        }
        return complete;
    }

    private void requireVariant(String variant) {
        String word = "." + variant + ".";
        if (parts().noneMatch(part -> part.source().path().getFileName().toString().contains(word))) {
            throw new CheckpointException(
                    "checkpoint.variant",
                    "%s has no weights of the variant %s: leave the variant out, or name one that is there."
                            .formatted(path, variant));
        }
    }

    /**
     * This model with another autoencoder; what no shape shows of it (its scale, its groups) is as in this one's
     * family.
     */
    private Checkpoint withVae(CheckpointOptions options) {
        if (Files.isDirectory(options.vae())) {
            return with(DiffusersFolder.vae(options.vae(), options.variant()));
        }
        if (TinyVaeFile.isOne(options.vae())) {
            return with(vae, vaeFiles, TinyVaeFile.openWhole(options.vae()));
        }
        VaeFile file = VaeFile.open(options.vae());
        return with(new VaeFile(file.config().withScaling(vae.scalingFactor(), vae.shiftFactor()), file.files()));
    }

    private Checkpoint with(VaeFile file) {
        return with(file.config(), file.files(), null);
    }

    private Checkpoint with(VaeConfig otherVae, PartFiles otherFiles, TinyVaeFile tiny) {
        return new Checkpoint(
                path,
                family,
                distillation,
                prediction,
                unet,
                otherVae,
                textParts,
                scheduler,
                zerosForEmptyPrompt,
                unetFiles,
                otherFiles,
                tiny);
    }

    /** All parts with weights that are used. */
    public Stream<PartFiles> parts() {
        Stream<PartFiles> ofVae = tinyVae == null ? Stream.of(vaeFiles) : tinyVae.parts();
        return Stream.of(textParts.stream().map(TextPart::files), Stream.of(unetFiles), ofVae)
                .flatMap(part -> part);
    }

    /**
     * What a guard is to look at: the path, and every file of weights that is not among the safetensors files below
     * it. So all that is read lies in one of them.
     */
    public List<Path> roots() {
        return Stream.concat(
                        Stream.of(path),
                        parts().map(PartFiles::source)
                                .filter(source -> !source.path().equals(path))
                                .flatMap(source -> source.files().stream())
                                .filter(file -> !isSeenWithThePath(file)))
                .distinct()
                .toList();
    }

    private boolean isSeenWithThePath(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        return whole.startsWith(path.toAbsolutePath().normalize())
                && whole.getFileName().toString().endsWith(".safetensors");
    }

    /** How many numbers its weights hold together. */
    public long parameters() {
        return parts().mapToLong(Checkpoint::parameters).sum();
    }

    private static long parameters(PartFiles part) {
        try (OpenedWeights opened = part.source().open()) {
            return opened.entries().stream()
                    .filter(entry -> !part.names().mayBeLeft(entry.name()))
                    .mapToLong(TensorEntry::elementCount)
                    .sum();
        }
    }

    /**
     * Where a file about this model lies: in its folder, or beside its file under the file's name.
     *
     * @param name such as {@code bildwerk.json}
     */
    public Path sidecar(String name) {
        return Files.isDirectory(path)
                ? path.resolve(name)
                : path.resolveSibling(path.getFileName().toString().replaceFirst("\\.[^.]+$", "") + "." + name);
    }

    /** How many numbers about size the denoiser takes besides the pooled text: 6, the refiner 5, others none. */
    public int conditionNumbers() {
        return unet.added() instanceof AddedConditions.TextTime added
                ? (added.inputWidth() - textParts.getLast().pooledWidth()) / added.numberWidth()
                : 0;
    }
}
