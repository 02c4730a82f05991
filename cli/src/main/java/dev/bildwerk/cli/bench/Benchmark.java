package dev.bildwerk.cli.bench;

import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Flops;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Threads;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.cpu.ResidentMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Measures the parts of a model of random weights, one after the other, each alone in memory. */
final class Benchmark {
    private static final double TIMESTEP = 500;
    private static final double[] SIZE_NUMBERS = {1024, 1024, 0, 0, 1024, 1024};

    private final BenchPlan plan;
    private final Path folder;
    private final Consumer<String> listener;
    private final BenchShape shape;
    private final double bestRate;
    private final double bestRateBesides;
    private final List<BenchStage> stages = new ArrayList<>();

    private Benchmark(BenchPlan plan, Path folder, Consumer<String> listener) {
        this.plan = plan;
        this.folder = folder;
        this.listener = listener;
        shape = plan.family().shape();
        listener.accept("matrix products");
        bestRate = BestRate.measure(plan.device(), plan.precision());
        DType besides = plan.besides().precision();
        bestRateBesides = besides == plan.precision() ? bestRate : BestRate.measure(plan.device(), besides);
    }

    /**
     * @param folder that takes each part's weights for a while
     * @param listener hears what is being measured
     */
    static BenchReport run(BenchPlan plan, Path folder, Consumer<String> listener) throws IOException {
        try (Autograd off = Autograd.off()) {
            Benchmark benchmark = new Benchmark(plan, folder, listener);
            benchmark.texts();
            benchmark.unet();
            benchmark.vae();
            return new BenchReport(plan, Threads.inUse(), benchmark.bestRate, benchmark.stages);
        }
    }

    private void texts() throws IOException {
        for (int i = 0; i < shape.texts().size(); i++) {
            ClipTextConfig config = shape.texts().get(i);
            int[][] tokens = new int[2 * plan.batch()][config.positions()];
            for (int[] row : tokens) {
                Arrays.fill(row, config.vocabularySize() - 1);
            }
            String name = shape.texts().size() == 1 ? "text encoder" : "text encoder " + (i + 1);
            part(name, plan.besides(), bestRateBesides, weights -> new ClipTextEncoder(weights, config), List.of(new Call<>(
                    name, encoder -> () -> encoder.apply(tokens).lastHiddenState())));
        }
    }

    /** The whole one, and one with cached deep features. */
    private void unet() throws IOException {
        Call<UNet> whole = new Call<>("UNet step", unet -> {
            UNetInput input = unetInput();
            return () -> unet.apply(input);
        });
        Call<UNet> cached = new Call<>("UNet step, cached", unet -> {
            UNetInput input = unetInput();
            Tensor deep = unet.applyKeeping(input, SideFeatures.NONE, DeepCache.NONE.branch()).deep();
            return () -> unet.applyAbove(input, SideFeatures.NONE, DeepCache.NONE.branch(), deep);
        });
        part("UNet step", plan.unet(), bestRate, weights -> new UNet(weights, shape.unet()), List.of(whole, cached));
    }

    /** Guidance asks for the prompt and the negative prompt at once. */
    private UNetInput unetInput() {
        int batch = 2 * plan.batch();
        int factor = shape.vae().factor();
        Tensor latent = random(batch, shape.unet().inChannels(), plan.height() / factor, plan.width() / factor);
        Tensor text = random(batch, shape.texts().getFirst().positions(), shape.unet().crossAttentionDim());
        double[] timesteps = new double[batch];
        Arrays.fill(timesteps, TIMESTEP);
        boolean xl = shape.unet().added() instanceof AddedConditions.TextTime;
        Tensor pooled = xl ? random(batch, shape.texts().getLast().projectionWidth()) : null;
        double[][] numbers = xl ? new double[batch][] : null;
        if (xl) {
            Arrays.fill(numbers, SIZE_NUMBERS);
        }
        return new UNetInput(latent, timesteps, text, pooled, numbers);
    }

    private void vae() throws IOException {
        int factor = shape.vae().factor();
        Call<Vae> decode = new Call<>("VAE decode", vae -> {
            Tensor latent = random(
                    plan.batch(), shape.vae().latentChannels(), plan.height() / factor, plan.width() / factor);
            return () -> vae.decode(latent);
        });
        Call<Vae> encode = new Call<>("VAE encode", vae -> {
            Tensor picture = random(plan.batch(), shape.vae().pictureChannels(), plan.height(), plan.width());
            return () -> vae.encode(picture).mean();
        });
        part("VAE", plan.besides(), bestRateBesides, weights -> new Vae(weights, shape.vae()), List.of(decode, encode));
    }

    private Tensor random(long... dimensions) {
        return RandomTensor.of(plan.device(), plan.besides().precision(), dimensions);
    }

    /**
     * A call that is timed.
     *
     * @param of makes the call for a part, with its inputs
     */
    private record Call<P>(String name, Function<P, Supplier<Tensor>> of) {}

    /** @param rate operations a second that matrix products reach in the part's format */
    private <P> void part(
            String name, Placement placement, double rate, Function<Weights, P> build, List<Call<P>> calls)
            throws IOException {
        listener.accept(name + ": weights");
        Path file = Files.createTempFile(folder, "bench", ".safetensors");
        try {
            RandomWeights.write(file, build::apply);
            ResidentMemory.forgetPeak();
            long start = System.nanoTime();
            try (LoadedPart<P> loaded = LoadedPart.read(file, WeightNames.UNET, placement, build)) {
                double loading = (System.nanoTime() - start) / 1e9;
                for (Call<P> call : calls) {
                    listener.accept(call.name());
                    stages.add(measured(call.name(), loading, rate, () -> call.of().apply(loaded.part())));
                    ResidentMemory.forgetPeak();
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private BenchStage measured(
            String name, double loading, double rate, Supplier<Supplier<Tensor>> prepared) {
        try (Scope scope = Scope.open()) {
            Supplier<Tensor> call = prepared.get();
            Runnable work = () -> {
                try (Scope each = Scope.open()) {
                    Finished.wait(call.get());
                }
            };
            long flops = Flops.of(work);
            Timing timing = Timing.of(plan.runs(), work);
            return new BenchStage(name, loading, timing, flops, rate, ResidentMemory.peak());
        }
    }
}
