package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers on the processor, which stand for two GPUs. */
@Timeout(600)
class WorkersTest {
    private static final String PROMPT = "a red fox";
    private static final EngineOptions CPU = new EngineOptions(Device.CPU, DType.F32, 1);

    @Test
    void eachPictureIsTheOneThatOneDeviceDrawsInTheOrderAskedFor() {
        List<GenerationRequest> requests =
                IntStream.range(0, 5).mapToObj(seed -> request(seed, seed % 2 == 0 ? 64 : 32)).toList();
        List<byte[]> alone;
        try (Workers one = open(1)) {
            alone = rgb(one.generate(requests, ProgressListener.NONE));
        }
        try (Workers two = open(2)) {
            assertThat(two.count()).isEqualTo(2);
            assertThat(rgb(two.generate(requests, ProgressListener.NONE)))
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactlyElementsOf(alone);
        }
        assertThat(alone.get(0)).isNotEqualTo(alone.get(2));
    }

    @Test
    void bothWorkAtOnce() {
        CyclicBarrier both = new CyclicBarrier(2);
        try (Workers two = open(2)) {
            List<Picture> pictures = two.generate(List.of(request(1, 64), request(2, 64)), (stage, step, steps) -> {
                if (stage == Stage.DENOISING && step == 1) {
                    await(both);
                }
                return true;
            });
            assertThat(pictures).hasSize(2);
        }
    }

    @Test
    void whatIsMadeIsDeliveredInOrderWhateverIsReadyFirst() {
        CyclicBarrier secondIsMade = new CyclicBarrier(2);
        List<Integer> delivered = new ArrayList<>();
        try (Workers two = open(2)) {
            two.run(
                    2,
                    (painter, i, stopped) -> {
                        if (i == 0) {
                            await(secondIsMade);
                        }
                        Picture picture = painter.generate(request(i, 32));
                        if (i == 1) {
                            await(secondIsMade);
                        }
                        return picture;
                    },
                    (i, picture) -> delivered.add(i));
        }
        assertThat(delivered).containsExactly(0, 1);
    }

    @Test
    void theFirstFailureStopsTheOthersBetweenTwoSteps() {
        CyclicBarrier bothDraw = new CyclicBarrier(2);
        AtomicInteger begun = new AtomicInteger();
        List<Integer> cancelled = Collections.synchronizedList(new ArrayList<>());
        try (Workers two = open(2)) {
            assertThatThrownBy(() -> two.run(
                            6,
                            (painter, i, stopped) -> {
                                begun.incrementAndGet();
                                await(bothDraw);
                                if (i == 1) {
                                    throw new IllegalStateException("The second one fails.");
                                }
                                try {
                                    return painter.generate(longRequest(i), (stage, step, steps) -> !stopped.getAsBoolean());
                                } catch (CancelledException e) {
                                    cancelled.add(i);
                                    throw e;
                                }
                            },
                            (i, picture) -> {
                                throw new AssertionError("Nothing was finished before.");
                            }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The second one fails.");

            assertThat(begun).hasValue(2);
            assertThat(cancelled).containsExactly(0);
            assertThat(two.generate(List.of(request(1, 32)), ProgressListener.NONE)).as("they still work").hasSize(1);
        }
    }

    @Test
    void aReceiverThatFailsStopsThemToo() {
        AtomicInteger begun = new AtomicInteger();
        try (Workers two = open(2)) {
            assertThatThrownBy(() -> two.run(
                            50,
                            (painter, i, stopped) -> {
                                begun.incrementAndGet();
                                return painter.generate(request(i, 64));
                            },
                            (i, picture) -> {
                                throw new IllegalStateException("The disk is full.");
                            }))
                    .hasMessage("The disk is full.");
        }
        assertThat(begun.get()).isLessThan(50);
    }

    @Test
    void nothingIsDrawnWhereTheGuardRefusesOne() {
        AtomicInteger heard = new AtomicInteger();
        try (Workers two = open(2)) {
            GenerationRequest refused = new GenerationRequest(
                    "something else", "", 1, 2, 5, SamplerName.EULER, ScheduleName.NORMAL, 32, 32);
            assertThatThrownBy(() -> two.generate(List.of(request(1, 32), refused), (stage, step, steps) -> {
                        heard.incrementAndGet();
                        return true;
                    }))
                    .isInstanceOf(RefusedException.class);
        }
        assertThat(heard).hasValue(0);
    }

    @Test
    void aPictureThatTheGuardRefusesEndsTheBatch() {
        try (Workers two = open(2, new FixedPromptsGuard(Set.of(PROMPT), 32))) {
            assertThatThrownBy(() -> two.generate(
                            List.of(request(1, 64), request(2, 32), request(3, 64)), ProgressListener.NONE))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void nobodyDrawsWithoutADevice() {
        assertThatThrownBy(() -> open(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Workers open(int workers) {
        return open(workers, new FixedPromptsGuard(Set.of(PROMPT), 0));
    }

    private static Workers open(int workers, Guard guard) {
        Checkpoint checkpoint = Checkpoint.open(MiniatureModels.folder("sd1"));
        return Workers.open(checkpoint, guard, Collections.nCopies(workers, CPU));
    }

    private static List<byte[]> rgb(List<Picture> pictures) {
        return pictures.stream().map(Picture::rgb).toList();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static GenerationRequest request(long seed, int width) {
        return request(seed, width, 3);
    }

    private static GenerationRequest longRequest(long seed) {
        return request(seed, 64, 900);
    }

    private static GenerationRequest request(long seed, int width, int steps) {
        return new GenerationRequest(
                PROMPT, "", seed, steps, 5, SamplerName.EULER, ScheduleName.NORMAL, width, 64);
    }
}
