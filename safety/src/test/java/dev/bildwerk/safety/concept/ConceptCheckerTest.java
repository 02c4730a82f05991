package dev.bildwerk.safety.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.CodedException;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.safety.upload.UploadedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConceptCheckerTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/concepts");
    private static final Path WEIGHTS = FIXTURES.resolve("safety_checker/model.safetensors");

    @TempDir
    Path folder;

    static Stream<JsonNode> cases() throws IOException {
        return new ObjectMapper().readTree(FIXTURES.resolve("cases.json").toFile()).valueStream();
    }

    private static Picture picture(JsonNode reference) {
        return Picture.of(
                UploadedPicture.read(FIXTURES.resolve(reference.get("picture").asText() + ".png")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatTheReferenceSays(JsonNode reference) {
        ConceptChecker checker = ConceptChecker.of(FIXTURES).orElseThrow();
        float[] expected = new float[20];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = reference.get("cosines").get(i).floatValue();
        }
        assertThat(checker.cosines(picture(reference))).containsExactly(expected, offset(1e-5f));
        assertThat(checker.refuses(picture(reference)))
                .isEqualTo(reference.get("refused").asBoolean());
    }

    @Test
    void readsTheNamesThatTransformersWritesSinceReleaseFive() throws IOException {
        Path target = Files.createDirectories(folder.resolve("safety_checker"));
        Files.copy(FIXTURES.resolve("safety_checker/config.json"), target.resolve("config.json"));
        try (SafetensorsFile file = SafetensorsFile.open(WEIGHTS)) {
            List<TensorData> renamed = file.entries().stream()
                    .map(entry -> new TensorData(
                            entry.name().replace("vision_model.vision_model.", "vision_model."),
                            entry.dtype(),
                            entry.shape(),
                            file.segment(entry)))
                    .toList();
            SafetensorsWriter.write(target.resolve("model.safetensors"), renamed, Map.of());
        }
        JsonNode first = cases().findFirst().orElseThrow();
        assertThat(ConceptChecker.of(folder).orElseThrow().cosines(picture(first)))
                .isEqualTo(ConceptChecker.of(FIXTURES).orElseThrow().cosines(picture(first)));
    }

    @Test
    void aFolderWithoutOneHasNone() throws IOException {
        assertThat(ConceptChecker.of(folder)).isEmpty();
        Files.createDirectories(folder.resolve("safety_checker"));
        Files.writeString(folder.resolve("safety_checker/pytorch_model.bin"), "pickled");
        assertThat(ConceptChecker.of(folder)).isEmpty();
        assertThat(ConceptChecker.of(WEIGHTS)).isEmpty(); // A file.
    }

    @Test
    void refusesOneThatIsDamagedOrSomethingElse() throws IOException {
        Path target = Files.createDirectories(folder.resolve("safety_checker")).resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(WEIGHTS);
        Files.write(target, Arrays.copyOf(whole, whole.length - 4));
        assertThatThrownBy(() -> ConceptChecker.of(folder)).isInstanceOf(CodedException.class);
        SafetensorsWriter.write(target, List.of(), Map.of());
        assertThatThrownBy(() -> ConceptChecker.of(folder))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo("model.safety-checker"));
    }
}
