package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedFilesTest {
    @TempDir
    Path folder;

    @Test
    void findsFilesByTheirNameExactlyAndThenInAnyCase() throws IOException {
        Path lower = write("a/ink.safetensors");
        Path upper = write("b/Ink.safetensors");
        NamedFiles files = NamedFiles.in(List.of(folder));
        assertThat(files.find("ink")).contains(lower);
        assertThat(files.find("Ink")).contains(upper);
        assertThat(files.find("INK")).contains(lower);
        assertThat(files.find("in")).isEmpty();
    }

    @Test
    void theFirstFolderComesFirst() throws IOException {
        Path first = write("z/style.safetensors");
        write("a/style.safetensors");
        assertThat(NamedFiles.in(List.of(folder.resolve("z"), folder.resolve("a"))).find("style")).contains(first);
    }

    @Test
    void whatLooksLikeAPathNamesNothing() throws IOException {
        write("outside.safetensors");
        write("in/sub/ink.safetensors");
        NamedFiles files = NamedFiles.in(List.of(folder.resolve("in")));
        for (String name : List.of(
                "../outside", "sub/ink", "sub\\ink", "./sub/ink", "..", ".", "", "/", "ink.safetensors", "ink\0",
                folder.resolve("outside").toString(), folder.resolve("in/sub/ink").toString())) {
            assertThat(files.find(name)).as(name).isEmpty();
        }
    }

    @Test
    void otherFilesHaveNoNameAndPickledOnesOnlyWhereNothingElseHas() throws IOException {
        write("notes.txt");
        write("style.pt");
        Path safe = write("style.safetensors");
        Path old = write("old.ckpt");
        NamedFiles files = NamedFiles.in(List.of(folder));
        assertThat(files.find("style")).contains(safe);
        assertThat(files.find("old")).contains(old);
        assertThat(files.names()).containsExactly("style", "old");
    }

    @Test
    void aCircleOfLinksEnds() throws IOException {
        write("a/ink.safetensors");
        Files.createSymbolicLink(folder.resolve("a/again"), folder.resolve("a"));
        assertThat(NamedFiles.in(List.of(folder)).names()).containsExactly("ink");
    }

    @Test
    void tellsNamesThatAreWrittenNearlySo() throws IOException {
        for (String name : List.of("Ink Wash", "inkwell", "oil painting", "ink")) {
            write(name + ".safetensors");
        }
        NamedFiles files = NamedFiles.in(List.of(folder));
        assertThat(files.near("inkwash")).startsWith("Ink Wash");
        assertThat(files.near("OilPainting")).containsExactly("oil painting");
        assertThat(files.near("something else altogether")).isEmpty();
        assertThat(files.near("x".repeat(100_000))).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsASentence() {
        assertThatThrownBy(() -> NamedFiles.in(List.of(folder.resolve("none"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("There is no folder");
    }

    @Test
    void aRecipesNameLosesFoldersAndEnding() {
        assertThat(List.of("sub/Ink.safetensors", "sub\\Ink.SAFETENSORS", "Ink", "a/b\\Ink.pt"))
                .allSatisfy(name -> assertThat(NamedFiles.nameOf(name)).isEqualTo("Ink"));
        assertThat(NamedFiles.nameOf("v1.5")).isEqualTo("v1.5");
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }
}
