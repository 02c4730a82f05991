package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.recipe.Recipe;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bildwerk generate} from its arguments to its files, with a real model of random weights. */
class GenerateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    record Run(int exitCode, String out, String err) {}

    @Test
    void printsThePathOfAPictureThatCarriesItsRecipe() throws IOException {
        Run run = draw("a red", "apple", "--seed", "7", "--sampler", "Euler a", "--schedule", "karras",
                "--guidance-scale", "4.5", "--size", "64x48", "--negative-prompt", "gr\u00fcn, \u8d64");

        Path file = folder.resolve("a-red-apple-7.png");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(file + System.lineSeparator());
        assertThat(run.err()).startsWith("Drawing: 2 steps").doesNotContain("\u001b");
        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(64, 48);
        Recipe recipe = RecipePng.read(Files.readAllBytes(file)).map(Recipe::of).orElseThrow();
        assertThat(recipe.request()).isEqualTo(new GenerationRequest("a red apple", "gr\u00fcn, \u8d64", 7, 2, 4.5,
                SamplerName.EULER_ANCESTRAL, ScheduleName.KARRAS, 64, 48));
        assertThat(recipe.model()).isEqualTo("mini");
        assertThat(recipe.modelHash()).hasSize(10);
    }

    @Test
    void drawsTheSameButForTheSignatureFromTheSameSeedAndOthersFromAnother() throws IOException {
        draw("a red apple", "--seed", "7", "-o", folder.resolve("one.png").toString());
        draw("a red apple", "--seed", "7", "-o", folder.resolve("same.png").toString());
        assertThat(UnsignedFile.of(folder.resolve("same.png"))).isEqualTo(UnsignedFile.of(folder.resolve("one.png")));
        // Of a size that carries no watermark, which differs in any case.
        draw("a red apple", "--seed", "7", "--size", "64x56", "-o", folder.resolve("small.png").toString());
        draw("a red apple", "--seed", "8", "--size", "64x56", "-o", folder.resolve("other-small.png").toString());
        assertThat(pixels("other-small.png")).isNotEqualTo(pixels("small.png"));
    }

    @Test
    void takesARandomSeedAndTellsIt() throws IOException {
        JsonNode first = JSON.readTree(draw("a red apple", "--json").out());
        JsonNode second = JSON.readTree(draw("a red apple", "--json").out());

        assertThat(first.get("seed").asLong()).isNotEqualTo(second.get("seed").asLong()).isBetween(0L, 1L << 32);
        assertThat(first.get("file").asText()).endsWith("a-red-apple-" + first.get("seed").asLong() + ".png");
    }

    @Test
    void drawsSeveralWithSeedsOneApartAndKeepsWhatIsThere() throws IOException {
        draw("a red apple", "--seed", "8");
        byte[] before = Files.readAllBytes(folder.resolve("a-red-apple-8.png"));

        Run run = draw("a red apple", "--seed", "7", "--count", "2");

        assertThat(run.out().lines()).containsExactly(
                folder.resolve("a-red-apple-7.png").toString(), folder.resolve("a-red-apple-8-2.png").toString());
        assertThat(names()).containsExactlyInAnyOrder("a-red-apple-7.png", "a-red-apple-8.png", "a-red-apple-8-2.png");
        assertThat(folder.resolve("a-red-apple-8.png")).hasBinaryContent(before);
    }

    @Test
    void countsOnFromWhatIsThere() throws IOException {
        String file = folder.resolve("apple.png").toString();
        draw("a red apple", "--seed", "1", "--count", "2", "-o", file);

        Run run = draw("a red apple", "--seed", "1", "--count", "2", "-o", file);

        assertThat(run.out().lines()).containsExactly(
                folder.resolve("apple-3.png").toString(), folder.resolve("apple-4.png").toString());
        assertThat(names()).hasSize(4);
    }

    @Test
    void writesOverAFileWhereThatIsAskedFor() throws IOException {
        Path file = Files.writeString(folder.resolve("apple.png"), "old");

        draw("a red apple", "-o", file.toString(), "--force");

        assertThat(names()).containsExactly("apple.png");
        assertThat(ImageIO.read(file.toFile())).isNotNull();
    }

    @Test
    void printsOneJsonObjectALineForEachPicture() throws IOException {
        Run run = draw("a red apple", "--seed", "1", "--count", "2", "--json", "--quiet");

        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode second = JSON.readTree(lines.get(1));
        assertThat(second.get("seed").asLong()).isEqualTo(2);
        assertThat(second.get("steps").asInt()).isEqualTo(2);
        assertThat(second.get("prompt").asText()).isEqualTo("a red apple");
        assertThat(Path.of(second.get("file").asText())).exists();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void showsThePictureInTheTerminalWhereThatIsAskedFor() {
        assertThat(draw("a red apple", "--inline", "kitty", "-q").err()).startsWith("\u001b_Ga=T,f=100");
        assertThat(draw("a red apple", "--inline", "iterm", "-q").err()).startsWith("\u001b]1337;File=inline=1");
        assertThat(draw("a red apple", "--inline", "sixel", "-q").err()).startsWith("\u001bP0;1;0q\"1;1;64;64");
        assertThat(draw("a red apple", "--inline", "kitty", "--no-preview", "-q").err()).isEmpty();
    }

    @Test
    void answersARefusalWithItsReasonAndNoFile() throws IOException {
        Run run = draw("a pear", "--json");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("This guard admits apples only.");
        assertThat(JSON.readTree(run.out()).at("/error/code").asText()).isEqualTo("test.no-apple");
        assertThat(names()).isEmpty();
    }

    static Stream<Arguments> requestsThatCannotBe() {
        return Stream.of(
                Arguments.of(List.of(""), "empty"),
                Arguments.of(List.of(" \t"), "empty"),
                Arguments.of(List.of("an apple " + "very ".repeat(5000)), "characters"),
                Arguments.of(List.of("an apple\u0007"), "control character"),
                Arguments.of(List.of("an apple\ud83c"), "half a character"),
                Arguments.of(List.of("an apple", "--size", "7x7"), "7 pixels"),
                Arguments.of(List.of("an apple", "--size", "65x64"), "multiple of 8"),
                Arguments.of(List.of("an apple", "--size", "big"), "512x768"),
                Arguments.of(List.of("an apple", "--size", "64x64", "--width", "64"), "not both"),
                Arguments.of(List.of("an apple", "--width", "999999"), "width"),
                Arguments.of(List.of("an apple", "--steps", "100000"), "100,000 steps"),
                Arguments.of(List.of("an apple", "--steps", "0"), "steps"),
                Arguments.of(List.of("an apple", "--steps", "many"), "--steps"),
                Arguments.of(List.of("an apple", "--guidance-scale", "NaN"), "guidance scale"),
                Arguments.of(List.of("an apple", "--guidance-scale", "-1"), "guidance scale"),
                Arguments.of(List.of("an apple", "--seed", "-5"), "seed"),
                Arguments.of(List.of("an apple", "--seed", "99999999999999999999"), "--seed"),
                Arguments.of(List.of("an apple", "--seed", "9223372036854775807", "--count", "2"), "seed"),
                Arguments.of(List.of("an apple", "--count", "0"), "count"),
                Arguments.of(List.of("an apple", "--threads", "-1"), "threads"),
                Arguments.of(List.of("an apple", "--sampler", "magic"), "euler"),
                Arguments.of(List.of("an apple", "--schedule", "magic"), "karras"),
                Arguments.of(List.of("an apple", "--device", "toaster"), "toaster"),
                Arguments.of(List.of("an apple", "--device", "cpu,cpu"), "twice"),
                Arguments.of(List.of("an apple", "--device", "cpu,"), "no device"),
                Arguments.of(List.of("an apple", "--precision", "fp8"), "fp8"),
                Arguments.of(List.of("an apple", "--output", "apple.webp"), ".png"),
                Arguments.of(List.of("an apple", "--magic"), "--magic"),
                Arguments.of(List.of(), "PROMPT"));
    }

    @ParameterizedTest
    @MethodSource("requestsThatCannotBe")
    void saysInOneSentenceWhatIsWrongWithARequest(List<String> arguments, String named) throws IOException {
        List<String> all = new ArrayList<>(List.of("generate", "--model", MiniatureModel.folder().toString()));
        if (!arguments.contains("--output")) {
            all.addAll(List.of("--output", folder.toString()));
        }
        all.addAll(arguments);

        Run run = run(AppleGuard::new, all.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("bildwerk: ").contains(named).hasLineCount(1).doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void takesPromptsThatLookLikeFilesAndOptions() {
        assertThat(draw("@apple").exitCode()).isZero();
        assertThat(draw("--", "--an apple").exitCode()).isZero();
        assertThat(draw("${env:HOME} apple").exitCode()).isZero();
    }

    @Test
    void saysThatThereIsNoModel() {
        Run run = run(AppleGuard::new, "generate", "an apple", "-m", folder.resolve("nothing").toString());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("nothing").contains("--model").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "unet/diffusion_pytorch_model.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
        "text_encoder/model.safetensors",
        "unet/config.json",
        "tokenizer/vocab.json",
        "model_index.json"
    })
    void namesTheFileOfAModelThatIsCutOrMissing(String name) throws IOException {
        Path model = MiniatureModel.copyTo(folder.resolve("model"));
        Path file = model.resolve(name);

        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        Run cut = run(AppleGuard::new, "generate", "an apple", "-m", model.toString(), "-o", folder + "/out");
        Files.move(file, file.resolveSibling("renamed"));
        Run missing = run(AppleGuard::new, "generate", "an apple", "-m", model.toString(), "-o", folder + "/out");

        for (Run run : List.of(cut, missing)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
            assertThat(run.err()).contains(file.getFileName().toString()).hasLineCount(1);
        }
        assertThat(names()).containsExactly("model");
    }

    @Test
    void saysBeforeItDrawsThatItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Run run = draw("an apple", "-o", file.resolve("deeper").toString());

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err()).contains("file is not a folder").doesNotContain("Drawing").hasLineCount(1);
    }

    @Test
    void putsAFailureOfItsOwnIntoALogAndNotBeforeTheUser() throws IOException {
        Supplier<Guard> broken = () -> {
            throw new IllegalStateException("a detail for developers");
        };

        Run run = run(broken, "generate", "an apple", "-m", MiniatureModel.folder().toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).doesNotContain("detail").contains(".log");
        Path log = Path.of(run.err().replaceAll("(?s).*the log (.*\\.log)\\..*", "$1"));
        assertThat(log).content().contains("a detail for developers").contains("at dev.bildwerk.cli");
        Files.delete(log);
    }

    @Test
    void showsWhereAnErrorAroseWithDebug() {
        assertThat(draw("a pear", "--debug").err()).contains("at dev.bildwerk.diffusion.pipeline");
    }

    @Test
    void explainsItself() {
        Run help = run(AppleGuard::new, "generate", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("bildwerk generate \"a red apple\"", "--seed", "130", "dpm++-2m");
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run(AppleGuard::new, "--help").out()).contains("generate");
        assertThat(run(AppleGuard::new).out()).isEqualTo(run(AppleGuard::new, "--help").out());
        assertThat(run(AppleGuard::new, "--version").out()).startsWith("bildwerk ");
    }

    @Test
    void saysThatThereIsNoSuchCommand() {
        Run run = run(AppleGuard::new, "genrate", "an apple");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("genrate").hasLineCount(1);
    }

    /** Two steps, with further arguments. */
    private Run draw(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("generate", "--steps", "2", "--threads", "1", "--model", MiniatureModel.folder().toString()));
        if (!List.of(arguments).contains("-o")) {
            all.addAll(List.of("-o", folder.toString()));
        }
        all.addAll(List.of(arguments));
        return run(AppleGuard::new, all.toArray(String[]::new));
    }

    private static Run run(Supplier<Guard> guard, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), guard, arguments);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    private int[] pixels(String name) throws IOException {
        BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
