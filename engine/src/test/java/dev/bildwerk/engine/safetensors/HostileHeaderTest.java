package dev.bildwerk.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileHeaderTest {
    private static final String VALID = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void refusesAFileThatIsTooShortForALength(int bytes) throws IOException {
        Path path = Files.write(folder.resolve("model.safetensors"), new byte[bytes]);

        assertRefused(path, "safetensors.too-short", "model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 100_000_001, Long.MAX_VALUE, 1L << 32})
    void refusesAHeaderLengthThatNoFileHas(long length) throws IOException {
        Path path = RawFile.write(folder, length, VALID.getBytes(StandardCharsets.UTF_8), 8);

        assertRefused(path, "safetensors.header-length", Long.toUnsignedString(length));
    }

    @Test
    void refusesAHeaderThatIsLongerThanTheFile() throws IOException {
        Path path = RawFile.write(folder, VALID.length() + 9, VALID.getBytes(StandardCharsets.UTF_8), 8);

        assertRefused(path, "safetensors.header-length", "download it again");
    }

    @ParameterizedTest
    @CsvSource({"PK\u0003\u0004 archive, zip", "<!DOCTYPE html>, web page", "version https://git-lfs, Git LFS"})
    void saysWhatAFileIsThatIsNoSafetensorsFile(String content, String word) throws IOException {
        Path path = Files.writeString(folder.resolve("model.safetensors"), content);

        assertRefused(path, "safetensors.header-length", word);
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() throws IOException {
        byte[] header = VALID.replace("a", "ab").getBytes(StandardCharsets.ISO_8859_1);
        header[2] = (byte) 0xC3;
        header[3] = (byte) 0x28;

        assertRefused(RawFile.write(folder, header, 8), "safetensors.header-utf8", "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[]", "null", "\"a\"", "7", " {}", "{", "}", "{]}", "{\"a\":}", "{\"a\" {}}", "{'a':{}}", "{a:{}}",
        "{}{}", "{} x", "{}\t", "{}\n", "{}\0", "{,}", "{\"__metadata__\":{\"a\":\"b\",}}", "{/* c */}",
        "{\"a\u0001\":{}}", "{}}", "        "
    })
    void refusesWhatIsNotOneJsonObject(String header) throws IOException {
        assertRefused(RawFile.write(folder, header, 0), "safetensors.header-json", "model.safetensors");
    }

    @Test
    void refusesAHeaderInAnotherEncodingOfUnicode() throws IOException {
        byte[] header = "{}".getBytes(StandardCharsets.UTF_16LE);

        assertRefused(RawFile.write(folder, header, 0), "safetensors.header-json", "model.safetensors");
    }

    @Test
    void acceptsSpacesAfterTheHeaderAndNoTensors() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(RawFile.write(folder, "{}      ", 0))) {
            assertThat(file.entries()).isEmpty();
            assertThat(file.metadata()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"a\":{\"shape\":[", "{\"__metadata__\":{\"a\":"})
    void refusesNestingHoweverDeep(String opening) throws IOException {
        String header = "{\"a\":" + opening.repeat(1_000_000) + "}";

        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsFile.open(RawFile.write(folder, header, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F8_E4M3", "F8_E5M2", "F4", "U16", "U32", "U64", "C64", "f32", "", "F32 "})
    void namesANumberFormatThatItCannotRead(String dtype) throws IOException {
        Path path = RawFile.write(folder, VALID.replace("F32", dtype), 8);

        assertRefused(path, "safetensors.dtype", '"' + dtype + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[-1]", "[2.0]", "[2e0]", "[\"2\"]", "[null]", "[true]", "[[2]]", "2", "null", "{}", "[9223372036854775808]",
        "[1e999999999]", "[4611686018427387904,2]", "[4294967296,4294967296]", "[9223372036854775807]", "[-0.5]"
    })
    void refusesAShapeThatIsNone(String shape) throws IOException {
        Path path = RawFile.write(folder, VALID.replace("[2]", shape), 8);

        assertRefused(path, "safetensors.shape", "\"a\"");
    }

    @Test
    void refusesAShapeWithMoreAxesThanCanBeUsed() throws IOException {
        String axes = "1,".repeat(65) + "2";

        assertRefused(RawFile.write(folder, VALID.replace("[2]", "[" + axes + "]"), 8), "safetensors.shape", "\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[3]", "[]", "[1]", "[2,2]", "[0]", "[2,0]"})
    void refusesAShapeThatDoesNotTakeTheBytesOfItsData(String shape) throws IOException {
        assertRefused(RawFile.write(folder, VALID.replace("[2]", shape), 8), "safetensors.size", "\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[8,0]", "[-8,0]", "[0,-8]", "[0,8,16]", "[0.0,8]", "[\"0\",8]", "8", "{}", "null", "[0,9223372036854775808]"
    })
    void refusesOffsetsThatAreNone(String offsets) throws IOException {
        assertRefused(RawFile.write(folder, VALID.replace("[0,8]", offsets), 8), "safetensors.offsets", "\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[0]"})
    void refusesOffsetsThatAreTooFew(String offsets) throws IOException {
        assertRefused(RawFile.write(folder, VALID.replace("[0,8]", offsets), 8), "safetensors.field", "data_offsets");
    }

    @Test
    void refusesTensorsThatOverlap() throws IOException {
        String header = "{%s,%s}".formatted(entry("a", 0, 8), entry("b", 4, 12));

        assertRefused(RawFile.write(folder, header, 12), "safetensors.overlap", "\"b\"");
    }

    @Test
    void refusesTwoTensorsInOnePlace() throws IOException {
        String header = "{%s,%s}".formatted(entry("a", 0, 8), entry("b", 0, 8));

        assertRefused(RawFile.write(folder, header, 8), "safetensors.overlap", "overlaps");
    }

    @Test
    void refusesAHoleBetweenTensors() throws IOException {
        String header = "{%s,%s}".formatted(entry("b", 12, 20), entry("a", 0, 8));

        assertRefused(RawFile.write(folder, header, 20), "safetensors.gap", "\"b\"");
    }

    @Test
    void refusesAHoleBeforeTheFirstTensor() throws IOException {
        assertRefused(RawFile.write(folder, "{%s}".formatted(entry("a", 8, 16)), 16), "safetensors.gap", "\"a\"");
    }

    @Test
    void refusesAFileThatEndsBeforeItsData() throws IOException {
        assertRefused(RawFile.write(folder, VALID, 7), "safetensors.truncated", "\"a\"");
    }

    @Test
    void refusesOffsetsFarOutsideTheFile() throws IOException {
        String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                .formatted(Long.MAX_VALUE, Long.MAX_VALUE);

        assertRefused(RawFile.write(folder, header, 8), "safetensors.truncated", "\"a\"");
    }

    @Test
    void refusesBytesAfterTheLastTensor() throws IOException {
        assertRefused(RawFile.write(folder, VALID, 9), "safetensors.surplus", "last 1 bytes");
    }

    @Test
    void refusesBytesWithoutAnyTensor() throws IOException {
        assertRefused(RawFile.write(folder, "{}", 1), "safetensors.surplus", "last 1 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
        "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"data_offsets\":[0,8]}}",
        "{\"__metadata__\":{},\"__metadata__\":{}}",
        "{\"__metadata__\":{\"a\":\"1\",\"\\u0061\":\"2\"}}"
    })
    void refusesAKeyThatStandsTwice(String header) throws IOException {
        assertRefused(RawFile.write(folder, header, 16), "safetensors.duplicate", "twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "null", "[]", "7", "\"text\"", "{\"a\":1}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":[\"b\"]}",
        "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}"
    })
    void refusesMetadataThatIsNotTextByText(String metadata) throws IOException {
        Path path = RawFile.write(folder, "{\"__metadata__\":" + metadata + "}", 8);

        assertRefused(path, "safetensors.metadata", "__metadata__");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
        "{\"a\":{}}",
        "{\"a\":null}",
        "{\"a\":[]}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"strides\":[1]}}"
    })
    void refusesAnEntryWithFieldsMissingOrUnknown(String header) throws IOException {
        assertRefused(RawFile.write(folder, header, 8), "safetensors.field", "\"a\"");
    }

    @Test
    void refusesADtypeThatIsNotAText() throws IOException {
        assertRefused(RawFile.write(folder, VALID.replace("\"F32\"", "32"), 8), "safetensors.dtype", "\"a\"");
    }

    @Test
    void refusesAnEmptyName() throws IOException {
        assertRefused(RawFile.write(folder, VALID.replace("\"a\"", "\"\""), 8), "safetensors.name", "no name");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\\udc00\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"__metadata__\":{\"\\ud800\":\"a\"}}",
        "{\"__metadata__\":{\"a\":\"\\ud800 \"}}"
    })
    void refusesHalvesOfSurrogatePairs(String header) throws IOException {
        assertRefused(RawFile.write(folder, header, 8), "safetensors.unicode", "not valid Unicode");
    }

    @Test
    void keepsAMessageToOneShortLineWhateverTheNameHolds() throws IOException {
        String name = "\\n\\u001b[31m\\u202e" + "x".repeat(100_000);
        Path path = RawFile.write(folder, VALID.replace("\"a\"", '"' + name + '"'), 7);

        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsFile.open(path))
                .satisfies(e -> assertThat(e.getMessage())
                        .hasSizeLessThan(400)
                        .doesNotContain("\n", "\u001b", "\u202e"));
    }

    @Test
    void readsALargeHeaderOfTinyTensorsInLinearTime() throws IOException {
        int tensors = 200_000;
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < tensors; i++) {
            header.append(i == 0 ? "" : ",").append("\"t%d\":".formatted(i));
            header.append("{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[%d,%d]}".formatted(i, i + 1));
        }
        Path path = RawFile.write(folder, header.append('}').toString(), tensors);

        // About a second; comparing each name with each other one would take minutes.
        assertTimeout(Duration.ofSeconds(30), () -> {
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                assertThat(file.entries()).hasSize(tensors);
            }
        });
    }

    @Test
    void saysThatAFileIsMissing() {
        assertRefused(folder.resolve("none.safetensors"), "safetensors.missing", "none.safetensors");
    }

    @Test
    void refusesAFolder() {
        assertRefused(folder, "safetensors.unreadable", "folder");
    }

    private static String entry(String name, int begin, int end) {
        return "\"%s\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}".formatted(name, begin, end);
    }

    private static void assertRefused(Path path, String code, String... words) {
        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> SafetensorsFile.open(path))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.getMessage()).contains(Arrays.asList(words)));
    }
}
