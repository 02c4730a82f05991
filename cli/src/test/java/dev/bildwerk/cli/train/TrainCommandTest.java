package dev.bildwerk.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Problem;
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
        Problem problem = run("model", folder.resolve("nothing").toString(), folder.resolve("run").toString());
        assertThat(problem.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(problem.code()).isEqualTo("training.data");
        assertThat(problem.sentence()).contains("nothing", "bildwerk train data");
    }

    @Test
    void aManifestThatNamesMorePicturesThanThereAreIsRefused() throws Exception {
        Files.write(folder.resolve("pictures.u8"), new byte[100]);
        Files.writeString(folder.resolve("manifest.jsonl"), ONE_PICTURE);
        Problem problem = run("model", folder.toString(), folder.resolve("run").toString());
        assertThat(problem.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(problem.sentence()).contains("picture 0");
    }

    @Test
    void aRunFolderThatCannotBeMadeIsAProblemOfWriting() throws Exception {
        Files.write(folder.resolve("pictures.u8"), new byte[128 * 128 * 3]);
        Files.writeString(folder.resolve("manifest.jsonl"), ONE_PICTURE);
        Path belowAFile = folder.resolve("pictures.u8").resolve("run");
        Problem problem = run("model", folder.toString(), belowAFile.toString());
        assertThat(problem.exitCode()).isEqualTo(ExitCode.WRITE);
        assertThat(problem.sentence()).contains(belowAFile.toString());
    }

    @Test
    void anEvaluationWithoutAScorerSaysHowToMakeOne() throws Exception {
        String model = Files.createDirectories(folder.resolve("model")).toString();
        String none = folder.resolve("none").toString();
        Problem evaluating = run("evaluate", model, none, folder.toString(), folder.resolve("report").toString());
        assertThat(evaluating.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(evaluating.code()).isEqualTo("training.data");
        Problem indexing = run("credits", model, none, folder.toString());
        assertThat(indexing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(indexing.code()).isEqualTo("training.scorer");
        assertThat(indexing.sentence()).contains("train_scorer.py");
    }

    @Test
    void numbersOutOfRangeAreRefusedBeforeAnythingIsRead() {
        assertThat(run("model", "data", "run", "--steps", "0").code()).isEqualTo("train.numbers");
        assertThat(run("evaluate", "model", "scorer", "data", "report", "--prompts", "201").code())
                .isEqualTo("train.numbers");
    }

    @Test
    void aDataSetOfOtherPicturesIsRefusedBeforeAnythingIsFetched() {
        Problem sides = run("data", folder.toString(), "--size", "100");
        assertThat(sides.code()).isEqualTo("data.options");
        assertThat(sides.sentence()).contains("multiple of 16");
        assertThat(run("data", folder.toString(), "--composed", "1").sentence()).contains("0 to 0.9");
    }

    private CommandLine command() {
        return TrainCommand.create(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                BildwerkGuard::create);
    }

    /** What a user is told of the command that fails. */
    private Problem run(String... arguments) {
        CommandLine command = command();
        Problem[] problem = {null};
        command.setExecutionExceptionHandler((e, line, result) -> {
            problem[0] = Problem.of(e);
            return problem[0].exitCode().code();
        });
        assertThat(command.execute(arguments)).isNotZero();
        return problem[0];
    }
}
