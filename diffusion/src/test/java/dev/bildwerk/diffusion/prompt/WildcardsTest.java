package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WildcardsTest {
    @TempDir
    Path folder;

    @Test
    void replacesANameWithALineOfItsFile() throws IOException {
        write("colour.txt", "# warm\nred\n\n orange \n");
        assertThat(LongStream.range(0, 50)
                        .mapToObj(seed -> expand("a __colour__ fox", seed))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("a red fox", "a orange fox");
    }

    @Test
    void theSameSeedGivesTheSamePrompt() throws IOException {
        write("n.txt", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9");
        assertThat(expand("__n__".repeat(8), 42)).isEqualTo("71621259");
        assertThat(expand("__n__".repeat(8), 43)).isNotEqualTo(expand("__n__".repeat(8), 42));
    }

    @Test
    void choicesMayNameOthersAlsoInFolders() throws IOException {
        write("scene.txt", "a __animal/wild_one__ in __place__");
        write("animal/wild_one.txt", "fox");
        write("place.txt", "snow");
        assertThat(expand("__scene__, ink", 1)).isEqualTo("a fox in snow, ink");
    }

    @Test
    void aCircleIsCut() throws IOException {
        write("a.txt", "x __b__");
        write("b.txt", "y __a__");
        assertThat(expand("__a__", 1)).startsWith("x y x y").endsWith("__a__").hasSizeLessThan(100);
    }

    @Test
    void growthIsCut() throws IOException {
        write("a.txt", "__a__ __a__ __a__ fox");
        write("long.txt", "fox ".repeat(40_000));
        assertThat(expand("__a__", 1).length()).isLessThan(100_000);
        assertThat(expand("__long__".repeat(100), 1).length()).isLessThan(300_000);
    }

    @Test
    void namesThatLeadOutOfTheFolderStay() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        write("x.txt", "outside");
        Files.createSymbolicLink(inner.resolve("link.txt"), folder.resolve("x.txt"));
        Files.createSymbolicLink(inner.resolve("up"), folder);
        String absolute = folder.resolve("x").toString();
        for (String name : List.of(
                "../x", "up/../../x", "./x", "/x", absolute, "link", "up/x", "..", "a//b", "..\\x", "x\0", "C:x",
                "*")) {
            String prompt = "a __" + name + "__ b";
            assertThat(Wildcards.expand(prompt, new WildcardFolder(inner), 1)).isEqualTo(prompt);
        }
    }

    @Test
    void whatHasNoChoicesStays() throws IOException {
        write("empty.txt", "\n#\n");
        Files.write(folder.resolve("binary.txt"), new byte[] {(byte) 0xff, 0, 1});
        Files.createDirectory(folder.resolve("folder.txt"));
        for (String prompt : List.of(
                "__empty__", "__binary__", "__folder__", "__none__", "__", "____", "_____", "a__b", "snake_case",
                "__ __")) {
            assertThat(expand(prompt, 1)).isEqualTo(prompt);
        }
        assertThat(Wildcards.expand("__x__", new WildcardFolder(folder.resolve("missing")), 1)).isEqualTo("__x__");
    }

    @Test
    void aMarkThatEndsNoNameMayBeginOne() throws IOException {
        write("x.txt", "fox");
        assertThat(expand("__a b!__x__", 1)).isEqualTo("__a b!fox");
        assertThat(expand("__x____x__", 1)).isEqualTo("foxfox");
    }

    @Test
    void aMegabyteOfMarksTakesTimeInProportion() {
        String marks = "_".repeat(1 << 20);
        assertThat(expand(marks, 1)).isEqualTo(marks);
        String names = "__a!".repeat(1 << 18);
        assertThat(expand(names, 1)).isEqualTo(names);
    }

    private String expand(String prompt, long seed) {
        return Wildcards.expand(prompt, new WildcardFolder(folder), seed);
    }

    private void write(String name, String lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
    }
}
