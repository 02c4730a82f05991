package dev.bildwerk.safety.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatermarkKeysTest {
    @TempDir
    Path folder;

    private WatermarkKeys own() {
        return WatermarkKeys.of(folder.resolve("data").resolve("key.txt"), Map.of());
    }

    @Test
    void anOwnKeyIsMadeOnceForItsOwnerAlone() throws IOException {
        assertThat(own().known()).isEmpty();
        List<String> remarks = new ArrayList<>();
        WatermarkKey made = own().load(remarks::add);

        assertThat(remarks).isEmpty();
        assertThat(own().load(remarks::add).secret()).isEqualTo(made.secret());
        assertThat(own().known().orElseThrow().secret()).isEqualTo(made.secret());
        assertThat(Files.readString(own().own())).matches("[0-9a-f]{64}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own().own()))).isEqualTo("rw-------");
        try (var files = Files.list(own().own().getParent())) {
            assertThat(files).containsExactly(own().own());
        }
    }

    @Test
    void twoInstallationsHaveDifferentKeys() {
        WatermarkKey one = own().load(remark -> {});
        WatermarkKey other = WatermarkKeys.of(folder.resolve("other.txt"), Map.of()).load(remark -> {});

        assertThat(one.secret()).isNotEqualTo(other.secret());
    }

    @Test
    void anOperatorsKeyGoesBeforeTheOwnOne() throws IOException {
        Path shared = Files.writeString(folder.resolve("shared.txt"), "0123456789ABCDEF".repeat(4));
        WatermarkKeys keys = WatermarkKeys.of(own().own(), Map.of(WatermarkKeys.SHARED, shared.toString()));

        assertThat(keys.isShared()).isTrue();
        assertThat(keys.load(remark -> {}).secret()).startsWith(0x01, 0x23).hasSize(WatermarkKey.BYTES);
        assertThat(own().own()).doesNotExist();
    }

    @Test
    void anOperatorsKeyThatIsMissingIsAnErrorAndNotReplaced() {
        WatermarkKeys keys = WatermarkKeys.of(
                own().own(), Map.of(WatermarkKeys.SHARED, folder.resolve("nowhere.txt").toString()));

        assertThatExceptionOfType(WatermarkException.class)
                .isThrownBy(() -> keys.load(remark -> {}))
                .satisfies(e -> assertThat(e.code()).isEqualTo("watermark.key"))
                .withMessageContaining("nowhere.txt");
        assertThat(own().own()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "00", "not a key", "zz", "0123456789abcdef"})
    void aDamagedKeyIsToldAndKept(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("key.txt"), content);

        assertThatExceptionOfType(WatermarkException.class)
                .isThrownBy(() -> WatermarkKeys.of(file, Map.of()).load(remark -> {}))
                .withMessageContaining("64 hexadecimal digits");
        assertThat(file).hasContent(content);
    }

    @Test
    void wrongDigitsAndTooManyAreNoKey() throws IOException {
        for (String content : List.of("g".repeat(64), "0".repeat(63), "0".repeat(65), "0".repeat(5000))) {
            Path file = Files.writeString(folder.resolve("key.txt"), content);
            assertThatExceptionOfType(WatermarkException.class)
                    .isThrownBy(() -> WatermarkKeys.of(file, Map.of()).known());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new WatermarkKey(new byte[31]));
    }

    @Test
    void whereItCannotBeKeptAnotherOneIsUsedAndThatIsTold() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        List<String> remarks = new ArrayList<>();
        WatermarkKey made = WatermarkKeys.of(noFolder.resolve("key.txt"), Map.of()).load(remarks::add);

        assertThat(made.secret()).hasSize(WatermarkKey.BYTES);
        assertThat(remarks).singleElement().asString().contains("BILDWERK_DATA");
    }
}
