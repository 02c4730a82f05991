package dev.bildwerk.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.DType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are refused with a sentence, or what they still describe lies inside of them. */
class FuzzTest {
    private static final int DATA_BYTES = 41;

    @TempDir
    Path folder;

    private byte[] valid;
    private Path path;

    @BeforeEach
    void writeAValidFile() throws IOException {
        path = folder.resolve("fuzzed.safetensors");
        SafetensorsWriter.write(
                path,
                List.of(
                        new TensorData("conv.weight", DType.F16, List.of(3L, 5L), MemorySegment.ofArray(new byte[30])),
                        new TensorData("scale", DType.F32, List.of(), MemorySegment.ofArray(new byte[4])),
                        new TensorData("empty", DType.I64, List.of(0L), MemorySegment.ofArray(new byte[0])),
                        new TensorData("mask", DType.BOOL, List.of(7L), MemorySegment.ofArray(new byte[7]))),
                Map.of("format", "pt"));
        valid = Files.readAllBytes(path);
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        for (int length = 0; length < valid.length; length++) {
            assertThat(opens(Arrays.copyOf(valid, length))).as("%d bytes", length).isFalse();
        }
        assertThat(opens(valid)).isTrue();
    }

    @Test
    void survivesBytesThatFlipped() throws IOException {
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = valid.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += opens(bytes) ? 0 : 1;
        }
        assertThat(refused).isBetween(500, 999);
    }

    @Test
    void survivesBytesThatWereReplacedByJsonSyntaxAndDigits() throws IOException {
        Random random = new Random(2);
        String alphabet = "{}[]\",:0123456789-eE.\\u \t";
        int headerEnd = valid.length - DATA_BYTES;
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = valid.clone();
            for (int places = 1 + random.nextInt(3); places > 0; places--) {
                bytes[8 + random.nextInt(headerEnd - 8)] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            opens(bytes);
        }
    }

    @Test
    void survivesPartsThatWereCutOutOrDoubled() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 1000; round++) {
            int from = random.nextInt(valid.length);
            int to = random.nextInt(valid.length);
            byte[] bytes = new byte[from + valid.length - to];
            System.arraycopy(valid, 0, bytes, 0, from);
            System.arraycopy(valid, to, bytes, from, valid.length - to);
            opens(bytes);
        }
    }

    /** Any exception but the one for a refused file fails the test; of an accepted file every byte is read. */
    private boolean opens(byte[] bytes) throws IOException {
        Files.write(path, bytes);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            long dataBytes = 0;
            for (TensorEntry entry : file.entries()) {
                MemorySegment segment = file.segment(entry);
                dataBytes += segment.toArray(ValueLayout.JAVA_BYTE).length;
            }
            assertThat(dataBytes).isLessThanOrEqualTo(bytes.length - 8L);
            return true;
        } catch (SafetensorsException e) {
            assertThat(e.code()).startsWith("safetensors.");
            assertThat(e.getMessage()).startsWith("fuzzed.safetensors: ").doesNotContain("\n");
            return false;
        }
    }
}
