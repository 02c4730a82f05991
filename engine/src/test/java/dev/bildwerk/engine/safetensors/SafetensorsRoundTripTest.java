package dev.bildwerk.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.DType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsRoundTripTest {
    @TempDir
    Path folder;

    /** Few files with many tensors, for each file waits until the disk has it. */
    @RepeatedTest(20)
    void readsBackWhatItWrote(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Path path = folder.resolve("model.safetensors");
        List<TensorData> tensors = randomTensors(random);
        Map<String, String> metadata = randomMetadata(random);

        SafetensorsWriter.write(path, tensors, metadata);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.path()).isEqualTo(path);
            assertThat(file.metadata()).isEqualTo(metadata);
            assertThat(file.entries()).hasSameSizeAs(tensors);
            for (TensorData written : tensors) {
                TensorEntry read = file.tensors().get(written.name());
                assertThat(read.dtype()).isEqualTo(written.dtype());
                assertThat(read.shape()).isEqualTo(written.shape());
                assertThat(read.elementCount()).isEqualTo(
                        written.shape().stream().reduce(1L, (product, axis) -> product * axis));
                assertThat(file.segment(read).mismatch(written.data())).isEqualTo(-1);
                assertThat(file.segment(read).address() % read.dtype().bytes()).isZero();
            }
        }
    }

    @Test
    void keepsTheOrderOfTensorsOfOneFormat() {
        Path path = folder.resolve("ordered.safetensors");
        List<TensorData> tensors = List.of(floats("z", 1), floats("a", 2), floats("m", 0), floats("b", 3));

        SafetensorsWriter.write(path, tensors, Map.of());

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.entries()).extracting(TensorEntry::name).containsExactly("z", "a", "m", "b");
            assertThat(file.tensors().keySet()).containsExactly("z", "a", "m", "b");
        }
    }

    @Test
    void writesTheSameBytesForTheSameContent() throws IOException {
        List<TensorData> tensors = List.of(floats("a", 5), floats("b", 7));
        Map<String, String> backwards = new LinkedHashMap<>();
        backwards.put("z", "1");
        backwards.put("a", "2");

        SafetensorsWriter.write(folder.resolve("one"), tensors, backwards);
        SafetensorsWriter.write(folder.resolve("two"), tensors, new HashMap<>(backwards));

        assertThat(Files.mismatch(folder.resolve("one"), folder.resolve("two"))).isEqualTo(-1);
    }

    @Test
    void writesSegmentsOverArraysOfFloatsAndLargerThanItsBuffer() {
        float[] values = new float[700_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path path = folder.resolve("large.safetensors");

        SafetensorsWriter.write(
                path,
                List.of(new TensorData("x", DType.F32, List.of(700_000L), MemorySegment.ofArray(values))),
                Map.of());

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            MemorySegment read = file.segment(file.tensors().get("x"));
            assertThat(read.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(values);
        }
    }

    private static TensorData floats(String name, int count) {
        return new TensorData(name, DType.F32, List.of((long) count), MemorySegment.ofArray(new float[count]));
    }

    private static List<TensorData> randomTensors(Random random) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        int count = random.nextInt(60);
        while (tensors.size() < count) {
            String name = randomText(random, 1 + random.nextInt(30));
            DType dtype = DType.values()[random.nextInt(DType.values().length)];
            List<Long> shape = new ArrayList<>();
            int bytes = dtype.bytes();
            for (int axes = random.nextInt(5); axes > 0; axes--) {
                int axis = random.nextInt(7);
                shape.add((long) axis);
                bytes *= axis;
            }
            byte[] data = new byte[bytes];
            random.nextBytes(data);
            tensors.put(name, new TensorData(name, dtype, shape, MemorySegment.ofArray(data)));
        }
        return new ArrayList<>(tensors.values());
    }

    private static Map<String, String> randomMetadata(Random random) {
        Map<String, String> metadata = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            metadata.put(randomText(random, random.nextInt(10)), randomText(random, random.nextInt(200)));
        }
        return metadata;
    }

    /** Any characters but halves of surrogate pairs, which are no Unicode text. */
    private static String randomText(Random random, int length) {
        return random.ints(0, 0x3000)
                .map(codePoint -> random.nextInt(4) == 0 ? codePoint : ' ' + codePoint % 95)
                .map(codePoint -> random.nextInt(20) == 0 ? 0x1F300 + codePoint % 256 : codePoint)
                .limit(length)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
