package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicenceCheckTest {
    private static final PackageSource SOURCE = new PackageSource("set", PackageSource.Channel.NPM, "set", "1.0.0",
            "sha512-x", "MIT", null, PackageSource.Format.ICONIFY_EMOJI, "flat");

    @TempDir
    Path folder;

    @BeforeEach
    void makePackage() throws IOException {
        Files.createDirectories(folder.resolve("package"));
    }

    @Test
    void admitsThePinnedLicence() throws IOException {
        write("package.json", "{\"license\":\"MIT\"}");
        write("info.json", "{\"license\":{\"spdx\":\"MIT\"}}");

        assertThatCode(() -> LicenceCheck.check(SOURCE, folder)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherLicenceInThePackage() throws IOException {
        write("package.json", "{\"license\":\"CC-BY-SA-4.0\"}");

        assertThatThrownBy(() -> LicenceCheck.check(SOURCE, folder))
                .isInstanceOfSatisfying(DataSetException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.LICENCE_MISMATCH))
                .hasMessageContaining("CC-BY-SA-4.0").hasMessageContaining("MIT");
    }

    @Test
    void refusesAnotherLicenceInTheSetsInformation() throws IOException {
        write("package.json", "{\"license\":\"MIT\"}");
        write("info.json", "{\"license\":{\"spdx\":\"GPL-3.0\"}}");

        assertThatThrownBy(() -> LicenceCheck.check(SOURCE, folder)).hasMessageContaining("info.json");
    }

    @Test
    void refusesAPackageThatStatesNoLicence() throws IOException {
        write("package.json", "{}");

        assertThatThrownBy(() -> LicenceCheck.check(SOURCE, folder)).hasMessageContaining("(none)");
    }

    @Test
    void refusesAnArchiveWithAnotherHash() throws IOException {
        Path archive = Files.writeString(folder.resolve("set.tgz"), "changed");

        assertThatThrownBy(() -> PackageFetcher.checkIntegrity(SOURCE, archive))
                .isInstanceOfSatisfying(DataSetException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INTEGRITY_MISMATCH));
    }

    @Test
    void usesOnlyClipArtWhoseOwnRdfSaysPublicDomain() throws Exception {
        Path svg = folder.resolve("usr/share/openclipart/svg/food");
        Files.createDirectories(svg);
        Files.writeString(svg.resolve("free.svg"), clipArt("http://web.resource.org/cc/PublicDomain"));
        Files.writeString(svg.resolve("gpl.svg"), clipArt("http://creativecommons.org/licenses/GPL/2.0/"));
        Files.writeString(svg.resolve("unmarked.svg"), clipArt(""));
        List<String> leftOut = new ArrayList<>();

        PackageSource source = new PackageSource("openclipart", PackageSource.Channel.DEBIAN, "oc", "1", "sha256-x",
                "Public-Domain", null, PackageSource.Format.OPENCLIPART, "clip art");

        List<SourceIcon> icons = OpenClipart.read(source, folder, (id, reason) -> leftOut.add(id));

        assertThat(icons).singleElement().satisfies(icon -> {
            assertThat(icon.name()).isEqualTo("food/free");
            assertThat(icon.title()).isEqualTo("Candied Apples");
            assertThat(icon.author()).isEqualTo("Gerald G.");
            assertThat(icon.keywords()).containsExactly("candy", "apple");
        });
        assertThat(leftOut).containsExactly("openclipart/food/gpl", "openclipart/food/unmarked");
    }

    private static String clipArt(String licence) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg"><metadata><rdf:RDF xmlns:cc="http://web.resource.org/cc/"
                 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <cc:Work rdf:about=""><dc:title>Candied Apples</dc:title>
                <dc:subject><rdf:Bag><rdf:li>candy</rdf:li><rdf:li>apple</rdf:li></rdf:Bag></dc:subject>
                <dc:publisher><cc:Agent><dc:title>Open Clip Art Project</dc:title></cc:Agent></dc:publisher>
                <dc:creator><cc:Agent><dc:title>Gerald G. (gerald@example.org)</dc:title></cc:Agent></dc:creator>
                <cc:license rdf:resource="%s"/></cc:Work></rdf:RDF></metadata></svg>""".formatted(licence);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("package").resolve(name), text);
    }
}
