package dev.bildwerk.safety.provenance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On files of Bildwerk's and of the official library's this verifier says what the official library says of them. */
class OfficialVerdictsTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/c2pa");
    private static final Clock THEN = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);

    static List<String> files() throws IOException {
        List<String> names = new ArrayList<>();
        verdicts().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode verdicts() throws IOException {
        return new ObjectMapper().readTree(FIXTURES.resolve("verdicts.json").toFile());
    }

    private static LayerFinding c2pa(byte[] file) {
        return Verification.of(file, Optional.empty(), THEN).layers().getFirst();
    }

    @Test
    void theOfficialLibraryAcceptedEveryFileButForTheUnknownSigner() throws IOException {
        assertThat(files()).hasSize(8);
        for (JsonNode verdict : verdicts()) {
            assertThat(verdict.at("/asItIs/state").asText()).isEqualTo("Valid");
            assertThat(verdict.at("/asItIs/failure").toString()).isEqualTo("[\"signingCredential.untrusted\"]");
            assertThat(verdict.at("/changed/state").asText()).isEqualTo("Invalid");
            assertThat(verdict.at("/changed/failure").toString()).contains("assertion.dataHash.mismatch");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void theSameFilesAreValidHereAndTheSameChangeIsFound(String name) throws IOException {
        byte[] file = Files.readAllBytes(FIXTURES.resolve(name));
        assertThat(c2pa(file).state()).as(c2pa(file).sentence()).isEqualTo(State.VALID);
        assertThat(c2pa(file).facts())
                .containsEntry("own_key", false)
                .containsKeys("signer", "issuer", "certificate_from", "certificate_until");

        file[verdicts().get(name).get("changedAt").asInt()] ^= 1;

        assertThat(c2pa(file).state()).isEqualTo(State.ALTERED);
        assertThat(c2pa(file).code()).isEqualTo("c2pa.data");
    }

    @Test
    void theManifestTellsWhatWasDone() throws IOException {
        assertThat(c2pa(Files.readAllBytes(FIXTURES.resolve("generated.png"))).facts())
                .containsEntry("program", "Bildwerk 0.1.0")
                .containsEntry("actions", List.of("c2pa.created"))
                .containsEntry("digital_source_type", "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")
                .containsEntry("model", "bildwerk-mini")
                .containsEntry("model_sha256", "0123456789");
        assertThat(c2pa(Files.readAllBytes(FIXTURES.resolve("changed.jpg"))).facts())
                .containsEntry("actions", List.of("c2pa.opened", "c2pa.edited"))
                .containsEntry(
                        "digital_source_type",
                        "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia");
        assertThat(c2pa(Files.readAllBytes(FIXTURES.resolve("resized.png"))).facts())
                .containsEntry("actions", List.of("c2pa.opened", "c2pa.resized"))
                .doesNotContainKey("model");
    }

    @Test
    void aCertificateIsOnlyWorthSomethingWhileItIsValid() throws IOException {
        byte[] file = Files.readAllBytes(FIXTURES.resolve("generated.png"));
        Clock late = Clock.fixed(Instant.parse("2999-01-01T00:00:00Z"), ZoneOffset.UTC);

        LayerFinding finding = Verification.of(file, Optional.empty(), late).layers().getFirst();

        assertThat(finding.state()).isEqualTo(State.PRESENT);
        assertThat(finding.code()).isEqualTo("c2pa.expired");
    }
}
