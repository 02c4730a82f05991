package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.engine.CodedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is offered as a model: one sentence with a reason code, never a crash, never a wait without end. */
class HostileModelTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONV_IN = "model.diffusion_model.input_blocks.0.0.weight";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "nothing there, checkpoint.folder",
        "no bytes, safetensors.too-short",
        "a header of 2^60 bytes, safetensors.header-length",
        "a shape of 2^60, safetensors.size",
        "a shape beyond 2^64, safetensors.shape",
        "data at 2^60, safetensors.truncated",
        "overlapping tensors, safetensors.overlap",
        "cut in half, safetensors.truncated",
        "cut in its header, safetensors.header-length",
        "a web page, safetensors.header-length",
        "a pickle with another ending, checkpoint.file.pickled",
        "a pickle, checkpoint.file.pickled",
        "numbers that are whole, checkpoint.weight.format",
        "channels that are none, checkpoint.weight.shape",
        "a weight twice as wide, checkpoint.weight.shape",
        "a weight too few, checkpoint.weight.missing",
        "a weight too many, checkpoint.weight.surplus",
        "a LoRA, checkpoint.file.kind",
        "a ControlNet, checkpoint.file.kind",
        "an autoencoder, checkpoint.file.kind",
        "a tiny autoencoder, checkpoint.file.kind",
        "an embedding, checkpoint.file.kind",
        "a denoiser alone, checkpoint.file.kind",
        "an upscaler, checkpoint.file.kind",
        "no weights, checkpoint.file.kind",
        "an empty folder, checkpoint.file.missing",
        "a link to itself, checkpoint.folder",
        "a folder in itself, checkpoint.file.missing",
        "a pipe, checkpoint.folder",
        "a pipe in a folder, checkpoint.file.missing",
        "a pipe as weights, checkpoint.file.missing",
        "a device, checkpoint.folder",
        "an index out of its folder, checkpoint.config.unsupported",
        "an index of a pipe, checkpoint.file.shard",
        "an index of nothing, checkpoint.config.unsupported",
        "an index without end, checkpoint.config.json",
        "settings of deep nesting, checkpoint.config.json",
    })
    void isAnsweredByOneSentence(String what, String code) throws Exception {
        Path path = offered(what);

        RuntimeException opened = assertTimeoutPreemptively(SOON, () -> failure(() -> {
            Checkpoint model = Checkpoint.open(path);
            Verification.requirePlaces(model);
            return model;
        }));
        RuntimeException inspected = assertTimeoutPreemptively(SOON, () -> failure(() -> Inspection.of(path)));

        assertSentence(opened, path);
        assertThat(code(opened)).as(opened.getMessage()).isEqualTo(code);
        if (inspected != null) {
            assertSentence(inspected, path);
        }
    }

    @Test
    void weightsThatAreNoNumbersAreFoundWithoutDrawing() throws IOException {
        Path file = SparseFile.write(folder.resolve("nan.safetensors"), NarrowModel.shapes());
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() - 2);
            bytes.write(new byte[] {0, 0x7e}); // Not a number in half precision.
        }
        Verification.requirePlaces(Checkpoint.open(file));

        CheckpointException error = catchThrowableOfType(
                CheckpointException.class, () -> Verification.requireFinite(WeightSource.of(file)));
        assertThat(error.code()).isEqualTo("checkpoint.weight.not-finite");
    }

    @Test
    void damagedHeadersAreAnsweredByAModelOrASentence() throws IOException {
        Map<String, List<Long>> shapes = NarrowModel.shapes();
        List<String> names = List.copyOf(shapes.keySet());
        long[] sizes = {0, 1, 2, 3, 4, 8, 9, 31, 32, 33, 64, 128, 320, 4096};
        Random random = new Random(6);
        Path file = folder.resolve("fuzzed.safetensors");
        int models = 0;
        for (int round = 0; round < 600; round++) {
            Map<String, List<Long>> damaged = new LinkedHashMap<>(shapes);
            int damages = 1 + random.nextInt(round % 2 == 0 ? 2 : 40);
            for (int i = 0; i < damages; i++) {
                damage(damaged, names.get(random.nextInt(names.size())), sizes, random);
            }
            SparseFile.write(file, damaged);
            RuntimeException failure = failure(() -> {
                Checkpoint model = Checkpoint.open(file);
                Verification.requirePlaces(model);
                return model;
            });
            models += failure == null ? 1 : 0;
            if (failure != null) {
                assertSentence(failure, file);
            }
        }
        assertThat(models).isLessThan(120);
    }

    /** Takes a tensor away, gives it another name, or changes a size or the number of its axes. */
    private static void damage(Map<String, List<Long>> shapes, String name, long[] sizes, Random random) {
        List<Long> shape = shapes.remove(name);
        if (shape == null) {
            return;
        }
        List<Long> changed = new ArrayList<>(shape);
        switch (random.nextInt(4)) {
            case 0 -> {
                return;
            }
            case 1 -> shapes.put(name.replaceFirst("\\d+", String.valueOf(random.nextInt(15))), shape);
            case 2 -> {
                if (!changed.isEmpty()) {
                    changed.set(random.nextInt(changed.size()), sizes[random.nextInt(sizes.length)]);
                }
                shapes.put(name, changed);
            }
            default -> {
                changed.addFirst(sizes[random.nextInt(4)]);
                shapes.put(name, changed);
            }
        }
    }

    private Path offered(String what) throws Exception {
        Path file = folder.resolve("model.safetensors");
        Map<String, List<Long>> shapes = NarrowModel.shapes();
        return switch (what) {
            case "nothing there" -> file;
            case "no bytes" -> Files.createFile(file);
            case "a header of 2^60 bytes" -> Files.write(file, new byte[] {0, 0, 0, 0, 0, 0, 0, 16, '{', '}'});
            case "a shape of 2^60" -> SparseFile.write(
                    file, header(new SparseFile.Entry("F16", List.of(1L << 60), 0, 8)), 8);
            case "a shape beyond 2^64" -> SparseFile.write(
                    file, header(new SparseFile.Entry("F16", List.of(1L << 40, 1L << 40), 0, 8)), 8);
            case "data at 2^60" -> SparseFile.write(
                    file, header(new SparseFile.Entry("F16", List.of(1L << 59), 0, 1L << 60)), 8);
            case "overlapping tensors" -> SparseFile.write(
                    file,
                    "{%s,%s}".formatted(
                            SparseFile.line("a", new SparseFile.Entry("F16", List.of(4L), 0, 8)),
                            SparseFile.line("b", new SparseFile.Entry("F16", List.of(4L), 4, 12))),
                    12);
            case "cut in half" -> cut(SparseFile.write(file, shapes), 2);
            case "cut in its header" -> cut(SparseFile.write(file, shapes), 1000);
            case "a web page" -> Files.writeString(file, "<!DOCTYPE html><title>Sign in</title>");
            case "a pickle with another ending" -> Files.write(
                    file, new byte[] {(byte) 0x80, 2, '}', 'q', 1, 'X', 9, 0, 0, 0});
            case "a pickle" -> Files.createFile(folder.resolve("model.ckpt"));
            case "numbers that are whole" -> SparseFile.write(file, wholeNumbers(shapes), dataBytes(shapes));
            case "channels that are none" -> with(file, shapes, CONV_IN, List.of(0L, 4L, 3L, 3L));
            case "a weight twice as wide" -> with(file, shapes, CONV_IN, List.of(64L, 4L, 3L, 3L));
            case "a weight too few" -> without(file, shapes, "model.diffusion_model.middle_block.0.in_layers.0.weight");
            case "a weight too many" -> with(file, shapes, "model.diffusion_model.more.weight", List.of(1L));
            case "a LoRA" -> FixtureFile.path("models/sd1/adapters/kohya.safetensors");
            case "a ControlNet" -> one("control_model.input_hint_block.0.weight", 16, 3, 3, 3);
            case "an autoencoder" -> FixtureFile.path("models/sd1/vae/diffusion_pytorch_model.safetensors");
            case "a tiny autoencoder" -> FixtureFile.path("tiny/diffusion_pytorch_model.safetensors");
            case "an embedding" -> one("emb_params", 4, 768);
            case "a denoiser alone" -> FixtureFile.path("models/sd1/unet/diffusion_pytorch_model.safetensors");
            case "an upscaler" -> one("conv_first.weight", 64, 3, 3, 3);
            case "no weights" -> SparseFile.write(file, "{}", 0);
            case "an empty folder" -> folder;
            case "a link to itself" -> Files.createSymbolicLink(file, file);
            case "a folder in itself" -> Files.createSymbolicLink(folder.resolve("unet"), folder);
            case "a pipe" -> pipe(file);
            case "a pipe in a folder" -> pipe(folder.resolve("model_index.json")).getParent();
            case "a pipe as weights" -> pipeAsWeights();
            case "a device" -> Path.of("/dev/zero");
            case "an index out of its folder" -> index("{\"weight_map\":{\"a\":\"../model.safetensors\"}}");
            case "an index of a pipe" -> {
                pipe(file);
                yield index("{\"weight_map\":{\"a\":\"model.safetensors\"}}");
            }
            case "an index of nothing" -> index("{\"weight_map\":{}}");
            case "an index without end" -> index("{\"weight_map\":{\"a\":");
            case "settings of deep nesting" -> Files.writeString(
                            folder.resolve("model_index.json"), "[".repeat(1_000_000))
                    .getParent();
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static String header(SparseFile.Entry entry) {
        return "{" + SparseFile.line("a", entry) + "}";
    }

    private static Path cut(Path file, int part) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(bytes.length() / part);
        }
        return file;
    }

    private static String wholeNumbers(Map<String, List<Long>> shapes) {
        StringBuilder header = new StringBuilder("{");
        long end = 0;
        for (var tensor : shapes.entrySet()) {
            long begin = end;
            end += 2 * tensor.getValue().stream().reduce(1L, (a, b) -> a * b);
            header.append(begin == 0 ? "" : ",")
                    .append(SparseFile.line(
                            tensor.getKey(), new SparseFile.Entry("I16", tensor.getValue(), begin, end)));
        }
        return header.append('}').toString();
    }

    private static long dataBytes(Map<String, List<Long>> shapes) {
        return shapes.values().stream().mapToLong(shape -> 2 * shape.stream().reduce(1L, (a, b) -> a * b)).sum();
    }

    private static Path with(Path file, Map<String, List<Long>> shapes, String name, List<Long> shape)
            throws IOException {
        shapes.put(name, shape);
        return SparseFile.write(file, shapes);
    }

    private static Path without(Path file, Map<String, List<Long>> shapes, String name) throws IOException {
        assertThat(shapes.remove(name)).isNotNull();
        return SparseFile.write(file, shapes);
    }

    private Path one(String name, long... shape) throws IOException {
        return SparseFile.write(
                folder.resolve("model.safetensors"),
                Map.of(name, Arrays.stream(shape).boxed().toList()));
    }

    private Path index(String json) throws IOException {
        return Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    private Path pipeAsWeights() throws Exception {
        Path model = MiniatureModels.copy("sd1", folder.resolve("sd1"));
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        Files.delete(weights);
        pipe(weights);
        return model;
    }

    /** Reading it would wait for a writer that never comes. */
    private static Path pipe(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        return path;
    }

    private static RuntimeException failure(Callable<?> work) {
        try {
            work.call();
            return null;
        } catch (RuntimeException e) {
            return e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertSentence(RuntimeException failure, Path path) {
        assertThat(code(failure)).as(String.valueOf(failure)).isNotEmpty();
        assertThat(failure.getMessage())
                .hasSizeLessThan(600)
                .doesNotContain("\n")
                .contains(path.getFileName().toString())
                .endsWith(".");
    }

    private static String code(RuntimeException failure) {
        return failure instanceof CodedException coded ? coded.code() : "";
    }
}
