package dev.bildwerk.cli.bench;

import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.Euler;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.NoiseSource;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.sampling.Schedules;
import dev.bildwerk.diffusion.sampling.StepListener;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.cpu.ResidentMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A picture from its words to its pixels, by a model of random weights: text encoders, Euler's steps with guidance, decoder.
 * The guard has no part in it, for nobody looks at such a picture.
 */
final class WholePicture {
    private static final double GUIDANCE_SCALE = 7.5;

    private final BenchInputs inputs;
    private final List<ClipTextEncoder> texts;
    private final UNet unet;
    private final Vae vae;

    private WholePicture(BenchInputs inputs, List<ClipTextEncoder> texts, UNet unet, Vae vae) {
        this.inputs = inputs;
        this.texts = texts;
        this.unet = unet;
        this.vae = vae;
    }

    /**
     * Times pictures of several numbers of steps, with all parts in memory.
     *
     * @return one stage for each number of steps
     */
    static List<BenchStage> measure(
            BenchPlan plan, List<Integer> steps, BestRates rates, Path folder, Consumer<String> listener)
            throws IOException {
        BenchShape shape = plan.family().shape();
        Placement placement = plan.besides();
        List<RandomPart<ClipTextEncoder>> encoders = new ArrayList<>();
        listener.accept("whole picture: weights");
        try (Autograd off = Autograd.off();
                RandomPart<UNet> unet = RandomPart.read(folder, plan.unet(), weights -> new UNet(weights, shape.unet()));
                RandomPart<Vae> vae = RandomPart.read(folder, placement, weights -> new Vae(weights, shape.vae()))) {
            for (ClipTextConfig config : shape.texts()) {
                encoders.add(RandomPart.read(folder, placement, weights -> new ClipTextEncoder(weights, config)));
            }
            double loading = unet.seconds() + vae.seconds()
                    + encoders.stream().mapToDouble(RandomPart::seconds).sum();
            WholePicture picture = new WholePicture(
                    new BenchInputs(shape, plan),
                    encoders.stream().map(RandomPart::part).toList(),
                    unet.part(),
                    vae.part());
            List<BenchStage> stages = new ArrayList<>();
            for (int count : steps) {
                listener.accept("whole picture, %d steps".formatted(count));
                stages.add(Measured.call(
                        "whole picture", loading, plan.runs(), rates.of(plan.unet()), () -> () -> picture.draw(count)));
                ResidentMemory.forgetPeak();
            }
            return stages;
        } finally {
            for (RandomPart<ClipTextEncoder> encoder : encoders) {
                encoder.close();
            }
        }
    }

    private Tensor draw(int steps) {
        Schedule schedule = Schedules.of(
                NoiseSchedule.of(SchedulerConfig.STABLE_DIFFUSION_1), SamplerName.EULER, ScheduleName.NORMAL, steps);
        Tensor text = Tensor.cat(2, texts.stream().map(this::encoded).toArray(Tensor[]::new));
        Denoiser denoiser = (x, sigma) -> PredictionType.EPSILON.denoised(x, sigma, guided(x, sigma, schedule, text));
        Tensor start = schedule.initialLatent(inputs.latent().to(DType.F32));
        NoiseSource none = shape -> Tensor.zeros(DType.F32, shape);
        Tensor latent = Euler.sample(denoiser, start, schedule, none, StepListener.NONE);
        BenchPlan plan = inputs.plan();
        return vae.decode(latent.to(plan.device()).to(plan.besides().precision()));
    }

    private Tensor encoded(ClipTextEncoder encoder) {
        return encoder.apply(inputs.tokens(encoder.config())).lastHiddenState();
    }

    private Tensor guided(Tensor x, double sigma, Schedule schedule, Tensor text) {
        Tensor input = PredictionType.modelInput(x, sigma).like(text);
        Tensor answer = unet.apply(inputs.step(Tensor.cat(0, input, input), schedule.timestep(sigma), text)).to(DType.F32);
        Tensor[] both = answer.chunk(2, 0);
        return both[0].add(both[1].sub(both[0]), GUIDANCE_SCALE);
    }
}
