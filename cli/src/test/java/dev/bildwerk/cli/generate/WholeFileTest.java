package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void keepsWhatIsThereAndTakesTheNextFreeName() throws IOException {
        Path wanted = folder.resolve("apple.png");

        assertThat(WholeFile.writeNew(wanted, new byte[] {1})).isEqualTo(wanted);
        assertThat(WholeFile.writeNew(wanted, new byte[] {2})).isEqualTo(folder.resolve("apple-2.png"));
        assertThat(WholeFile.writeNew(wanted, new byte[] {3})).isEqualTo(folder.resolve("apple-3.png"));

        assertThat(wanted).hasBinaryContent(new byte[] {1});
        assertThat(names()).containsExactlyInAnyOrder("apple.png", "apple-2.png", "apple-3.png");
    }

    @Test
    void givesEveryWriterAFileOfItsOwn() throws IOException {
        Set<Path> files = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 64).parallel().forEach(
                i -> files.add(WholeFile.writeNew(folder.resolve("apple.png"), new byte[] {(byte) i})));

        assertThat(files).hasSize(64);
        assertThat(names()).hasSize(64).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void replacesWhereThatIsAskedFor() throws IOException {
        Path file = folder.resolve("apple.png");
        WholeFile.writeNew(file, new byte[] {1});

        assertThat(WholeFile.replace(file, new byte[] {2, 3})).isEqualTo(file);

        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        assertThat(names()).containsExactly("apple.png");
    }

    @Test
    void makesTheFolder() {
        Path file = folder.resolve("a").resolve("b").resolve("apple.png");

        WholeFile.writeNew(file, new byte[] {1});

        assertThat(file).exists();
    }

    @Test
    void saysInASentenceWhenTheFolderIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> WholeFile.writeNew(file.resolve("apple.png"), new byte[] {1}))
                .withMessageEndingWith("file is not a folder.")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WRITE));
        assertThat(names()).containsExactly("file");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
