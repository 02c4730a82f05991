package dev.bildwerk.diffusion.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.names.HalfNames;
import dev.bildwerk.diffusion.layers.Tiling;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.EnlargingFilter;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnedEnlargerTest {
    private static final Placement FULL = new Placement(Device.CPU, DType.F32);
    private static final Path SMALL = FixtureFile.path("upscaler/network.safetensors");
    private static final UpscalerConfig CONFIG = new UpscalerConfig(8, 2);

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void computesWhatPythonComputes(int factor) {
        try (LoadedPart<UpscalerNetwork> network = LoadedPart.read(
                        SMALL, new HalfNames(""), FULL, weights -> new UpscalerNetwork(weights, CONFIG));
                FixtureFile cases = FixtureFile.open("upscaler/cases.safetensors");
                Scope scope = Scope.open()) {
            Closeness.assertClose(network.part().apply(cases.tensor("picture"), factor), cases, "x" + factor);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 16", "4, 16", "2, 7", "4, 7", "4, 50"})
    void piecesShowNoSeam(int factor, int side) {
        Picture picture = random(61, 45);
        try (LearnedEnlarger whole = LearnedEnlarger.read(SMALL, FULL, 1000);
                LearnedEnlarger inPieces = LearnedEnlarger.read(SMALL, FULL, side)) {
            assertThat(largestDifference(whole.enlarged(picture, factor), inPieces.enlarged(picture, factor)))
                    .isLessThanOrEqualTo(1);
        }
    }

    /** Else the test above would say nothing. */
    @Test
    void aMarginThatIsTooNarrowWouldBeSeen() {
        Picture picture = random(61, 45);
        try (LoadedPart<UpscalerNetwork> network = LoadedPart.read(
                SMALL, new HalfNames(""), FULL, weights -> new UpscalerNetwork(weights, CONFIG))) {
            Picture whole = new Pieces(FULL, 1000, 0).enlarged(picture, network.part(), 2);
            Picture inPieces = new Pieces(FULL, 16, 1).enlarged(picture, network.part(), 2);

            assertThat(largestDifference(whole, inPieces)).isGreaterThan(1);
        }
    }

    @Test
    void aPatternStaysOne() {
        Picture picture = random(20, 12);
        Picture turned = new Picture(20, 12, turned(picture.rgb(), 20 * 3, 5 * 3));
        try (LearnedEnlarger learned = LearnedEnlarger.read(SMALL, FULL)) {
            Picture larger = Tiling.during(true, () -> learned.enlarged(picture, 2));
            Picture largerTurned = Tiling.during(true, () -> learned.enlarged(turned, 2));

            byte[] expected = turned(larger.rgb(), 40 * 3, 10 * 3);
            assertThat(largestDifference(largerTurned, new Picture(40, 24, expected))).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 8", "20, 16", "15, 12", "31, 24", "40, 32", "50, 40", "80, 64", "10, 32"})
    void givesAnySize(int width, int height) {
        try (LearnedEnlarger learned = LearnedEnlarger.read(SMALL, FULL)) {
            Picture larger = learned.enlarged(random(10, 8), width, height);

            assertThat(List.of(larger.width(), larger.height())).containsExactly(width, height);
        }
    }

    /** A black disc on white, its edge softened by having been drawn large: what the default model's art is like. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void theShippedOneIsNearerThanFilters(int factor) {
        Picture large = disc(64 * factor, 24.3 * factor);
        Picture small = large.resized(64, 64, Resampling.BOX);
        try (LearnedEnlarger learned = ShippedUpscaler.read(FULL)) {
            double by = psnr(learned.enlarged(small, large.width(), large.height()), large);

            assertThat(by).isGreaterThan(1 + psnr(
                    EnlargingFilter.LANCZOS.enlarged(small, large.width(), large.height()), large));
        }
    }

    @Test
    void theShippedOneIsReadWhenItIsUsed() {
        Picture larger = ShippedUpscaler.INSTANCE.enlarged(disc(16, 5), 24, 24);

        assertThat(larger.width()).isEqualTo(24);
        assertThat(ShippedUpscaler.INSTANCE.option()).isEqualTo("learned");
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertProblem(changed(entries -> entries.filter(e -> !e.name().equals("x4.conv_up.bias"))),
                "checkpoint.weight.missing", "x4.conv_up.bias", "[16]");
        assertProblem(changed(entries -> entries.filter(e -> !e.name().equals("blocks.1.conv1.weight"))),
                "checkpoint.weight.surplus", "blocks.1.");
        assertProblem(changed(entries -> entries.filter(e -> !e.name().equals("conv_in.weight"))),
                "checkpoint.upscaler", "conv_in.weight", "missing");
        assertProblem(changed(entries -> entries.map(e -> e.name().equals("conv_mid.weight")
                        ? new TensorData(e.name(), e.dtype(), List.of(8L, 8L, 9L), e.data()) : e)),
                "checkpoint.weight.shape", "conv_mid.weight", "[8, 8, 9]", "[8, 8, 3, 3]");
    }

    private void assertProblem(Path file, String code, String... parts) {
        CheckpointException problem =
                catchThrowableOfType(CheckpointException.class, () -> LearnedEnlarger.read(file, FULL));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem).hasMessageContaining(file.toString()).hasMessageContainingAll(parts);
    }

    private Path changed(UnaryOperator<Stream<TensorData>> change) {
        Path target = temporary.resolve("changed.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(SMALL)) {
            Stream<TensorData> all = file.entries().stream().map(entry -> data(file, entry));
            SafetensorsWriter.write(target, change.apply(all).toList(), Map.of());
        }
        return target;
    }

    private static TensorData data(SafetensorsFile file, TensorEntry entry) {
        return new TensorData(entry.name(), entry.dtype(), entry.shape(), file.segment(entry));
    }

    private static Picture random(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(3).nextBytes(rgb);
        return new Picture(width, height, rgb);
    }

    private static Picture disc(int side, double radius) {
        byte[] rgb = new byte[side * side * 3];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double outside = Math.hypot(x + 0.5 - side * 0.49, y + 0.5 - side * 0.52) - radius;
                int value = (int) Math.round(255 * Math.clamp(outside + 0.5, 0, 1));
                for (int c = 0; c < 3; c++) {
                    rgb[(y * side + x) * 3 + c] = (byte) value;
                }
            }
        }
        return new Picture(side, side, rgb);
    }

    /** Each row to the right, what falls out coming in again. */
    private static byte[] turned(byte[] rows, int width, int by) {
        byte[] turned = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            turned[i / width * width + (i % width + by) % width] = rows[i];
        }
        return turned;
    }

    private static int largestDifference(Picture a, Picture b) {
        assertThat(List.of(a.width(), a.height())).isEqualTo(List.of(b.width(), b.height()));
        int largest = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            largest = Math.max(largest, Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff)));
        }
        return largest;
    }

    private static double psnr(Picture a, Picture b) {
        return Closeness.psnr(Closeness.unit(a.rgb()), Closeness.unit(b.rgb()));
    }
}
