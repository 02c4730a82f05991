package dev.bildwerk.diffusion.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.safetensors.SafetensorsException;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingFileTest {
    @TempDir
    Path folder;

    static Stream<Arguments> formats() {
        return Stream.of(DType.F32, DType.F16, DType.BF16)
                .flatMap(dtype -> Stream.of("emb_params", "<cat-toy>", "*").map(name -> Arguments.of(name, dtype)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void readsOneTensorWhateverItsNameAndFormat(String name, DType dtype) {
        Path file = write("a.safetensors", halves(name, dtype, 2, 4));
        try (Scope scope = Scope.open()) {
            StoredVectors stored = EmbeddingFile.read(file);
            assertThat(stored).isInstanceOfSatisfying(StoredVectors.One.class, one -> {
                assertThat(one.vectors().shape()).containsExactly(2, 4);
                assertThat(one.vectors().toFloats()).containsOnly(0.5f);
            });
        }
        assertThat(EmbeddingFile.ownWord(file)).isEqualTo(
                name.startsWith("<") ? Optional.of(name) : Optional.empty());
    }

    @Test
    void aRowAloneIsOneVector() {
        try (Scope scope = Scope.open()) {
            assertThat(EmbeddingFile.read(write("a.safetensors", halves("word", DType.F32, 6))).count()).isOne();
        }
    }

    @Test
    void readsAPairAndWhatLiesBesideTheVectors() {
        try (Scope scope = Scope.open()) {
            assertThat(EmbeddingFile.read(write(
                            "pair.safetensors", halves("clip_g", DType.F16, 3, 8), halves("clip_l", DType.F16, 3, 4))))
                    .isInstanceOfSatisfying(StoredVectors.Pair.class, pair -> {
                        assertThat(pair.small().shape()).containsExactly(3, 4);
                        assertThat(pair.large().shape()).containsExactly(3, 8);
                        assertThat(pair.count()).isEqualTo(3);
                    });
            assertThat(EmbeddingFile.read(write(
                            "more.safetensors",
                            halves("string_to_param.*", DType.F32, 2, 4),
                            integers("string_to_token")))
                    .count()).isEqualTo(2);
        }
    }

    static Stream<Arguments> noEmbeddings() {
        return Stream.of(
                Arguments.of("two words", List.of(halves("a", DType.F32, 1, 4), halves("b", DType.F32, 1, 4))),
                Arguments.of("half a pair of three", List.of(
                        halves("clip_g", DType.F32, 1, 4), halves("a", DType.F32, 1), halves("b", DType.F32, 1))),
                Arguments.of("unequal pair", List.of(
                        halves("clip_g", DType.F32, 2, 4), halves("clip_l", DType.F32, 1, 4))),
                Arguments.of("scalar", List.of(halves("a", DType.F32))),
                Arguments.of("three axes", List.of(halves("a", DType.F32, 1, 2, 2))),
                Arguments.of("nothing", List.of(halves("a", DType.F32, 0, 4))),
                Arguments.of("too many", List.of(halves("a", DType.F32, 76, 1))),
                Arguments.of("too wide", List.of(halves("a", DType.F32, 1, 20_000))),
                Arguments.of("no numbers", List.of(not("a"))),
                Arguments.of("integers", List.of(integers("a"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noEmbeddings")
    void whatIsNoEmbeddingIsASentence(String what, List<TensorData> tensors) {
        Path file = write("odd.safetensors", tensors.toArray(TensorData[]::new));
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> EmbeddingFile.read(file))
                    .isInstanceOf(EmbeddingException.class)
                    .hasMessageContaining(file.toString())
                    .message()
                    .doesNotContain("\n")
                    .endsWith(".");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"word.pt", "word.bin", "word.ckpt"})
    void aPickledFileIsRefusedWithTheWayToConvertIt(String name) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
        assertThatThrownBy(() -> EmbeddingFile.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("pickled")
                .hasMessageContaining("weights_only=True");
    }

    @Test
    void damagedFilesAreASentenceEach() throws IOException {
        byte[] whole = Files.readAllBytes(write("whole.safetensors", halves("emb_params", DType.F32, 3, 4)));
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = random.nextBoolean()
                    ? Arrays.copyOf(whole, random.nextInt(whole.length))
                    : whole.clone();
            for (int flips = 0; flips < 3 && damaged.length > 0; flips++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = Files.write(folder.resolve("damaged.safetensors"), damaged);
            try (Scope scope = Scope.open()) {
                Throwable failure = catchThrowable(() -> EmbeddingFile.read(file));
                if (failure != null) {
                    assertThat(failure).isInstanceOfAny(
                            EmbeddingException.class, SafetensorsException.class, CheckpointException.class);
                }
            }
        }
    }

    private Path write(String name, TensorData... tensors) {
        Path file = folder.resolve(name);
        SafetensorsWriter.write(file, List.of(tensors), Map.of());
        return file;
    }

    /** A tensor all of 0.5, which every format holds. */
    private static TensorData halves(String name, DType dtype, long... shape) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        ByteBuffer bytes = ByteBuffer.allocate(count * (dtype == DType.F32 ? 4 : 2)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            switch (dtype) {
                case F32 -> bytes.putFloat(0.5f);
                case F16 -> bytes.putShort((short) 0x3800);
                default -> bytes.putShort((short) 0x3f00);
            }
        }
        return new TensorData(
                name, dtype, Arrays.stream(shape).boxed().toList(), MemorySegment.ofArray(bytes.array()));
    }

    private static TensorData integers(String name) {
        return new TensorData(name, DType.I64, List.of(1L), MemorySegment.ofArray(new byte[8]));
    }

    private static TensorData not(String name) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(Float.NaN);
        return new TensorData(name, DType.F32, List.of(1L, 2L), MemorySegment.ofArray(bytes.array()));
    }
}
