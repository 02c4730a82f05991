package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands that keep something between runs: each has a folder of its own for that, {@code data} in its {@link #folder}. */
abstract class OwnDataFolder {
    @TempDir
    Path folder;

    private String data;

    /** What a command answered. */
    record Run(int exitCode, String out, String err) {}

    @BeforeEach
    final void haveADataFolderOfOnesOwn() {
        data = System.getProperty("bildwerk.data");
        System.setProperty("bildwerk.data", folder.resolve("data").toString());
    }

    @AfterEach
    final void giveBack() {
        if (data == null) {
            System.clearProperty("bildwerk.data");
        } else {
            System.setProperty("bildwerk.data", data);
        }
    }

    static Run command(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), AppleGuard::new, arguments);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
