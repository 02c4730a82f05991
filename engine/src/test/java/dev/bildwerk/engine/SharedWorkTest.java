package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedWorkTest {
    @ParameterizedTest(name = "{0} things")
    @ValueSource(ints = {0, 1, 2, 3, 7, 1000})
    void doEverythingOnce(int count) {
        AtomicIntegerArray done = new AtomicIntegerArray(count);
        SharedWork.share(count, (from, to) -> {
            for (long i = from; i < to; i++) {
                done.incrementAndGet((int) i);
            }
        });
        assertThat(IntStream.range(0, count).map(done::get)).allMatch(times -> times == 1);
    }

    @Test
    void areCalledWithANumberEach() {
        AtomicIntegerArray called = new AtomicIntegerArray(5);
        SharedWork.run(5, called::incrementAndGet);
        assertThat(called).hasToString("[1, 1, 1, 1, 1]");
    }

    @ParameterizedTest(name = "worker {0} fails")
    @ValueSource(ints = {0, 1, 2})
    void tellWhatWentWrongWhenAllHaveEnded(int failing) {
        AtomicIntegerArray called = new AtomicIntegerArray(3);
        assertThatThrownBy(() -> SharedWork.run(3, worker -> {
                    called.incrementAndGet(worker);
                    if (worker == failing) {
                        throw new IllegalStateException("worker " + worker);
                    }
                }))
                .hasStackTraceContaining("worker " + failing);
        assertThat(called).hasToString("[1, 1, 1]");
    }
}
