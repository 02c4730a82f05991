package dev.bildwerk.cli.bench;

import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Threads;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.cpu.ResidentMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Measures the parts of a model of random weights, one after the other, each alone in memory. */
final class Benchmark {
    private final List<BenchPlan> plans;
    private final Path folder;
    private final Consumer<String> listener;
    private final BenchShape shape;
    private final BestRates rates;
    private final List<List<BenchStage>> stages = new ArrayList<>();

    private Benchmark(List<BenchPlan> plans, BestRates rates, Path folder, Consumer<String> listener) {
        this.plans = plans;
        this.rates = rates;
        this.folder = folder;
        this.listener = listener;
        shape = plans.getFirst().family().shape();
        plans.forEach(plan -> stages.add(new ArrayList<>()));
    }

    /**
     * Measures what each of several plans asks for; every part is read once.
     *
     * @param plans of one family on one device in one number format
     * @param folder that takes each part's weights for a while
     * @param listener hears what is being measured
     * @return a report for each plan
     */
    static List<BenchReport> run(List<BenchPlan> plans, BestRates rates, Path folder, Consumer<String> listener)
            throws IOException {
        try (Autograd off = Autograd.off()) {
            Benchmark benchmark = new Benchmark(plans, rates, folder, listener);
            benchmark.texts();
            benchmark.unet();
            benchmark.vae();
            List<BenchReport> reports = new ArrayList<>();
            for (int i = 0; i < plans.size(); i++) {
                reports.add(new BenchReport(plans.get(i), Threads.inUse(), rates, benchmark.stages.get(i)));
            }
            return reports;
        }
    }

    private void texts() throws IOException {
        for (int i = 0; i < shape.texts().size(); i++) {
            ClipTextConfig config = shape.texts().get(i);
            String name = shape.texts().size() == 1 ? "text encoder" : "text encoder " + (i + 1);
            Call<ClipTextEncoder> call = new Call<>(name, (encoder, inputs) -> {
                int[][] tokens = inputs.tokens(config);
                return () -> encoder.apply(tokens).lastHiddenState();
            });
            part(name, BenchPlan::besides, weights -> new ClipTextEncoder(weights, config), List.of(call));
        }
    }

    /** The whole one, and one with cached deep features. */
    private void unet() throws IOException {
        Call<UNet> whole = new Call<>("UNet step", (unet, inputs) -> {
            UNetInput input = inputs.step();
            return () -> unet.apply(input);
        });
        Call<UNet> cached = new Call<>("UNet step, cached", (unet, inputs) -> {
            UNetInput input = inputs.step();
            Tensor deep = unet.applyKeeping(input, SideFeatures.NONE, DeepCache.NONE.branch()).deep();
            return () -> unet.applyAbove(input, SideFeatures.NONE, DeepCache.NONE.branch(), deep);
        });
        part("UNet step", BenchPlan::unet, weights -> new UNet(weights, shape.unet()), List.of(whole, cached));
    }

    private void vae() throws IOException {
        Call<Vae> decode = new Call<>("VAE decode", (vae, inputs) -> {
            Tensor latent = inputs.latent();
            return () -> vae.decode(latent);
        });
        Call<Vae> encode = new Call<>("VAE encode", (vae, inputs) -> {
            Tensor picture = inputs.picture();
            return () -> vae.encode(picture).mean();
        });
        part("VAE", BenchPlan::besides, weights -> new Vae(weights, shape.vae()), List.of(decode, encode));
    }

    /**
     * A call that is timed.
     *
     * @param of makes the call of a part with its inputs
     */
    private record Call<P>(String name, BiFunction<P, BenchInputs, Supplier<Tensor>> of) {}

    /** @param where the part's weights go, which is the same in all plans */
    private <P> void part(
            String name, Function<BenchPlan, Placement> where, Function<Weights, P> build, List<Call<P>> calls)
            throws IOException {
        listener.accept(name + ": weights");
        Placement placement = where.apply(plans.getFirst());
        double rate = rates.of(placement);
        try (RandomPart<P> part = RandomPart.read(folder, placement, build)) {
            for (Call<P> call : calls) {
                for (int i = 0; i < plans.size(); i++) {
                    BenchPlan plan = plans.get(i);
                    listener.accept(plans.size() == 1 ? call.name() : call.name() + ", " + plan.extent());
                    stages.get(i)
                            .add(Measured.call(
                                    call.name(),
                                    part.seconds(),
                                    plan.runs(),
                                    rate,
                                    () -> call.of().apply(part.part(), new BenchInputs(shape, plan))));
                    ResidentMemory.forgetPeak();
                }
            }
        }
    }
}
