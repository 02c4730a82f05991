package dev.bildwerk.cli.credits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Problem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CreditsCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path picture;

    @BeforeEach
    void writeAPicture() throws IOException {
        picture = folder.resolve("house.png");
        ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    }

    @Test
    void aModelWithoutAnIndexIsNamedInASentence() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Problem problem = run(picture.toString(), "--model", model.toString());
        assertThat(problem.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(problem.code()).isEqualTo("credits.missing");
        assertThat(problem.sentence()).contains("credits.index");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aDamagedIndexIsToldFromAnErrorOfBildwerk() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("credits.index"), "nothing of the kind");
        Problem problem = run(picture.toString(), "--model", model.toString());
        assertThat(problem.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(problem.code()).isEqualTo("credits.broken");
    }

    @Test
    void whatIsNoPictureAndHowManyWorksAreChecked() {
        assertThat(run(folder.resolve("none.png").toString()).code()).isEqualTo("picture.missing");
        assertThat(run(picture.toString(), "--count", "0").code()).isEqualTo("credits.count");
    }

    private Problem run(String... arguments) {
        CommandLine command = new CommandLine(new CreditsCommand(new PrintStream(out, true, StandardCharsets.UTF_8)));
        Problem[] problem = {null};
        command.setExecutionExceptionHandler((e, line, result) -> {
            problem[0] = Problem.of(e);
            return problem[0].exitCode().code();
        });
        assertThat(command.execute(arguments)).isNotZero();
        return problem[0];
    }
}
