package dev.bildwerk.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.DType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonCompatibilityTest {
    /**
     * What Python's safetensors 0.8.0 gives for {@code save({"b": tensor([1., -2.]), "a": tensor([[1, 2, 3]],
     * dtype=uint8)}, {"format": "pt"})}: length, header with its padding, the tensor of wider elements first.
     */
    private static final byte[] FROM_PYTHON = HexFormat.of().parseHex(
            "9000000000000000"
                    + "7b225f5f6d657461646174615f5f223a7b22666f726d6174223a227074227d2c2262223a"
                    + "7b226474797065223a22463332222c227368617065223a5b325d2c22646174615f6f6666"
                    + "73657473223a5b302c385d7d2c2261223a7b226474797065223a225538222c2273686170"
                    + "65223a5b312c335d2c22646174615f6f666673657473223a5b382c31315d7d7d20202020"
                    + "0000803f000000c0"
                    + "010203");

    @TempDir
    Path folder;

    @Test
    void readsAFileThatPythonWrote() throws IOException {
        Path path = Files.write(folder.resolve("python.safetensors"), FROM_PYTHON);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorEntry a = new TensorEntry("a", DType.U8, List.of(1L, 3L), 8, 11);
            TensorEntry b = new TensorEntry("b", DType.F32, List.of(2L), 0, 8);
            assertThat(file.entries()).containsExactly(b, a);
            assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
            assertThat(file.segment(a).toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3);
            assertThat(file.segment(b).toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, -2);
            assertThat(a.dimensions()).containsExactly(1, 3);
        }
    }

    @Test
    void writesTheBytesThatPythonWrites() throws IOException {
        Path path = folder.resolve("java.safetensors");
        MemorySegment a = MemorySegment.ofArray(new byte[] {1, 2, 3});
        MemorySegment b = MemorySegment.ofArray(new float[] {1, -2});

        SafetensorsWriter.write(
                path,
                List.of(
                        new TensorData("a", DType.U8, List.of(1L, 3L), a),
                        new TensorData("b", DType.F32, List.of(2L), b)),
                Map.of("format", "pt"));

        assertThat(Files.readAllBytes(path)).isEqualTo(FROM_PYTHON);
    }
}
