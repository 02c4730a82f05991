package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bildwerk safety install} with archives that it must not open; what a right one becomes is a test of the module safety. */
class InstallTest {
    @TempDir
    Path folder;

    private String data;

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void useAFolderOfItsOwn() {
        data = System.getProperty("bildwerk.data");
        System.setProperty("bildwerk.data", folder.resolve("data").toString());
    }

    @AfterEach
    void giveBack() {
        if (data == null) {
            System.clearProperty("bildwerk.data");
        } else {
            System.setProperty("bildwerk.data", data);
        }
    }

    private static Run install(String... from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] arguments = new String[2 + 2 * from.length];
        arguments[0] = "safety";
        arguments[1] = "install";
        for (int i = 0; i < from.length; i++) {
            arguments[2 + 2 * i] = "--from";
            arguments[3 + 2 * i] = from[i];
        }
        int exitCode = Main.run(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), AppleGuard::new, arguments);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void doesNotOpenAnotherArchiveThanThePinnedOnes() throws IOException {
        Path other = Files.writeString(folder.resolve("nsfwjs-4.4.0.tgz"), "something else");
        Run run = install(other.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(other.toString(), "nsfwjs@4.4.0", "so it is not opened.");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void asksForThePathOfAnArchiveThatIsNotThere() {
        Run run = install(folder.resolve("none.tgz").toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("none.tgz cannot be read: check the path");
    }
}
