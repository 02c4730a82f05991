package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the Javadoc says of threads: each gets the picture that it would get alone. */
@Timeout(600)
class ThreadsTest {
    private static final String PROMPT = "a red fox";
    private static final FixedPromptsGuard GUARD = new FixedPromptsGuard(Set.of(PROMPT), 0);
    private static final EngineOptions OPTIONS = new EngineOptions(Device.CPU, DType.F32, 1);

    @Test
    void threadsThatShareAPipelineGetThePicturesThatEachAskedFor() throws Exception {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requests.add(request(i, Additions.NONE));
            requests.add(request(i, adapter("kohya", 0.8)));
            requests.add(request(i, adapter("loha", 0.5)));
        }
        try (TextToImage pipeline = open("sd1")) {
            List<byte[]> alone = requests.stream().map(request -> draw(pipeline, request)).toList();

            List<byte[]> together =
                    atOnce(requests.stream().<Callable<byte[]>>map(request -> () -> draw(pipeline, request)).toList());

            assertThat(together).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(alone);
            assertThat(alone.get(0)).isNotEqualTo(alone.get(1)).isNotEqualTo(alone.get(2));
        }
    }

    @Test
    void twoPipelinesDrawAtOnce() throws Exception {
        try (TextToImage one = open("sd1");
                TextToImage other = open("sdxl")) {
            byte[] ofOne = draw(one, request(1, Additions.NONE));
            byte[] ofOther = draw(other, request(1, Additions.NONE));
            List<Callable<byte[]>> work = new ArrayList<>();
            CountDownLatch bothDraw = new CountDownLatch(2);
            for (TextToImage pipeline : List.of(one, other)) {
                work.add(() -> pipeline.generate(request(1, Additions.NONE), (stage, step, steps) -> {
                            if (step == 1 && steps > 1) {
                                bothDraw.countDown();
                                await(bothDraw);
                            }
                            return true;
                        })
                        .rgb());
            }

            assertThat(atOnce(work)).usingRecursiveFieldByFieldElementComparator().containsExactly(ofOne, ofOther);
        }
    }

    @Test
    void whoIsCancelledDoesNotDisturbTheOthers() throws Exception {
        try (TextToImage pipeline = open("sd1")) {
            byte[] alone = draw(pipeline, request(1, Additions.NONE));
            AtomicInteger cancelled = new AtomicInteger();
            List<Callable<byte[]>> work = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                boolean stops = i % 2 == 0;
                work.add(() -> {
                    try {
                        return pipeline.generate(
                                        request(1, Additions.NONE), (stage, step, steps) -> !stops || step < 2)
                                .rgb();
                    } catch (CancelledException e) {
                        cancelled.incrementAndGet();
                        return alone;
                    }
                });
            }

            assertThat(atOnce(work)).allSatisfy(picture -> assertThat(picture).isEqualTo(alone));
            assertThat(cancelled).hasValue(3);
        }
    }

    @Test
    void closingWaitsForThePictureInWork() throws Exception {
        TextToImage pipeline = open("sd1");
        CountDownLatch drawing = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<byte[]> picture = threads.submit(() -> pipeline.generate(
                            request(1, Additions.NONE), (stage, step, steps) -> {
                                drawing.countDown();
                                return true;
                            })
                    .rgb());
            await(drawing);

            pipeline.close();

            assertThat(picture.get()).isNotEmpty();
            assertThatThrownBy(() -> draw(pipeline, request(1, Additions.NONE)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static List<byte[]> atOnce(List<Callable<byte[]>> work) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<byte[]> pictures = new ArrayList<>();
            for (Future<byte[]> picture : threads.invokeAll(work)) {
                pictures.add(picture.get());
            }
            return pictures;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TextToImage open(String model) {
        return TextToImage.open(MiniatureModels.folder(model), GUARD, OPTIONS);
    }

    private static byte[] draw(TextToImage pipeline, GenerationRequest request) {
        return pipeline.generate(request).rgb();
    }

    private static Additions adapter(String name, double strength) {
        return Additions.NONE.withAdapters(List.of(
                new AdapterUse(FixtureFile.path("models/sd1/adapters/" + name + ".safetensors"), strength, strength)));
    }

    private static GenerationRequest request(long seed, Additions additions) {
        return new GenerationRequest(
                PROMPT,
                "",
                seed,
                3,
                5,
                SamplerName.EULER,
                ScheduleName.NORMAL,
                64,
                64,
                Controls.NONE.withAdditions(additions));
    }
}
