package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.recipe.PngText;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bildwerk generate} from another picture and with what goes beyond the plain request. */
class ControlsTest {
    @TempDir
    Path folder;

    private Path picture;
    private Path mask;

    @BeforeEach
    void drawPictures() throws IOException {
        picture = write("in.png", 72, 48, new Color(200, 60, 40), new Color(30, 90, 200));
        mask = write("mask.png", 72, 48, Color.BLACK, Color.WHITE);
    }

    record Run(int exitCode, String out, String err) {}

    @Test
    void changesAPictureInItsOwnSize() throws IOException {
        BufferedImage changed = drawn("--init", picture.toString(), "--strength", "0.5");

        assertThat(List.of(changed.getWidth(), changed.getHeight())).containsExactly(72, 48);
        assertThat(changed.getRGB(3, 3)).isNotEqualTo(ImageIO.read(picture.toFile()).getRGB(3, 3));
    }

    @Test
    void keepsWhatIsBlackInTheMask() throws IOException {
        BufferedImage before = ImageIO.read(picture.toFile());

        BufferedImage after =
                drawn("--init", picture.toString(), "--mask", mask.toString(), "--mask-blur", "0", "--masked-only", "8");

        assertThat(after.getRGB(2, 2)).isEqualTo(before.getRGB(2, 2));
        assertThat(after.getRGB(70, 46)).isEqualTo(before.getRGB(70, 46));
        assertThat(after.getRGB(36, 24)).isNotEqualTo(before.getRGB(36, 24));
    }

    @Test
    void drawsOnBeyondTheEdges() throws IOException {
        BufferedImage larger = drawn("--init", picture.toString(), "--extend", "16,0,8,8", "--mask-blur", "0");

        assertThat(List.of(larger.getWidth(), larger.getHeight())).containsExactly(96, 56);
        assertThat(larger.getRGB(16 + 36, 24)).isEqualTo(ImageIO.read(picture.toFile()).getRGB(36, 24));
    }

    @Test
    void drawsASecondTimeLarger() throws IOException {
        BufferedImage large = drawn("--size", "32x24", "--hires", "2", "--upscaler", "lanczos", "--hires-strength", "0.5");

        assertThat(List.of(large.getWidth(), large.getHeight())).containsExactly(64, 48);
    }

    @Test
    void theJsonTellsTheSizeThatThePictureHas() throws IOException {
        Run run = run(List.of("--size", "32x24", "--hires", "2", "--json"));

        JsonNode line = new ObjectMapper().readTree(run.out());
        assertThat(List.of(line.get("width").asInt(), line.get("height").asInt())).containsExactly(64, 48);
    }

    @Test
    void aVariationIsAnotherPictureOfTheSameSeed() throws IOException {
        // Of a size that carries no watermark, which differs in any case.
        assertThat(drawn("--size", "64x56", "--seed", "1", "--variation-seed", "2", "--variation-strength", "0.5").getRGB(20, 20))
                .isNotEqualTo(drawn("--size", "64x56", "--seed", "1").getRGB(20, 20));
    }

