package dev.bildwerk.safety.provenance.xmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.safety.provenance.DigitalSourceType;
import dev.bildwerk.safety.provenance.ProvenanceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmpReaderTest {
    private static final String DESCRIPTION = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" %s</rdf:RDF></x:xmpmeta>""";

    @TempDir
    Path folder;

    @Test
    void readsWhatItWroteWhateverTheProgramIsCalled() {
        XmpPacket packet = XmpPacket.of(DigitalSourceType.COMPOSITE_WITH_TRAINED, "A & B <1>");

        assertThat(XmpReader.parse(packet.text()).sourceType()).contains(DigitalSourceType.COMPOSITE_WITH_TRAINED.uri());
        assertThat(XmpReader.parse(packet.text()).creatorTool()).contains("A & B <1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "e:DigitalSourceType=\"urn:x\"/>",
        "><e:DigitalSourceType>urn:x</e:DigitalSourceType></rdf:Description>",
    })
    void readsBothFormsThatXmpAllows(String form) {
        assertThat(XmpReader.parse(DESCRIPTION.formatted(form)).sourceType()).contains("urn:x");
    }

    @Test
    void aPropertyOfTheSameNameOfSomebodyElseIsNoSource() {
        String others = DESCRIPTION.formatted("e:DigitalSourceType=\"urn:x\"/>").replace("iptc.org", "example.org");

        assertThat(XmpReader.parse(others).sourceType()).isEmpty();
    }

    @Test
    void neitherReadsOtherFilesNorGrows() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        String form = "><e:DigitalSourceType>&e;</e:DigitalSourceType></rdf:Description>";
        String outside = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>" + DESCRIPTION.formatted(form);
        StringBuilder bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY e0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            bomb.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
        }
        bomb.append("<!ENTITY e \"&e39;\">]>").append(DESCRIPTION.formatted(form));

        for (String hostile : new String[] {outside, bomb.toString()}) {
            assertThatExceptionOfType(ProvenanceException.class)
                    .isThrownBy(() -> XmpReader.parse(hostile))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("xmp.broken"));
        }
    }

    @Test
    void whatIsNoXmlOrTooDeepIsBroken() {
        for (String hostile : new String[] {"", "<a>", "<a><b></a>", "<a>".repeat(100_000), "\u0000", "<a b='1' b='2'/>"}) {
            assertThatExceptionOfType(ProvenanceException.class)
                    .isThrownBy(() -> XmpReader.parse(hostile))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("xmp.broken"));
        }
    }
}
