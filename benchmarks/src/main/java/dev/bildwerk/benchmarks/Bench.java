package dev.bildwerk.benchmarks;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all benches share: few and short iterations in one process of its own, and tensors that are made once. Options of
 * the command line go before the numbers here.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"
        })
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
public abstract class Bench {
    private final TorchGenerator generator = new TorchGenerator(1);
    private final List<AutoCloseable> made = new ArrayList<>();

    /** Numbers between -0.5 and 0.5, the same every time. It is closed at the end. */
    protected final Tensor random(DType format, long... shape) {
        return kept(dev.bildwerk.engine.Scope.only(() -> drawn(format, shape)));
    }

    /** As features lie in a model: {@code [batch, channels, height, width]}, stored channels-last. It is closed at the end. */
    protected final Tensor randomPlanes(DType format, long... shape) {
        return kept(dev.bildwerk.engine.Scope.only(() -> drawn(format, shape).channelsLast()));
    }

    private Tensor drawn(DType format, long... shape) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        return Tensor.of(generator.uniform(count), shape).add(-0.5).to(format);
    }

    /** It is closed at the end. */
    protected final <T extends AutoCloseable> T kept(T resource) {
        made.add(resource);
        return resource;
    }

    /** Frees what was made. */
    @TearDown(Level.Trial)
    public final void close() throws Exception {
        for (AutoCloseable resource : made) {
            resource.close();
        }
    }

    /** The numbers of a shape that is written with crosses: {@code 8192x320x2560}. */
    protected static long[] numbers(String shape) {
        return Arrays.stream(shape.split("x")).mapToLong(Long::parseLong).toArray();
    }
}
