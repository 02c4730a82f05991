package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.sampling.Step;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuidanceTest {
    private static final NoiseSchedule NO_NOISE = null;

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 70, 100})
    void rescalesAsDiffusersDoes(int hundredths) {
        try (FixtureFile fixture = FixtureFile.open("guidance.safetensors");
                Scope scope = Scope.open()) {
            Tensor negative = fixture.tensor("negative");
            Tensor prompt = fixture.tensor("prompt");
            Tensor guided = negative.add(prompt.sub(negative), 7.5);
            Guidance guidance = new Guidance(7.5, hundredths / 100.0, GuidanceInterval.ALWAYS);
            Closeness.assertClose(guidance.rescaled(guided, prompt), fixture, "rescaled." + hundredths);
        }
    }

    @Test
    void noRescaleChangesNothing() {
        try (Scope scope = Scope.open()) {
            Tensor guided = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
            assertThat(Guidance.of(5).rescaled(guided, guided.mul(3))).isSameAs(guided);
        }
    }

    @Test
    void anAnswerWithoutContrastStaysANumber() {
        try (Scope scope = Scope.open()) {
            Tensor flat = Tensor.zeros(DType.F32, 1, 4, 2, 2);
            assertThat(new Guidance(5, 1, GuidanceInterval.ALWAYS)
                            .rescaled(flat, flat)
                            .isFinite())
                    .isTrue();
        }
    }

    @Test
    void outsideOfItsIntervalGuidanceIsOne() {
        Guidance guidance = new Guidance(5, 0, new GuidanceInterval(0.5, 8));
        assertThat(guidance.scaleAt(14)).isEqualTo(1);
        assertThat(guidance.scaleAt(8)).isEqualTo(5);
        assertThat(guidance.scaleAt(0.6)).isEqualTo(5);
        assertThat(guidance.scaleAt(0.5)).isEqualTo(1);
        assertThat(Guidance.of(5).scaleAt(1e9)).isEqualTo(5);
        assertThat(Guidance.of(5).scaleAt(0)).isEqualTo(5);
    }

    @Test
    void anIntervalOfStepsHoldsTheirNoiseLevels() {
        Schedule schedule = schedule(16, 8, 4, 2, 1);
        assertThat(guidedSteps(schedule, 0, 1)).containsExactly(0, 1, 2, 3, 4);
        assertThat(guidedSteps(schedule, 0.2, 0.8)).containsExactly(1, 2, 3);
        assertThat(guidedSteps(schedule, 0, 0.2)).containsExactly(0);
        assertThat(guidedSteps(schedule, 0.21, 0.39)).isEmpty();
        assertThat(guidedSteps(schedule, 0.6, 0.6)).isEmpty();
        assertThat(guidedSteps(schedule, 0.8, 0.2)).isEmpty();
        assertThat(guidedSteps(schedule, 1, 2)).isEmpty();
        assertThat(guidedSteps(schedule, -1, 2)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void theNoiseLevelTellsTheStep() {
        Schedule schedule = schedule(16, 8, 4, 2, 1);
        assertThat(StepOfSigma.of(schedule, 100)).isZero();
        assertThat(StepOfSigma.of(schedule, 16)).isZero();
        assertThat(StepOfSigma.of(schedule, 9)).isZero();
        assertThat(StepOfSigma.of(schedule, 8)).isEqualTo(1);
        assertThat(StepOfSigma.of(schedule, Math.exp(Math.log(8)) * (1 + 1e-9))).isEqualTo(1);
        assertThat(StepOfSigma.of(schedule, 3)).isEqualTo(2);
        assertThat(StepOfSigma.of(schedule, 1e-3)).isEqualTo(4);
        assertThat(StepOfSigma.of(schedule, 0)).isEqualTo(4);
    }

    @Test
    void refusesWhatIsNoGuidance() {
        assertThatThrownBy(() -> new Guidance(Double.NaN, 0, GuidanceInterval.ALWAYS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guidance(5, 1.1, GuidanceInterval.ALWAYS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guidance(5, Double.NaN, GuidanceInterval.ALWAYS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GuidanceInterval(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> guidedSteps(Schedule schedule, double start, double end) {
        GuidanceInterval interval = GuidanceInterval.ofSteps(schedule, start, end);
        return IntStream.range(0, schedule.size())
                .filter(step -> interval.contains(schedule.sigma(step)))
                .boxed()
                .toList();
    }

    private static Schedule schedule(double... sigmas) {
        return new Schedule(
                IntStream.range(0, sigmas.length)
                        .mapToObj(i -> new Step(i, sigmas[i], i + 1 == sigmas.length ? 0 : sigmas[i + 1]))
                        .toList(),
                1,
                NO_NOISE);
    }
}
