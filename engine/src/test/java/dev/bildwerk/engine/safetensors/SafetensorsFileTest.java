package dev.bildwerk.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.bildwerk.engine.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void write() {
        path = folder.resolve("model.safetensors");
        TensorData a = new TensorData("a", DType.U8, List.of(3L), MemorySegment.ofArray(new byte[] {1, 2, 3}));
        SafetensorsWriter.write(path, List.of(a), Map.of("format", "pt"));
    }

    @Test
    void handsOutSegmentsThatCannotBeWrittenTo() {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            MemorySegment segment = file.segment(file.entries().getFirst());

            assertThat(segment.isReadOnly()).isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 9));
        }
    }

    @Test
    void handsOutNoSegmentOfAnEntryThatIsNotItsOwn() {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorEntry foreign = new TensorEntry("a", DType.U8, List.of(1000L), 0, 1000);

            assertThatIllegalArgumentException().isThrownBy(() -> file.segment(foreign));
        }
    }

    @Test
    void endsItsSegmentsWhenItIsClosed() {
        SafetensorsFile file = SafetensorsFile.open(path);
        MemorySegment segment = file.segment(file.entries().getFirst());
        file.close();
        file.close();

        assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void keepsItsListsFromBeingChanged() {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> file.entries().clear());
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> file.tensors().clear());
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> file.metadata().clear());
        }
    }
}
