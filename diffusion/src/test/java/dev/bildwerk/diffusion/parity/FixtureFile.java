package dev.bildwerk.diffusion.parity;

import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;

/** A safetensors file that {@code reference/make_fixtures.py} wrote. */
public final class FixtureFile implements AutoCloseable {
    private static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final SafetensorsFile file;

    private FixtureFile(SafetensorsFile file) {
        this.file = file;
    }

    /** @param name below {@code fixtures/}, such as {@code models/sd1/cases.safetensors} */
    public static FixtureFile open(String name) {
        return new FixtureFile(SafetensorsFile.open(path(name)));
    }

    /** Where a fixture lies on disk. */
    public static Path path(String name) {
        URL resource = FixtureFile.class.getResource("/fixtures/" + name);
        if (resource == null) {
            throw new IllegalArgumentException("There is no fixture " + name + ".");
        }
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public Set<String> names() {
        return file.tensors().keySet();
    }

    /** What the file says of itself under a name. */
    public String metadata(String name) {
        return file.metadata().get(name);
    }

    public long[] shape(String name) {
        return entry(name).dimensions();
    }

    /** Widened to fp32, row-major. */
    public float[] floats(String name) {
        TensorEntry entry = entry(name);
        MemorySegment data = file.segment(entry);
        float[] values = new float[Math.toIntExact(entry.elementCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (entry.dtype()) {
                case F16 -> Float.float16ToFloat(data.getAtIndex(HALF, i));
                case F32 -> data.getAtIndex(FLOAT, i);
                default -> throw new IllegalArgumentException(name + " holds no floats.");
            };
        }
        return values;
    }

    public long[] integers(String name) {
        TensorEntry entry = entry(name);
        MemorySegment data = file.segment(entry);
        long[] values = new long[Math.toIntExact(entry.elementCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.getAtIndex(LONG, i);
        }
        return values;
    }

    public byte[] bytes(String name) {
        return file.segment(entry(name)).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Token ids, {@code [rows][tokens]}. */
    public int[][] ids(String name) {
        long[] shape = shape(name);
        long[] flat = integers(name);
        int columns = Math.toIntExact(shape[1]);
        return IntStream.range(0, Math.toIntExact(shape[0]))
                .mapToObj(row -> IntStream.range(0, columns)
                        .map(column -> Math.toIntExact(flat[row * columns + column]))
                        .toArray())
                .toArray(int[][]::new);
    }

    /** In fp32, in the innermost scope. */
    public Tensor tensor(String name) {
        return Tensor.of(floats(name), shape(name));
    }

    private TensorEntry entry(String name) {
        TensorEntry entry = file.tensors().get(name);
        if (entry == null) {
            throw new IllegalArgumentException("There is no tensor " + name + " in " + file.path().getFileName() + ".");
        }
        return entry;
    }

    @Override
    public void close() {
        file.close();
    }
}
