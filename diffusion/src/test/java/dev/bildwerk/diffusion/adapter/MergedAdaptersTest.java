package dev.bildwerk.diffusion.adapter;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** LoRA and its relatives against what diffusers and PEFT compute with the same files. */
class MergedAdaptersTest {
    private static final String FOLDER = "models/sd1/adapters/";
    private static final double BOUND = 1e-5;

    private static LoadedModel model;
    private static FixtureFile expected;

    @TempDir
    Path temporary;

    @BeforeAll
    static void open() {
        model = load("models/sd1", DType.F32);
        expected = FixtureFile.open(FOLDER + "expected.safetensors");
    }

    @AfterAll
    static void close() {
        model.close();
        expected.close();
    }

    @ParameterizedTest
    @CsvSource({
        "kohya, 0.7", "processors, 1", "loha, 1", "loha-tucker, 1", "dora, 1", "lokr, 1", "lokr-tucker, 1", "glora, 1",
        "ia3, 1", "whole, 1"
    })
    void theDenoiserComputesWhatTheReferenceComputes(String name, double strength) {
        try (MergedAdapters merged = MergedAdapters.into(model, List.of(use(name, strength, strength)));
                Scope scope = Scope.open()) {
            assertThat(merged.unplaced()).isEmpty();
            assertClose(noise(model), expected, name + ".unet", BOUND);
        }
    }

    @Test
    void theTextEncoderComputesWhatTheReferenceComputes() {
        try (MergedAdapters merged = MergedAdapters.into(model, List.of(use("kohya", 0, 0.7)));
                Scope scope = Scope.open()) {
            assertClose(text(), expected, "kohya.text", BOUND);
        }
    }

    @Test
    void theSameChangeInTheWordsOfDiffusersIsTheSame() {
        float[] kohya = noiseWith(use("kohya", 0.7, 0.7));
        assertThat(noiseWith(use("diffusers", 0.7, 0.7))).usingComparatorWithPrecision(1e-5f).containsExactly(kohya);
    }

