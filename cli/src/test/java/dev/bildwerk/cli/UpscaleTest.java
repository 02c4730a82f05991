package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.safety.BildwerkGuard;
import java.awt.Color;
import java.awt.GradientPaint;
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
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bildwerk upscale} from its arguments to its files. */
class UpscaleTest {
    private static final Path DEFAULT_MODEL = Path.of("..", "models", "bildwerk-mini");

    @TempDir
    Path folder;

    record Run(int exitCode, String out, String err) {}

    @Test
    void enlargesByAFilterWithoutAModelAndKeepsTheRecipe() throws IOException {
        Path apple = generated("--seed", "9");

        Run run = run(AppleGuard::new, "upscale", apple.toString(), "--scale", "1.5", "--upscaler", "nearest",
                "-m", "nowhere", "-o", folder.resolve("out").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        Path larger = folder.resolve("out").resolve("apple-1.5x.png");
        assertThat(run.out()).isEqualTo(larger + System.lineSeparator());
        assertThat(run.err()).isEmpty();
        BufferedImage picture = ImageIO.read(larger.toFile());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(96, 72);
        Infotext recipe = recipe(larger);
        assertThat(recipe.prompt()).isEqualTo("a red apple");
        assertThat(recipe.settings())
                .containsEntry("Seed", "9")
                .containsEntry("Size", "64x48")
                .containsEntry("Postprocess upscale by", "1.5")
                .containsEntry("Postprocess upscaler", "Nearest");
    }

    @Test
    void thePicturesOfTheDefaultModelAreEnlargedByWhatWasTrainedOnTheirArt() throws IOException {
        Path star = folder.resolve("star.png");
        Run drawn = run(BildwerkGuard::create, "generate", "a yellow star", "--steps", "1", "--size", "64x64", "-q",
                "-m", DEFAULT_MODEL.toString(), "-o", star.toString());
        assertThat(drawn.exitCode()).as(drawn.err()).isZero();

        assertThat(run(BildwerkGuard::create, "upscale", star.toString(), "--scale", "4", "-o",
                folder.resolve("learned.png").toString()).exitCode()).isZero();
        assertThat(run(BildwerkGuard::create, "upscale", star.toString(), "--upscaler", "lanczos", "-o",
                folder.resolve("filtered.png").toString()).exitCode()).isZero();

        assertThat(ImageIO.read(folder.resolve("learned.png").toFile()).getWidth()).isEqualTo(256);
        assertThat(recipe(folder.resolve("learned.png")).settings())
                .containsEntry("Postprocess upscaler", "Bildwerk Upscaler");
        assertThat(recipe(folder.resolve("filtered.png")).settings()).containsEntry("Postprocess upscaler", "Lanczos");
    }

    @Test
    void goesOverThePictureWithTheWordsOfItsRecipe() throws IOException {
        Path apple = generated("--seed", "9", "--negative-prompt", "dark");
        String[] command = {
            "upscale", apple.toString(), "--strength", "0.5", "--tile", "64", "--overlap", "16", "-q", "-f",
            "-m", MiniatureModel.folder().toString(), "-o", folder.resolve("larger.png").toString()
        };

        Run run = run(AppleGuard::new, command);

        assertThat(run.exitCode()).as(run.err()).isZero();
        Path larger = folder.resolve("larger.png");
        byte[] first = UnsignedFile.of(larger);
        BufferedImage picture = ImageIO.read(larger.toFile());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(128, 96);
        Infotext recipe = recipe(larger);
        assertThat(recipe.prompt()).isEqualTo("a red apple");
        assertThat(recipe.negativePrompt()).isEqualTo("dark");
        assertThat(recipe.settings())
                .containsEntry("Seed", "9")
                .containsEntry("Size", "64x64")
                .containsEntry("Denoising strength", "0.5")
                .containsEntry("SD upscale overlap", "16")
                .containsEntry("SD upscale upscaler", "Lanczos")
                .containsEntry("SD upscale scale", "2");
        assertThat(run(AppleGuard::new, command).exitCode()).isZero();
        assertThat(UnsignedFile.of(larger)).isEqualTo(first);
    }

    @Test
    void severalPicturesAreOneLineOfJsonEach() throws IOException {
        Path one = plain("one.png", 20, 10);
        Path two = plain("two.png", 8, 8);

        Run run = run(AppleGuard::new, "upscale", one.toString(), two.toString(), "--json",
                "-o", folder.resolve("x").toString());

        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.get("file").asText()).endsWith("two-2x.png");
        assertThat(second.get("width").asInt()).isEqualTo(16);
    }

