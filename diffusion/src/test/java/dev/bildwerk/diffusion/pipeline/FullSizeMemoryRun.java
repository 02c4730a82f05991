package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.diffusion.vae.VaeMemory;
import dev.bildwerk.diffusion.vae.VaeTiling;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.FreedMemory;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.cpu.ResidentMemory;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * A process of its own that does as {@link FullSizeMemory} says and prints a line for each figure: a name and a number.
 * Arguments: what to do, the model's file, the side of the picture, {@code full} or {@code stored} weights, a {@link VaeTiling},
 * {@code low} for one part at a time.
 */
final class FullSizeMemoryRun {
    private static final String PROMPT = "a red fox";
    private static final int RUNS = 3;

    private FullSizeMemoryRun() {}

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[1]);
        int side = Integer.parseInt(arguments[2]);
        WeightStorage storage = arguments[3].equals("full") ? WeightStorage.FULL : WeightStorage.AS_STORED;
        VaeTiling tiling = VaeTiling.valueOf(arguments[4].toUpperCase(Locale.ROOT));
        boolean low = arguments[5].equals("low");
        MemoryOptions memory = new MemoryOptions(storage, tiling, low);
        switch (arguments[0]) {
            case "draw" -> draw(file, side, new EngineOptions(Device.CPU, DType.F32, 0, memory));
            case "decode" -> codec(file, side, tiling, true);
            case "encode" -> codec(file, side, tiling, false);
            case "steps" -> steps(file, side);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void draw(Path file, int side, EngineOptions options) {
        Checkpoint checkpoint = Checkpoint.open(file);
        DrawingMemory foreseen =
                new DrawingMemory(checkpoint, MemoryPlan.of(checkpoint, options, 1L << 50).placement(), VaeTiling.AUTO);
        say("foreseen", options.memory().low() ? foreseen.released(side, side) : foreseen.resident(side, side));
        GenerationRequest request = new GenerationRequest(
                PROMPT, "", 1, 1, 5, SamplerName.EULER, ScheduleName.NORMAL, side, side, Controls.NONE);
        try (TextToImage pipeline = TextToImage.open(checkpoint, FixedPromptsGuard.of(PROMPT), options)) {
            ResidentMemory.forgetPeak();
            long start = System.nanoTime();
            byte[] picture = pipeline.generate(request, (stage, step, steps) -> {
                        say(stage + "-" + step, ResidentMemory.peak().orElse(0));
                        return true;
                    })
                    .rgb();
            say("seconds", (System.nanoTime() - start) / 1e9);
            say("picture", Arrays.hashCode(picture));
        }
        say("peak", ResidentMemory.peak().orElse(0));
    }

    private static void codec(Path file, int side, VaeTiling tiling, boolean decodes) {
        try (LoadedModel model = LoadedModel.whenNeeded(
                        Checkpoint.open(file), new Placement(Device.CPU, DType.F32));
                Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            // Of the same scale at every size, so that the first call makes libtorch's own buffers.
            Tensor small = decodes ? random(1, 4, 8, 8) : random(1, 3, 64, 64);
            Tensor input = decodes ? random(1, 4, side / 8, side / 8) : random(1, 3, side, side);
            call(model, small, tiling, decodes);
            long[] latent = {1, 4, side / 8, side / 8};
            say("foreseen", VaeMemory.decoding(model.checkpoint().vae(), latent, DType.F32, tiling));
            FreedMemory.giveBack();
            ResidentMemory.forgetPeak();
            long before = ResidentMemory.now().orElse(0);
            long start = System.nanoTime();
            float[] result = call(model, input, tiling, decodes);
            say("seconds", (System.nanoTime() - start) / 1e9);
            say("beyond", ResidentMemory.peak().orElse(0) - before);
            say("result", Arrays.hashCode(result));
        }
    }

    private static float[] call(LoadedModel model, Tensor input, VaeTiling tiling, boolean decodes) {
        try (Scope scope = Scope.open()) {
            return decodes
                    ? model.vae().part().picture(input, DType.F32, tiling).toFloats()
                    : model.vae().part().latent(input, null, tiling).toFloats();
        }
    }

    /** Both ways in turn, in one process. */
    private static void steps(Path file, int side) {
        Checkpoint checkpoint = Checkpoint.open(file);
        Placement full = new Placement(Device.CPU, DType.F32);
        try (LoadedModel wide = LoadedModel.whenNeeded(checkpoint, full);
                LoadedModel stored = LoadedModel.whenNeeded(checkpoint, full.withStorage(WeightStorage.AS_STORED));
                Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            int width = checkpoint.unet().crossAttentionDim();
            boolean xl = checkpoint.unet().added() instanceof AddedConditions.TextTime;
            UNetInput input = new UNetInput(
                    random(2, 4, side / 8, side / 8),
                    new double[] {500, 500},
                    random(2, 77, width),
                    xl ? random(2, 1280) : null,
                    xl ? new double[][] {{side, side, 0, 0, side, side}, {side, side, 0, 0, side, side}} : null);
            for (int run = 0; run <= RUNS; run++) {
                for (LoadedModel model : new LoadedModel[] {wide, stored}) {
                    String name = model == wide ? "full" : "stored";
                    model.unet().part();
                    ResidentMemory.forgetPeak();
                    long before = ResidentMemory.now().orElse(0);
                    long start = System.nanoTime();
                    try (Scope each = Scope.open()) {
                        int hash = Arrays.hashCode(model.unet().part().apply(input).toFloats());
                        say(name + "-" + run, (System.nanoTime() - start) / 1e9);
                        say(name + "-hash", hash);
                        say(name + "-beyond", ResidentMemory.peak().orElse(0) - before);
                    }
                }
            }
        }
    }

    private static Tensor random(long... shape) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        return Tensor.of(new TorchGenerator(1).normal(count), shape);
    }

    private static void say(String name, double value) {
        System.out.printf(Locale.ROOT, "%s %.3f%n", name, value);
    }
}