    @Test
    void severalAtOnceAddUp() {
        assertThat(noiseWith(use("kohya", 0.3, 0), use("kohya", 0.4, 0)))
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(noiseWith(use("kohya", 0.7, 0)));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void afterwardsEveryWeightIsWhatItWasToTheLastBit(DType precision) {
        try (LoadedModel own = load("models/sd1", precision);
                Scope scope = Scope.open()) {
            Map<String, float[]> before = weights(own);
            try (MergedAdapters merged = MergedAdapters.into(
                    own, List.of(use("kohya", 0.7, 1), use("loha", 1, 1), use("dora", 0.5, 0), use("glora", 0.5, 0),
                        use("whole", 1, 1)))) {
                assertThat(weights(own)).anySatisfy((key, values) -> assertThat(values).isNotEqualTo(before.get(key)));
            }
            assertThat(weights(own)).allSatisfy((key, values) -> assertThat(values).isEqualTo(before.get(key)));
        }
    }

    /** The change is rounded once more there: to the 11 bits of F16. */
    @Test
    void weightsKeptInHalfTheSizeTakeAdaptersAndGiveThemBack() {
        Placement half = new Placement(Device.CPU, DType.F32, WeightStorage.HALF);
        try (LoadedModel own = LoadedModel.read(Checkpoint.open(FixtureFile.path("models/sd1")), half);
                Scope scope = Scope.open()) {
            Map<String, float[]> before = weights(own);
            try (MergedAdapters merged = MergedAdapters.into(own, List.of(use("kohya", 0.7, 0.7)))) {
                assertClose(noise(own), expected, "kohya.unet", 1e-2);
                assertThat(noise(own).toFloats()).isNotEqualTo(noise(model).toFloats());
            }
            assertThat(weights(own)).allSatisfy((key, values) -> assertThat(values).isEqualTo(before.get(key)));
        }
    }

    @Test
    void strengthZeroChangesNothing() {
        assertThat(noiseWith(use("dora", 0, 0), use("kohya", 0, 1))).isEqualTo(noiseWith());
    }

    @Test
    void oneForAnotherFamilyIsASentenceAndChangesNothing() {
        try (LoadedModel sdxl = load("models/sdxl", DType.F32);
                Scope scope = Scope.open()) {
            Map<String, float[]> before = weights(sdxl);
            AdapterException error = catchThrowableOfType(
                    AdapterException.class, () -> MergedAdapters.into(sdxl, List.of(use("kohya", 1, 1))));

            assertThat(error.code()).isIn("adapter.other-model", "adapter.shape");
            assertThat(error.getMessage()).contains("kohya.safetensors").contains("another family");
            assertThat(weights(sdxl)).allSatisfy((key, values) -> assertThat(values).isEqualTo(before.get(key)));
        }
    }

    @Test
    void aModelGivenAsAnAdapterIsASentence() {
        Path unet = FixtureFile.path("models/sd1/unet/diffusion_pytorch_model.safetensors");
        assertThatThrownBy(() -> MergedAdapters.into(model, List.of(new AdapterUse(unet, 1, 1))))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("no kind of adapter");
    }

    @Test
    void numbersWithoutEndAreASentenceAndChangeNothing() throws Exception {
        float[] before = noiseWith();
        Path damaged = temporary.resolve("damaged.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(FixtureFile.path(FOLDER + "dora.safetensors"))) {
            String last = file.entries().getLast().name();
            SafetensorsWriter.write(
                    damaged,
                    file.entries().stream()
                            .map(entry -> {
                                MemorySegment copy = MemorySegment.ofArray(
                                        file.segment(entry).toArray(ValueLayout.JAVA_BYTE));
                                if (entry.name().equals(last)) {
                                    copy.fill((byte) 0xff);
                                }
                                return new TensorData(entry.name(), entry.dtype(), entry.shape(), copy);
                            })
                            .toList(),
                    Map.of());
        }
        assertThatThrownBy(() -> MergedAdapters.into(model, List.of(new AdapterUse(damaged, 1, 1))))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("finite");
        assertThat(noiseWith()).isEqualTo(before);
    }

    @Test
    void strengthsBelowOneMakeLessOfIt() {
        float[] half = noiseWith(use("lokr", 0.5, 0));
        float[] whole = noiseWith(use("lokr", 1, 0));
        assertThat(half).isNotEqualTo(whole).isNotEqualTo(noiseWith());
        assertThat(noiseWith(use("lokr", 0.5, 0))).isEqualTo(half);
    }

    @Test
    void damagedFactorsAreASentenceAndChangeNothing() throws Exception {
        float[] before = noiseWith();
        for (String kind : List.of("kohya", "loha-tucker", "lokr", "lokr-tucker", "glora", "ia3", "whole")) {
            for (long[] shape : List.of(new long[] {0}, new long[] {3}, new long[] {1, 3}, new long[] {64, 1, 1, 1})) {
                Path damaged = withFirstTensor(kind, shape);
                assertThatThrownBy(() -> MergedAdapters.into(model, List.of(new AdapterUse(damaged, 1, 1))).close())
                        .as("%s with %s", kind, Arrays.toString(shape))
                        .isInstanceOf(AdapterException.class)
                        .hasMessageContaining(damaged.toString());
            }
        }
        assertThat(noiseWith()).isEqualTo(before);
    }

    /** A file whose first factor, by name, has another shape. */
    private Path withFirstTensor(String kind, long... shape) throws Exception {
        Path damaged = temporary.resolve(kind + ".safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(FixtureFile.path(FOLDER + kind + ".safetensors"))) {
            String first = file.entries().stream()
                    .map(TensorEntry::name)
                    .filter(name -> !name.endsWith("alpha") && !name.endsWith("on_input"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            SafetensorsWriter.write(
                    damaged,
                    file.entries().stream()
                            .map(entry -> entry.name().equals(first)
                                    ? new TensorData(
                                            first,
                                            DType.F32,
                                            Arrays.stream(shape).boxed().toList(),
                                            MemorySegment.ofArray(new byte[Math.toIntExact(
                                                    Arrays.stream(shape).reduce(4, (a, b) -> a * b))]))
                                    : new TensorData(entry.name(), entry.dtype(), entry.shape(), file.segment(entry)))
                            .toList(),
                    Map.of());
        }
        return damaged;
    }

    @Test
    void aFactorThatIsMissingIsASentence() throws Exception {
        Path half = temporary.resolve("half.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(FixtureFile.path(FOLDER + "kohya.safetensors"))) {
            SafetensorsWriter.write(
                    half,
                    file.entries().stream()
                            .filter(entry -> !entry.name().contains("lora_up"))
                            .map(entry -> new TensorData(
                                    entry.name(), entry.dtype(), entry.shape(), file.segment(entry)))
                            .toList(),
                    Map.of());
        }
        assertThatThrownBy(() -> MergedAdapters.into(model, List.of(new AdapterUse(half, 1, 1))))
                .hasMessageContaining("missing");
        assertThat(Files.exists(half)).isTrue();
    }

    private static LoadedModel load(String folder, DType precision) {
        return LoadedModel.read(Checkpoint.open(FixtureFile.path(folder)), new Placement(Device.CPU, precision));
    }

    private static AdapterUse use(String name, double unet, double text) {
        return new AdapterUse(FixtureFile.path(FOLDER + name + ".safetensors"), unet, text);
    }

    private static float[] noiseWith(AdapterUse... uses) {
        try (MergedAdapters merged = MergedAdapters.into(model, List.of(uses));
                Scope scope = Scope.open()) {
            return noise(model).toFloats();
        }
    }

    private static Tensor noise(LoadedModel of) {
        try (Autograd off = Autograd.off()) {
            return of.unet().part().apply(UNetInput.of(
                    Tensor.of(expected.floats("latent"), expected.shape("latent")),
                    new double[] {500},
                    Tensor.of(expected.floats("states"), expected.shape("states"))));
        }
    }

    private static Tensor text() {
        try (Autograd off = Autograd.off()) {
            return model.texts().getFirst().encoder().part().apply(new int[][] {{998, 12, 40, 7, 999}}).lastHiddenState();
        }
    }

    private static Map<String, float[]> weights(LoadedModel of) {
        Map<String, float[]> weights = new HashMap<>();
        of.unet().weights().loaded().forEach((key, tensor) -> weights.put("unet." + key, tensor.toFloats()));
        for (int i = 0; i < of.texts().size(); i++) {
            String prefix = "text." + i + ".";
            of.texts().get(i).encoder().weights().loaded()
                    .forEach((key, tensor) -> weights.put(prefix + key, tensor.toFloats()));
        }
        return weights;
    }
}