    @Test
    void theGuardHearsThePrompt() throws IOException {
        Run run = run(AppleGuard::new, "upscale", plain("in.png", 40, 40).toString(), "--prompt", "a pear",
                "-m", MiniatureModel.folder().toString(), "-o", folder.resolve("out.png").toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("apples only");
        assertThat(folder.resolve("out.png")).doesNotExist();
    }

    /** The default model over a picture of soft colours: where tiles meet it changes less than elsewhere. */
    @Test
    void noSeamIsSeen() throws IOException {
        Path sky = folder.resolve("sky.png");
        BufferedImage soft = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = soft.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, new Color(120, 170, 240), 128, 128, new Color(250, 210, 160)));
        pen.fillRect(0, 0, 128, 128);
        pen.dispose();
        ImageIO.write(soft, "png", sky.toFile());

        Run run = run(BildwerkGuard::create, "upscale", sky.toString(), "--prompt", "a yellow star",
                "--strength", "0.4", "--steps", "10", "--seed", "1", "-q", "-m", DEFAULT_MODEL.toString(),
                "-o", folder.resolve("out.png").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        BufferedImage larger = ImageIO.read(folder.resolve("out.png").toFile());
        // Tiles of 128 in 256 pixels lie at 0, 64 and 128 and are blended over 64.
        Set<Integer> seams = Set.of(64, 128, 192);
        double[] across = steps(larger, true);
        double[] down = steps(larger, false);
        for (double[] steps : List.of(across, down)) {
            double[] elsewhere = IntStream.range(1, 256)
                    .filter(i -> !seams.contains(i))
                    .mapToDouble(i -> steps[i])
                    .toArray();
            double largest = seams.stream().mapToDouble(i -> steps[i]).max().orElseThrow();
            assertThat(largest).isLessThanOrEqualTo(Arrays.stream(elsewhere).max().orElseThrow() / 2);
        }
    }

    /** The mean step from each column (or row) to the next one. */
    private static double[] steps(BufferedImage image, boolean columns) {
        double[] steps = new double[image.getWidth()];
        for (int i = 1; i < steps.length; i++) {
            for (int j = 0; j < steps.length; j++) {
                int here = columns ? image.getRGB(i, j) : image.getRGB(j, i);
                int before = columns ? image.getRGB(i - 1, j) : image.getRGB(j, i - 1);
                for (int shift = 0; shift <= 16; shift += 8) {
                    steps[i] += Math.abs((here >> shift & 0xff) - (before >> shift & 0xff)) / 3.0 / steps.length;
                }
            }
        }
        return steps;
    }

    static Stream<Arguments> whatDoesNotGo() {
        return Stream.of(
                Arguments.of(List.of("nowhere.png"), "nowhere.png"),
                Arguments.of(List.of("TEXT"), "no picture"),
                Arguments.of(List.of("IN", "--scale", "0.5"), "1 to 8"),
                Arguments.of(List.of("IN", "--scale", "99"), "1 to 8"),
                Arguments.of(List.of("IN", "--scale", "much"), "--scale"),
                Arguments.of(List.of("IN", "--upscaler", "magic"), "nearest, bicubic, lanczos, learned"),
                Arguments.of(List.of("IN", "--strength", "0.3"), "--prompt"),
                Arguments.of(List.of("IN", "--prompt", "an apple", "--strength", "0"), "strength"),
                Arguments.of(List.of("IN", "--prompt", "an apple", "--tile", "100"), "96 or 104"),
                Arguments.of(List.of("IN", "--prompt", "an apple", "--tile", "0"), "tile's side"),
                Arguments.of(List.of("IN", "--prompt", "an apple", "--tile", "64", "--overlap", "40"), "half a tile"),
                Arguments.of(List.of("IN", "--prompt", "an apple", "--seed", "-1"), "seed"),
                Arguments.of(List.of("IN", "--prompt", "an apple", "--steps", "0"), "steps"),
                Arguments.of(List.of("IN", "--prompt", ""), "prompt"));
    }

    @ParameterizedTest
    @MethodSource("whatDoesNotGo")
    void saysInOneSentenceWhatDoesNotGo(List<String> arguments, String named) throws IOException {
        Path in = plain("in.png", 40, 24);
        Path text = Files.writeString(folder.resolve("text.png"), "no pixels");
        List<String> all = new ArrayList<>(List.of(
                "upscale", "-m", MiniatureModel.folder().toString(), "-o", folder.resolve("out").toString()));
        arguments.forEach(word -> all.add(switch (word) {
            case "IN" -> in.toString();
            case "TEXT" -> text.toString();
            default -> word;
        }));

        Run run = run(AppleGuard::new, all.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("bildwerk: ").contains(named).hasLineCount(1).doesNotContain("Exception");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private Path generated(String... arguments) {
        Path file = folder.resolve("apple.png");
        List<String> all = new ArrayList<>(List.of("generate", "a red apple", "-q", "--steps", "4", "--size", "64x48",
                "-m", MiniatureModel.folder().toString(), "-o", file.toString()));
        all.addAll(List.of(arguments));
        Run run = run(AppleGuard::new, all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return file;
    }

    private Path plain(String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    private static Infotext recipe(Path file) throws IOException {
        return RecipePng.read(Files.readAllBytes(file)).orElseThrow();
    }

    private static Run run(Supplier<Guard> guard, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), guard, arguments);
        return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
