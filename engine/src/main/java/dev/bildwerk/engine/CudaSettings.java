package dev.bildwerk.engine;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;

/**
 * Choices of libtorch on CUDA, for the whole process. None of them was measured here; all are off.
 *
 * @param benchmark whether cuDNN tries its ways for each new shape of a convolution and keeps the fastest: it pays where many
 *     steps have one size
 * @param tf32 whether products of fp32 numbers are rounded to 10 bits of mantissa first, which tensor cores are fast on; off,
 *     fp32 is what it says
 */
public record CudaSettings(boolean benchmark, boolean tf32) {
    public static final CudaSettings NONE = new CudaSettings(false, false);

    /** Names of settings with commas between, such as {@code benchmark,tf32} in this property. */
    public static final String PROPERTY = "bildwerk.cuda.settings";

    private static final List<String> NAMES = List.of("benchmark", "tf32");
    private static volatile boolean applied;

    /** What the property says. */
    public static CudaSettings ofThisProcess() {
        return parse(System.getProperty(PROPERTY, ""));
    }

    /** @throws EngineException with code {@code engine.cuda-settings} where there is no such setting */
    static CudaSettings parse(String text) {
        List<String> names = Arrays.stream(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        names.stream().filter(name -> !NAMES.contains(name)).findFirst().ifPresent(unknown -> {
            throw new EngineException(
                    "engine.cuda-settings",
                    "\"%s\" is no setting of %s: there are %s.".formatted(unknown, PROPERTY, String.join(", ", NAMES)));
        });
        return new CudaSettings(names.contains("benchmark"), names.contains("tf32"));
    }

    /** When the first tensor goes to a GPU, unless {@link #apply} was called before. */
    static void applyOnFirstUse() {
        if (!applied) {
            ofThisProcess().apply();
        }
    }

    /** From now on, for every tensor of this process. */
    public void apply() {
        applied = true;
        LibTorch.await();
        Context context = torch.globalContext();
        context.setBenchmarkCuDNN(benchmark);
        context.setAllowTF32CuDNN(tf32);
        context.setAllowTF32CuBLAS(tf32);
    }
}
