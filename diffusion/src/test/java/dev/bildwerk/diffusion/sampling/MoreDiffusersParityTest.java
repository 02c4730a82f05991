package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the samplers of several calls or long memory to where diffusers' schedulers end. */
class MoreDiffusersParityTest {
    private static final long[] SHAPE = {1, 4, 4, 4};
    private static final int STEP_SEED = 7;

    static List<SamplerCase> ends() {
        return SamplerCase.more("end");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void endsWhereDiffusersEnds(SamplerCase one) {
        Schedule schedule = Schedules.of(one.noise(), one.sampler(), one.schedule(), one.steps());
        try (Scope scope = Scope.open()) {
            Tensor end = Sampler.of(one.sampler())
                    .sample(
                            one.model().under(schedule),
                            schedule.initialLatent(Tensor.of(one.noiseTensor(), SHAPE)),
                            schedule,
                            drawing(),
                            StepListener.NONE);
            double difference = Differences.relative(end.toFloats(), one.expected());
            assertThat(difference).isLessThan(1e-5);
        }
    }

    /** Draws anew for every step, as diffusers does without a Brownian path. */
    private static NoiseSource drawing() {
        NoiseSource source = NoiseSource.of(new TorchGenerator(STEP_SEED));
        return source::draw;
    }
}
