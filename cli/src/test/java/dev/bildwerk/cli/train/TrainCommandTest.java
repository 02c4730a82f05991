package dev.bildwerk.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.BildwerkGuard;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private static final String ONE_PICTURE = """
            {"index":0,"id":"a","source":"s","concept":"a","style":"flat","kind":"icon","category":"test","colours":[],\
            "captions":{"en":["a"]},"split":"train","parts":[]}
            """;

    @Test
    void withoutACommandItExplainsAll() {
        StringWriter text = new StringWriter();
        assertThat(command().setOut(new PrintWriter(text, true)).execute()).isZero();
        assertThat(text.toString()).contains("data", "model", "evaluate", "credits", "docs/training.md");
    }

    @Test
    void aFolderWithoutADataSetIsNamedInASentenceThatSaysHowToMakeOne() {
        assertThatThrownBy(() -> run("model", folder.resolve("nothing").toString(), folder.resolve("run").toString()))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.code()).isEqualTo("training.data");
                    assertThat(e).hasMessageContaining("nothing").hasMessageContaining("bildwerk train data");
                });
    }

    @Test
    void aManifestThatNamesMorePicturesThanThereAreIsRefused() throws Exception {
        Files.write(folder.resolve("pictures.u8"), new byte[100]);
        Files.writeString(folder.resolve("manifest.jsonl"), ONE_PICTURE);
        assertThatThrownBy(() -> run("model", folder.toString(), folder.resolve("run").toString()))
                .isInstanceOfSatisfying(CommandException.class, e -> assertThat(e).hasMessageContaining("picture 0"));
    }

    @Test
    void aRunFolderThatCannotBeMadeIsAProblemOfWriting() throws Exception {
        Files.write(folder.resolve("pictures.u8"), new byte[128 * 128 * 3]);
        Files.writeString(folder.resolve("manifest.jsonl"), ONE_PICTURE);
        Path belowAFile = folder.resolve("pictures.u8").resolve("run");
        assertThatThrownBy(() -> run("model", folder.toString(), belowAFile.toString()))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.WRITE);
                    assertThat(e).hasMessageContaining(belowAFile.toString());
                });
    }

    @Test
    void anEvaluationWithoutAScorerSaysHowToMakeOne() throws Exception {
        Files.createDirectories(folder.resolve("model"));
        assertThatThrownBy(() -> run("evaluate", folder.resolve("model").toString(), folder.resolve("none").toString(),
                        folder.toString(), folder.resolve("report").toString()))
                .isInstanceOfSatisfying(CommandException.class, e -> assertThat(e.code()).isEqualTo("training.data"));
        assertThatThrownBy(() -> run("credits", folder.resolve("model").toString(), folder.resolve("none").toString(),
                        folder.toString()))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.code()).isEqualTo("training.scorer");
                    assertThat(e).hasMessageContaining("train_scorer.py");
                });
        assertThatThrownBy(() -> run("evaluate", "model", "scorer", "data", "report", "--prompts", "201"))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.code()).isEqualTo("train.numbers"));
    }

    @Test
    void numbersOutOfRangeAreRefusedBeforeAnythingIsRead() {
        assertThatThrownBy(() -> run("model", "data", "run", "--steps", "0"))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.code()).isEqualTo("train.numbers"));
    }

    @Test
    void aDataSetOfOtherPicturesIsRefusedBeforeAnythingIsFetched() {
        assertThatThrownBy(() -> run("data", folder.toString(), "--size", "100"))
                .isInstanceOfSatisfying(CommandException.class, e -> {
                    assertThat(e.code()).isEqualTo("data.options");
                    assertThat(e).hasMessageContaining("multiple of 16");
                });
        assertThatThrownBy(() -> run("data", folder.toString(), "--composed", "1"))
                .isInstanceOfSatisfying(CommandException.class, e -> assertThat(e).hasMessageContaining("0 to 0.9"));
    }

    private CommandLine command() {
        return TrainCommand.create(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                BildwerkGuard::create);
    }

    private void run(String... arguments) throws Exception {
        CommandLine command = command();
        Throwable[] thrown = {null};
        command.setExecutionExceptionHandler((e, line, result) -> {
            thrown[0] = e;
            return 1;
        });
        command.execute(arguments);
        if (thrown[0] instanceof Exception e) {
            throw e;
        }
    }
}
