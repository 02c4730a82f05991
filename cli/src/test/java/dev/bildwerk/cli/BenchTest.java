package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bildwerk bench} from its arguments to its words; how long anything takes is not asserted. */
class BenchTest {
    private static final String HOME = "bildwerk.home";

    @BeforeAll
    static void isInstalledInThisRepository() {
        System.setProperty(HOME, "..");
    }

    @AfterAll
    static void isInstalledNowhere() {
        System.clearProperty(HOME);
    }

    private record Run(int exitCode, String out, String err) {}

    @Test
    void measuresTheDefaultModelsPartsAsJson() throws IOException {
        Run run = run("mini", "--runs", "2", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("family").asText()).isEqualTo("mini");
        assertThat(report.get("best_gflops_per_second").asDouble()).isPositive();
        assertThat(report.get("stages").findValuesAsText("stage"))
                .containsExactly("text encoder", "UNet step", "VAE decode", "VAE encode");
        assertThat(report.get("stages")).allSatisfy(stage -> {
            assertThat(stage.get("gflop").asDouble()).isPositive();
            assertThat(stage.get("seconds_min").asDouble()).isPositive();
            assertThat(stage.get("runs").asInt()).isEqualTo(2);
            double share = stage.get("gflop").asDouble()
                    / stage.get("seconds_median").asDouble()
                    / report.get("best_gflops_per_second").asDouble();
            assertThat(stage.get("share_of_best_rate").asDouble() / share).isBetween(0.999, 1.001);
        });
    }

    @Test
    void countsFourTimesAsMuchForTwiceTheSize() throws IOException {
        assertThat(gflop(256) / gflop(128)).isBetween(3.9, 4.6);
    }

    /** Eight bits do the same work, and only the UNet is in them. */
    @Test
    void countsTheSameInEightBits() throws IOException {
        JsonNode wide = report("fp32");
        JsonNode eight = report("int8");

        assertThat(eight.get("precision").asText()).isEqualTo("i8");
        for (int i = 0; i < 4; i++) {
            assertThat(eight.at("/stages/" + i + "/gflop").asDouble())
                    .as(eight.at("/stages/" + i + "/stage").asText())
                    .isEqualTo(wide.at("/stages/" + i + "/gflop").asDouble());
        }
    }

    private static JsonNode report(String precision) throws IOException {
        Run run = run("--size", "64", "--runs", "1", "--precision", precision, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static double gflop(int size) throws IOException {
        Run run = run("--size", Integer.toString(size), "--runs", "1", "--precision", "fp32", "--json");
        return new ObjectMapper().readTree(run.out()).at("/stages/1/gflop").asDouble();
    }

    @Test
    void tellsPeopleATable() {
        Run run = run("--runs", "1");

        assertThat(run.out()).contains("mini, 128 x 128", "| UNet step |", "% |");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size=100", "--size=0", "--batch=0", "--runs=-1", "--threads=5000", "--precision=int3", "sd16"})
    void whatCannotBeIsASentence(String argument) {
        Run run = run(argument);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.out()).isEmpty();
        assertThat(run.err().strip()).endsWith(".").doesNotContain("\tat ", "Exception");
    }

    private static Run run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "bench";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), AppleGuard::new, all);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
