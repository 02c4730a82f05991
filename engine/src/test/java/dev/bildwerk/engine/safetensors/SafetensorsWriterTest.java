package dev.bildwerk.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.bildwerk.engine.DType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {
    private static final String OLD = "what was there before";

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void putAnOldFileInThePlace() throws IOException {
        path = Files.writeString(folder.resolve("model.safetensors"), OLD);
    }

    @Test
    void replacesAnOldFileAndLeavesNothingBesideIt() throws IOException {
        SafetensorsWriter.write(path, List.of(tensor("a", 4)), Map.of());

        assertThat(filesInFolder()).containsExactly(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensors()).containsOnlyKeys("a");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    void refusesDataThatDoesNotFitTheShape(int bytes) throws IOException {
        TensorData wrong = new TensorData("a", DType.F32, List.of(1L), MemorySegment.ofArray(new byte[bytes]));

        assertRefused(List.of(wrong), "safetensors.size", "\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "__metadata__", "\ud800"})
    void refusesANameThatNoFileMayHave(String name) throws IOException {
        assertRefused(List.of(tensor(name, 4)), "safetensors.name", "named");
    }

    @Test
    void refusesTwoTensorsOfOneName() throws IOException {
        assertRefused(List.of(tensor("a", 4), tensor("b", 4), tensor("a", 4)), "safetensors.duplicate", "\"a\"");
    }

    @Test
    void refusesWhatTheDiskHasNoRoomForBeforeItWrites() throws IOException {
        long petabytes = 1L << 55;
        // Nothing lies behind this segment: reading it would end the process.
        MemorySegment huge = MemorySegment.ofAddress(8).reinterpret(petabytes);

        assertRefused(
                List.of(new TensorData("a", DType.U8, List.of(petabytes), huge)), "safetensors.disk-full", "free some");
    }

    @Test
    void saysThatTheDiskBecameFull() {
        SafetensorsException e = SafetensorsWriter.failure(path, 10, new IOException("No space left on device"));

        assertThat(e.code()).isEqualTo("safetensors.disk-full");
        assertThat(e.getMessage()).startsWith("model.safetensors: the disk became full");
    }

    @Test
    void saysThatAFolderIsMissing() {
        Path nowhere = folder.resolve("none").resolve("model.safetensors");

        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsWriter.write(nowhere, List.of(tensor("a", 4)), Map.of()))
                .satisfies(e -> assertThat(e.code()).isEqualTo("safetensors.unwritable"))
                .withMessageContaining("check that the folder exists");
    }

    @Test
    void keepsTheOldFileWhenTheDataFailsHalfway() throws IOException {
        Arena arena = Arena.ofShared();
        TensorData closed = new TensorData("b", DType.U8, List.of(5L), arena.allocate(5));
        arena.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> SafetensorsWriter.write(path, List.of(tensor("a", 4), closed), Map.of()));
        assertOldFileIsAllThereIs();
    }

    private static TensorData tensor(String name, int bytes) {
        return new TensorData(name, DType.U8, List.of((long) bytes), MemorySegment.ofArray(new byte[bytes]));
    }

    private void assertRefused(List<TensorData> tensors, String code, String word) throws IOException {
        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsWriter.write(path, tensors, Map.of()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessageContaining(word);
        assertOldFileIsAllThereIs();
    }

    private void assertOldFileIsAllThereIs() throws IOException {
        assertThat(filesInFolder()).containsExactly(path);
        assertThat(path).hasContent(OLD);
    }

    private List<Path> filesInFolder() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
