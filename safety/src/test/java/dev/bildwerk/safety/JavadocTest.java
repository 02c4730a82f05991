package dev.bildwerk.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's Javadoc builds: every reference leads somewhere, and the examples are found. */
class JavadocTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void isWithoutErrorsAndWarnings() {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        String sources = String.join(
                System.getProperty("path.separator"),
                List.of("engine", "diffusion", "safety").stream()
                        .map(module -> ROOT.resolve(module).resolve("src/main/java").toString())
                        .toList());

        int exit = ToolProvider.findFirst("javadoc").orElseThrow().run(
                out,
                out,
                "-quiet",
                "-Werror",
                "-Xdoclint:all,-missing",
                "-encoding",
                "UTF-8",
                "--snippet-path",
                ROOT.resolve("safety/src/test/java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-sourcepath",
                sources,
                "-d",
                folder.toString(),
                "-subpackages",
                "dev.bildwerk");

        assertThat(exit).as(said.toString()).isZero();
        assertThat(folder.resolve("dev/bildwerk/diffusion/pipeline/package-summary.html"))
                .content()
                .contains("BildwerkGuard", "a red apple");
    }
}
