package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    @TempDir
    Path folder;

    @Test
    void isTheCurrentFolderWhereNothingIsSaid() {
        assertThat(Destination.parse(null, "png").fileFor("a red apple", 7, 1, false)).isEqualTo(Path.of("a-red-apple-7.png"));
    }

    @Test
    void takesANameWithPngForAFileAndAnyOtherForAFolder() throws IOException {
        Path dotted = Files.createDirectory(folder.resolve("old.png"));

        assertThat(Destination.parse("out/apple.PNG", "png").fileFor("p", 7, 1, false)).isEqualTo(Path.of("out/apple.PNG"));
        assertThat(Destination.parse("out", "png").fileFor("p", 7, 1, false)).isEqualTo(Path.of("out/p-7.png"));
        assertThat(Destination.parse(dotted.toString(), "png").fileFor("p", 7, 1, false)).isEqualTo(dotted.resolve("p-7.png"));
    }

    @Test
    void takesANameOfAJpegForAFileAndNamesFilesInAFolderByTheirFormat() {
        assertThat(Destination.parse("out/apple.JPEG", "png").fileFor("p", 7, 1, false)).isEqualTo(Path.of("out/apple.JPEG"));
        assertThat(Destination.parse("apple.jpg", "png").fileFor("p", 7, 2, false)).isEqualTo(Path.of("apple-2.jpg"));
        assertThat(Destination.parse("out", "jpg").fileFor("p", 7, 1, false)).isEqualTo(Path.of("out/p-7.jpg"));
    }

    @Test
    void numbersFurtherPicturesOfOneNamedFile() {
        assertThat(Destination.parse("apple.png", "png").fileFor("p", 9, 3, false)).isEqualTo(Path.of("apple-3.png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"apple.webp", "apple.GIF"})
    void saysThatPicturesArePngOrJpeg(String output) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Destination.parse(output, "png"))
                .withMessageContaining(".png or .jpg")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void failsEarlyWhereAFileIsInTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Destination.parse(file.resolve("deeper").toString(), "png").requireWritable())
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WRITE));
    }

    @Test
    void acceptsAFolderThatIsYetToBeMade() {
        Destination.parse(folder.resolve("a/b/c").toString(), "png").requireWritable();

        assertThat(folder.resolve("a")).doesNotExist();
    }
}