    @Test
    void makesAPictureAgainFromItsOwnFile() throws IOException {
        Path first = folder.resolve("first.png");
        run("a red apple", List.of("--seed", "11", "--steps", "3", "--dialect", "a1111", "--sampler", "euler-a", "--tile", "--deep-cache", "2",
                "--negative-prompt", "(dark:1.2)", "--variation-seed", "4", "--clip-skip", "2", "-o", first.toString()));

        Path again = folder.resolve("again.png");
        Run run = run("", List.of("--from", first.toString(), "-o", again.toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(UnsignedFile.of(again)).isEqualTo(UnsignedFile.of(first));
        Run other = run("", List.of("--from", first.toString(), "--seed", "12", "-o", folder.resolve("other.png").toString()));
        assertThat(other.exitCode()).isZero();
        assertThat(folder.resolve("other.png")).satisfies(file ->
                assertThat(UnsignedFile.of(file)).isNotEqualTo(UnsignedFile.of(first)));
    }

    @Test
    void drawsComfyUisBatchFromOneSeedAndEachOfItsPicturesAgain() throws IOException {
        Path batch = folder.resolve("batch");
        run("a red apple", List.of("--seed", "5", "--steps", "3", "--dialect", "comfyui", "--sampler", "euler-a",
                "--count", "2", "-o", batch.toString()));
        List<Path> files;
        try (Stream<Path> found = Files.list(batch)) {
            files = found.sorted().toList();
        }
        assertThat(files).hasSize(2);
        assertThat(UnsignedFile.of(files.getFirst())).isNotEqualTo(UnsignedFile.of(files.getLast()));
        for (Path file : files) {
            Path again = folder.resolve("again.png");
            Run run = run("", List.of("--from", file.toString(), "-o", again.toString()));
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(UnsignedFile.of(again)).isEqualTo(UnsignedFile.of(file));
        }
    }

    @Test
    void aModelThatRefinesItselfDrawsItsOwnPicture() throws IOException {
        Path plain = folder.resolve("plain.png");
        Path refined = folder.resolve("refined.png");
        List<String> same = List.of("--seed", "5", "--steps", "4", "--dialect", "a1111", "--size", "64x56"); // No watermark.
        run("a red apple", Stream.concat(same.stream(), Stream.of("-o", plain.toString())).toList());
        Run run = run("a red apple", Stream.concat(same.stream(), Stream.of("-o", refined.toString(),
                "--refiner", MiniatureModel.folder().toString(), "--refiner-switch", "0.5")).toList());

        assertThat(run.exitCode()).as(run.err()).isZero();
        BufferedImage expected = ImageIO.read(plain.toFile());
        BufferedImage actual = ImageIO.read(refined.toFile());
        assertThat(actual.getRGB(0, 0, actual.getWidth(), actual.getHeight(), null, 0, actual.getWidth()))
                .isEqualTo(expected.getRGB(0, 0, actual.getWidth(), actual.getHeight(), null, 0, actual.getWidth()));
        Run again = run("", List.of("--from", refined.toString(), "-o", folder.resolve("again.png").toString()));
        assertThat(again.err()).contains("Refiner").contains("--refiner");
    }

    @Test
    void saysWhatOfARecipeItCannotHonour() throws IOException {
        Path foreign = folder.resolve("foreign.png");
        Files.write(foreign, PngText.add(Files.readAllBytes(picture), "parameters", """
                an apple <lora:shiny:0.8>
                Steps: 2, Sampler: Euler a, CFG scale: 3, Seed: 5, Size: 64x64, Model hash: 0123456789, Model: other, ENSD: 31337"""));

        Run run = run("", List.of("--from", foreign.toString(), "-o", folder.resolve("out").toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("ENSD").contains("Model").contains("LoRA");
    }

    static Stream<Arguments> optionsThatDoNotGo() {
        return Stream.of(
                Arguments.of(List.of("--strength", "0.5"), "--init"),
                Arguments.of(List.of("--mask", "MASK"), "--init"),
                Arguments.of(List.of("--init", "nowhere.png"), "nowhere.png"),
                Arguments.of(List.of("--init", "TEXT"), "no picture"),
                Arguments.of(List.of("--init", "CUT"), "damaged"),
                Arguments.of(List.of("--init", "IN", "--strength", "0"), "strength"),
                Arguments.of(List.of("--init", "IN", "--mask-blur", "3"), "--mask"),
                Arguments.of(List.of("--init", "IN", "--mask", "SMALL"), "one size"),
                Arguments.of(List.of("--init", "IN", "--mask", "DARK"), "black"),
                Arguments.of(List.of("--init", "IN", "--extend", "16", "--mask", "MASK"), "--extend"),
                Arguments.of(List.of("--init", "IN", "--extend", "9999"), "may have"),
                Arguments.of(List.of("--init", "IN", "--extend", "0"), "above"),
                Arguments.of(List.of("--init", "IN", "--extend", "wide"), "left,top,right,bottom"),
                Arguments.of(List.of("--init", "IN", "--extend", "3"), "72 or 80 and 48 or 56. That is the size of the picture"),
                Arguments.of(List.of("--init", "ODD"), "48 or 56. That is the size of the picture as given"),
                Arguments.of(List.of("--init", "ODD", "--size", "70x50"), "64 or 72 and 48 or 56."),
                Arguments.of(List.of("--init", "IN", "--mask", "MASK", "--mask-fill", "magic"), "surroundings"),
                Arguments.of(List.of("--hires", "100"), "scale"),
                Arguments.of(List.of("--hires-steps", "5"), "--hires"),
                Arguments.of(List.of("--variation-strength", "0.5"), "--variation-seed"),
                Arguments.of(List.of("--variation-seed", "1", "--variation-strength", "7"), "0 to 1"),
                Arguments.of(List.of("--refiner-switch", "0.5"), "--refiner"),
                Arguments.of(List.of("--refiner", MiniatureModel.folder().toString(), "--refiner-switch", "0"), "more than 0"),
                Arguments.of(List.of("--dialect", "klingon"), "comfyui"),
                Arguments.of(List.of("--noise", "dice"), "gpu"),
                Arguments.of(List.of("--lora", "style.safetensors:999"), "-100 to 100"));
    }

    @ParameterizedTest
    @MethodSource("optionsThatDoNotGo")
    void saysInOneSentenceWhatDoesNotGo(List<String> arguments, String named) throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no pixels");
        byte[] whole = Files.readAllBytes(picture);
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, 60));
        Path small = write("small.png", 8, 8, Color.BLACK, Color.WHITE);
        Path odd = write("odd.png", 72, 50, Color.BLACK, Color.WHITE);
        Path dark = write("dark.png", 72, 48, Color.BLACK, Color.BLACK);
        List<String> given = arguments.stream()
                .map(word -> switch (word) {
                    case "IN" -> picture.toString();
                    case "MASK" -> mask.toString();
                    case "TEXT" -> text.toString();
                    case "CUT" -> cut.toString();
                    case "SMALL" -> small.toString();
                    case "DARK" -> dark.toString();
                    case "ODD" -> odd.toString();
                    default -> word;
                })
                .toList();

        Run run = run(given);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("bildwerk: ").contains(named).hasLineCount(1).doesNotContain("Exception");
        assertThat(Files.exists(folder.resolve("out"))).isFalse();
    }

    @Test
    void namesAnAdapterThatIsNotThere() {
        Run run = run(List.of("--lora", folder.resolve("none.safetensors") + ":0.5"));

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("none.safetensors").doesNotContain("Exception");
    }

    private BufferedImage drawn(String... arguments) throws IOException {
        Run run = run(List.of(arguments));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return ImageIO.read(Path.of(run.out().strip()).toFile());
    }

    private Run run(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-o", folder.resolve("out").toString()));
        if (!arguments.contains("--seed")) {
            all.addAll(List.of("--seed", "5"));
        }
        all.addAll(arguments);
        return run("a red apple", all);
    }

    private Run run(String prompt, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("generate", "-q", "-f", "-m", MiniatureModel.folder().toString()));
        if (!prompt.isEmpty()) {
            all.add(prompt);
        }
        all.addAll(arguments);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                AppleGuard::new,
                all.toArray(String[]::new));
        return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** A plain picture with a spot of another colour in its middle. */
    private Path write(String name, int width, int height, Color around, Color spot) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(around);
        pen.fillRect(0, 0, width, height);
        pen.setColor(spot);
        pen.fillRect(width / 3, height / 3, width / 3, height / 3);
        pen.dispose();
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
