package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Threads;
import dev.bildwerk.engine.noise.TorchGenerator;
import dev.bildwerk.engine.safetensors.TensorData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightStorageTest {
    /** The default model of this checkout, in F16; tests run in their module's folder. */
    private static final Path IN_16_BITS = Path.of("..", "models", "bildwerk-mini");

    private static final int LATENT_CHANNELS = 8;

    private static final Placement FULL = new Placement(Device.CPU, DType.F32);
    private static final String WIDE = "conv_in.weight";
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

    @TempDir
    Path temporary;

    @BeforeAll
    static void smallModelsNeedOneThread() {
        Threads.use(1);
    }

    @Test
    void whatTheFileHasIn16BitsComputesTheSameToTheLastBit() {
        try (LoadedModel full = read(IN_16_BITS, WeightStorage.FULL);
                LoadedModel stored = read(IN_16_BITS, WeightStorage.AS_STORED);
                Scope scope = Scope.open();
                Autograd off = Autograd.off()) {
            assertThat(text(stored).toFloats()).isEqualTo(text(full).toFloats());
            assertThat(noise(stored).toFloats()).isEqualTo(noise(full).toFloats());
            Tensor latent = random(1, LATENT_CHANNELS, 8, 8);
            assertThat(stored.vae().part().picture(latent, DType.F32).toFloats())
                    .isEqualTo(full.vae().part().picture(latent, DType.F32).toFloats());
        }
    }

    @Test
    void itThenTakesHalfTheMemory() {
        try (LoadedModel full = read(IN_16_BITS, WeightStorage.FULL);
                LoadedModel stored = read(IN_16_BITS, WeightStorage.AS_STORED)) {
            assertThat((double) bytes(stored) / bytes(full)).isBetween(0.5, 0.51);
        }
    }

    @Test
    void whatTheFileHasIn32BitsIsRoundedOnlyWhenAsked() {
        Path wide = inF32("").folder();
        try (LoadedModel full = read(wide, WeightStorage.FULL);
                LoadedModel stored = read(wide, WeightStorage.AS_STORED);
                LoadedModel half = read(wide, WeightStorage.HALF)) {
            assertThat(weight(stored, WIDE).toFloats()).isEqualTo(weight(full, WIDE).toFloats());
            assertThat(weight(stored, WIDE).dtype()).isEqualTo(DType.F32);
            assertThat(weight(half, WIDE).dtype()).isEqualTo(DType.F16);
            assertThat(weight(half, WIDE).toFloats())
                    .isEqualTo(weight(full, WIDE).to(DType.F16).toFloats())
                    .isNotEqualTo(weight(full, WIDE).toFloats());
        }
    }

    @Test
    void aWeightThat16BitsCannotHoldStaysWide() {
        try (LoadedModel half = read(inF32(WIDE).folder(), WeightStorage.HALF)) {
            assertThat(weight(half, WIDE).dtype()).isEqualTo(DType.F32);
            assertThat(weight(half, WIDE).max()).isGreaterThan(1e6);
            assertThat(weight(half, "conv_out.weight").dtype()).isEqualTo(DType.F16);
        }
    }

    /** The UNet's file in F32, each number a third of what it was. */
    private DamagedModel inF32(String enlarged) {
        return DamagedModel.of("sd1", temporary)
                .rewrite(UNET, tensor -> Stream.of(wide(tensor, tensor.name().equals(enlarged) ? 1e9f : 1 / 3f)));
    }

    private static TensorData wide(TensorData tensor, float factor) {
        float[] values = new float[Math.toIntExact(tensor.data().byteSize() / Short.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * Float.float16ToFloat(tensor.data().getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i));
        }
        return new TensorData(tensor.name(), DType.F32, tensor.shape(), MemorySegment.ofArray(values));
    }

    private static Tensor weight(LoadedModel model, String key) {
        return model.unet().weights().loaded().get(key);
    }

    private static LoadedModel read(Path folder, WeightStorage storage) {
        return LoadedModel.read(Checkpoint.open(folder), FULL.withStorage(storage));
    }

    private static long bytes(LoadedModel model) {
        return Stream.of(
                        model.texts().getFirst().encoder().weights(),
                        model.unet().weights(),
                        ((LoadedVae) model.vae()).loaded().weights())
                .flatMap(weights -> weights.loaded().values().stream())
                .mapToLong(weight -> weight.count() * weight.dtype().bytes())
                .sum();
    }

    private static Tensor text(LoadedModel model) {
        return model.texts().getFirst().encoder().part().apply(new int[][] {{6142, 12, 40, 7, 6143}}).lastHiddenState();
    }

    private static Tensor noise(LoadedModel model) {
        return model.unet().part().apply(UNetInput.of(random(1, LATENT_CHANNELS, 8, 8), new double[] {500}, random(1, 5, 256)));
    }

    private static Tensor random(int... shape) {
        int count = 1;
        long[] dimensions = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            count *= shape[i];
            dimensions[i] = shape[i];
        }
        return Tensor.of(new TorchGenerator(7).normal(count), dimensions);
    }
}
