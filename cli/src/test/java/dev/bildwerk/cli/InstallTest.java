package dev.bildwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code bildwerk safety install} with archives that it must not open; what a right one becomes is a test of the module safety. */
class InstallTest extends OwnDataFolder {
    private static Run install(String from) {
        return command("safety", "install", "--from", from);
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
