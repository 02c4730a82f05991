package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
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
                .containsExactly("text encoder", "UNet step", "UNet step, cached", "VAE decode", "VAE encode");
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
    void tellsTheBestRateOfEachPrecision() throws IOException {
        JsonNode report = new ObjectMapper().readTree(run("--runs", "1", "--precision", "bf16", "--json").out());

        JsonNode rates = report.get("best_gflops_per_second_by_precision");
        assertThat(rates.get("f32").asDouble()).isPositive();
        assertThat(rates.get("bf16").asDouble()).isEqualTo(report.get("best_gflops_per_second").asDouble());
    }

    @Test
    void operationsGrowWithTheBatch() throws IOException {
        JsonNode growth = growth("--growth", "batch", "--points", "1,3");

        assertThat(growth.get("parts").findValuesAsText("part"))
                .containsExactly("text encoder", "UNet step", "UNet step, cached", "VAE decode", "VAE encode");
        assertThat(growth.get("parts")).allSatisfy(part -> {
            assertThat(part.get("exponent_of_operations").asDouble()).isBetween(0.99, 1.000001);
            assertThat(part.get("points").findValuesAsText("batch")).containsExactly("1", "3");
            assertThat(part.get("points").findValues("seconds_min")).allSatisfy(
                    seconds -> assertThat(seconds.asDouble()).isPositive());
        });
    }

    @Test
    void attentionsShareOfTheOperationsGrowsWithThePixels() throws IOException {
        JsonNode unet = growth("--growth", "pixels", "--points", "64,128,256").at("/parts/1");

        assertThat(unet.get("exponent_of_operations").asDouble()).isBetween(0.9, 1.5);
        JsonNode shares = unet.get("quadratic_share_of_operations");
        assertThat(shares.get(0).asDouble()).isPositive().isLessThan(shares.get(1).asDouble());
        assertThat(shares.get(1).asDouble()).isLessThan(shares.get(2).asDouble());
        assertThat(shares.get(2).asDouble()).isLessThan(0.5);
    }

    @Test
    void operationsOfAWholePictureAreThoseOfItsPartsAndSteps() throws IOException {
        JsonNode parts = new ObjectMapper().readTree(run("--runs", "1", "--precision", "fp32", "--json").out()).get("stages");
        JsonNode points = growth("--growth", "steps", "--points", "1,4").at("/parts/0/points");

        double first = points.get(0).get("gflop").asDouble();
        double step = parts.get(1).get("gflop").asDouble();
        assertThat(first).isCloseTo(
                parts.get(0).get("gflop").asDouble() + step + parts.get(3).get("gflop").asDouble(), within(1e-9 * first));
        assertThat(points.get(1).get("gflop").asDouble()).isCloseTo(first + 3 * step, within(1e-9 * first));
    }

    @Test
    void tellsPeopleHowItGrows() {
        Run run = run("--runs", "1", "--precision", "fp32", "--growth", "steps", "--points", "1,2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("mini along steps", "| steps 1 | steps 2 |", "| whole picture, seconds |", "n^");
    }

    private static JsonNode growth(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--runs", "1", "--precision", "fp32", "--json"));
        all.addAll(List.of(arguments));
        Run run = run(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--points=1,2",
        "--growth=steps --points=5",
        "--growth=batch --points=2,1",
        "--growth=pixels --points=100,200",
        "--growth=steps --points=0,5",
        "--growth=batch --growth=steps --points=1,2",
        "--growth=width"
    })
    void pointsThatMakeNoLawAreASentence(String arguments) {
        whatCannotBeIsASentence(arguments);
    }

    @Test
    void tellsPeopleATable() {
        Run run = run("--runs", "1");

        assertThat(run.out()).contains("mini, 128 x 128", "| UNet step |", "% |");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size=100", "--size=0", "--batch=0", "--runs=-1", "--threads=5000", "--precision=int3", "sd16"})
    void whatCannotBeIsASentence(String argument) {
        Run run = run(argument.split(" "));

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
