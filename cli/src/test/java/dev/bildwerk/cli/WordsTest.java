package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.ForeignRecipeWriter;
import dev.bildwerk.diffusion.recipe.LoraUse;
import dev.bildwerk.diffusion.recipe.ModelReference;
import dev.bildwerk.diffusion.recipe.PictureSize;
import dev.bildwerk.diffusion.recipe.PngText;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bildwerk generate} with what prompts and small files bring in: tags, taught words, styles, wildcards. */
class WordsTest {
    private static final Path MODEL = MiniatureModel.folder().resolveSibling("sd1");
    private static final String ADAPTER = MODEL.resolve("adapters/kohya.safetensors").toString();
    private static final String EMBEDDING = MODEL.resolve("embeddings/mood.safetensors").toString();

    @TempDir
    Path folder;

    private String loras;
    private String embeddings;

    record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        Path adapterFolder = Files.createDirectories(folder.resolve("loras/styles"));
        Files.copy(Path.of(ADAPTER), adapterFolder.resolve("Ink Wash.safetensors"));
        loras = folder.resolve("loras").toString();
        Path embeddingFolder = Files.createDirectory(folder.resolve("embeddings"));
        Files.copy(Path.of(EMBEDDING), embeddingFolder.resolve("mood.safetensors"));
        embeddings = embeddingFolder.toString();
    }

    @Test
    void aTagInThePromptIsTheFileOfThatNameTheTextEncodersStrengthFirst() throws IOException {
        int[] tagged = drawn("a red apple <lora:ink wash:0.4:0.7>", "--dialect", "a1111", "--lora-folder", loras);

        assertThat(tagged)
                .isEqualTo(drawn("a red apple", "--dialect", "a1111", "--lora", ADAPTER + ":0.7:0.4"))
                .isNotEqualTo(drawn("a red apple", "--dialect", "a1111"));
        String twice = "a red apple <lora:Ink Wash:0.2> <lora:Ink Wash:0.2>";
        String fifth = ADAPTER + ":0.2";
        assertThat(drawn(twice, "--dialect", "a1111", "--lora", ADAPTER + ":0.3", "--lora-folder", loras))
                .isEqualTo(drawn("a red apple", "--dialect", "a1111", "--lora", ADAPTER + ":0.3", "--lora", fifth,
                        "--lora", fifth));
    }

    @Test
    void aTaughtWordIsFoundByFileByFolderAndInEachDialect() throws IOException {
        int[] given = drawn("a mood apple", "--embedding", EMBEDDING);
        assertThat(given)
                .isEqualTo(drawn("a <x> apple", "--embedding", EMBEDDING + "=<x>"))
                .isEqualTo(drawn("a mood apple", "--embedding-folder", embeddings))
                .isNotEqualTo(drawn("a mood apple"));
        assertThat(drawn("a MOOD apple", "--embedding-folder", embeddings, "--dialect", "a1111"))
                .isEqualTo(drawn("a mood apple", "--embedding", EMBEDDING, "--dialect", "a1111"))
                .isNotEqualTo(drawn("a mood apple", "--dialect", "a1111"));
        assertThat(drawn("a embedding:mood apple", "--embedding-folder", embeddings, "--dialect", "comfyui"))
                .isNotEqualTo(drawn("a apple", "--dialect", "comfyui"));
        assertThat(drawn("an apple", "--negative-prompt", "mood", "--embedding-folder", embeddings))
                .isNotEqualTo(drawn("an apple", "--negative-prompt", "mood"));
    }

    @Test
    void aTagMayNameTheAdapterAsItWasTrained() throws IOException {
        Path renamed = folder.resolve("loras/downloaded-17.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(Path.of(ADAPTER))) {
            SafetensorsWriter.write(
                    renamed,
                    file.entries().stream()
                            .map(entry -> new TensorData(
                                    entry.name(), entry.dtype(), entry.shape(), file.segment(entry)))
                            .toList(),
                    Map.of("ss_output_name", "watercolour"));
        }
        Path first = folder.resolve("first.png");
        Run run = run(List.of("an apple <lora:watercolour:0.6>", "--dialect", "a1111", "--lora-folder", loras, "-o",
                first.toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(pixels(first)).isEqualTo(drawn("an apple", "--dialect", "a1111", "--lora", ADAPTER + ":0.6"));
        assertThat(recipe(first)).startsWith("an apple <lora:watercolour:0.6>\n").contains("downloaded-17: ");
        Path again = folder.resolve("again.png");
        assertThat(run(List.of("--from", first.toString(), "--lora-folder", loras, "-o", again.toString())).err())
                .isEmpty();
        assertThat(UnsignedFile.of(again)).isEqualTo(UnsignedFile.of(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1111", "diffusers", "comfyui"})
    void makesAPictureAgainWithItsAdaptersAndWords(String dialect) throws IOException {
        Path first = folder.resolve("first.png");
        String prompt = dialect.equals("comfyui") ? "a red apple, embedding:mood" : "a red apple, mood";
        Run made = run(List.of(prompt, "--dialect", dialect, "--lora", copyOfAdapter() + ":0.7:0.4",
                "--embedding-folder", embeddings, "-o", first.toString()));
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(recipe(first))
                .contains("<lora:Ink Wash:0.4:0.7>")
                .containsPattern("Lora hashes: \"Ink Wash: [0-9a-f]{12}\"")
                .containsPattern("TI hashes: \"mood: [0-9a-f]{12}\"");

        Path again = folder.resolve("again.png");
        Run run = run(List.of("--from", first.toString(), "--lora-folder", loras, "--embedding-folder", embeddings,
                "-o", again.toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(UnsignedFile.of(again)).isEqualTo(UnsignedFile.of(first));
    }

    @Test
    void tellsWhatOfARecipeIsNotInTheFolders() throws IOException {
        Path first = folder.resolve("first.png");
        run(List.of("a red apple <lora:Ink Wash:0.7>, mood", "--dialect", "a1111", "--lora-folder", loras,
                "--embedding-folder", embeddings, "-o", first.toString()));

        Path without = folder.resolve("without.png");
        Run run = run(List.of("--from", first.toString(), "-o", without.toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("Not as it was: LoRA \"Ink Wash\"", "embedding \"mood\"")
                .hasLineCount(2);
        assertThat(recipe(without)).doesNotContain("<lora").doesNotContain("hashes");
        Run given = run(List.of("--from", first.toString(), "--lora", copyOfAdapter() + ":0.7",
                "--embedding", EMBEDDING, "-o", without.toString()));
        assertThat(given.err()).isEmpty();
        assertThat(pixels(without)).isEqualTo(pixels(first));
    }

    @Test
    void tellsThatAFileIsAnotherOneThanTheRecipesOfThatName() throws IOException {
        Path first = folder.resolve("first.png");
        run(List.of("a red apple, mood", "--lora", copyOfAdapter(), "--embedding", EMBEDDING, "-o", first.toString()));
        Path others = Files.createDirectory(folder.resolve("others"));
        Files.copy(MODEL.resolve("adapters/loha.safetensors"), others.resolve("Ink Wash.safetensors"));
        Files.copy(MODEL.resolve("embeddings/harbour.safetensors"), others.resolve("mood.safetensors"));

        Run run = run(List.of("--from", first.toString(), "--lora-folder", others.toString(), "--embedding-folder",
                others.toString(), "-o", folder.resolve("again.png").toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .hasLineCount(2)
                .contains("LoRA \"Ink Wash\": the file of that name is another one", "\"mood\"");
    }

    @Test
    void anotherProgramsRecipeNamesItsAdaptersWithFolderAndEnding() throws IOException {
        ForeignRecipe recipe = ForeignRecipe.builder()
                .prompt("a red apple")
                .negativePrompt("")
                .seed(5L)
                .steps(3)
                .guidanceScale(4.0)
                .sampler("Euler")
                .schedule("Normal")
                .size(new PictureSize(32, 32))
                .model(new ModelReference("sd1.safetensors", ""))
                .loras(List.of(new LoraUse("sub/Ink Wash.safetensors", 0.7, 0.4)))
                .build();
        Path foreign = folder.resolve("foreign.png");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
        Files.write(foreign, PngText.add(png.toByteArray(), "prompt", ForeignRecipeWriter.comfyGraph(recipe)));
        Path again = folder.resolve("again.png");

        Run run = run(List.of("--from", foreign.toString(), "--lora-folder", loras, "-o", again.toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("LoRA");
        assertThat(recipe(again)).contains("<lora:Ink Wash:0.4:0.7>");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "../styles/Ink Wash", "styles/Ink Wash", "/etc/passwd", "..", "..\\styles\\Ink Wash",
        "Ink Wash.safetensors.", "%2e%2e", " "
    })
    void aNameIsNeverAPath(String name) {
        Run run = run(List.of("an apple <lora:" + name + ">", "--dialect", "a1111", "--lora-folder", loras));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("bildwerk: There is no LoRA").hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void tellsWhichNameMayHaveBeenMeant() {
        assertOneSentence(
                List.of("an apple <lora:inkwash:1>", "--dialect", "a1111", "--lora-folder", loras), "\"Ink Wash\"");
        assertOneSentence(List.of("an apple <lora:ink:1>", "--dialect", "a1111"), "--lora-folder");
        assertOneSentence(
                List.of("apple embedding:modo", "--dialect", "comfyui", "--embedding-folder", embeddings), "\"mood\"");
        assertOneSentence(List.of("an apple", "--lora-folder", folder.resolve("none").toString()), "no folder");
        assertOneSentence(List.of("an apple", "--style", "Oil"), "--styles FILE");
        assertOneSentence(List.of("an apple", "--wildcards", folder.resolve("none").toString()), "wildcards");
        assertOneSentence(
                List.of("an apple", "--embedding", EMBEDDING + "=a", "--embedding", EMBEDDING + "=A"),
                "Two embeddings");
    }

    private void assertOneSentence(List<String> arguments, String named) {
        Run run = run(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("bildwerk: ").contains(named).hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void tellsThatATagIsReadAsWordsInADialectWithoutTags() {
        Run run = run(List.of("an apple <lora:ink:1>", "-o", folder.resolve("out").toString()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("--dialect a1111").hasLineCount(1);
    }

    @Test
    void aPickledFileAndOneForAnotherFamilyAreASentence() throws IOException {
        Path pickled = Files.write(folder.resolve("word.pt"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
        String foreign = MODEL.resolveSibling("sdxl/embeddings/mood.safetensors").toString();
        for (List<String> options : List.of(
                List.of("--embedding", pickled.toString()),
                List.of("--lora", pickled.toString()),
                List.of("--embedding", foreign),
                List.of("--embedding", ADAPTER))) {
            Run run = run(new ArrayList<>(List.of("an apple, word, mood", options.getFirst(), options.getLast())));
            assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
            assertThat(run.err())
                    .startsWith("bildwerk: ")
                    .hasLineCount(1)
                    .containsPattern("pickled|another family|no embedding");
        }
    }

    @Test
    void stylesAndWildcardsAreInTheRecipeAsTheyWereDrawn() throws IOException {
        Path styles = Files.writeString(
                folder.resolve("my.csv"),
                "name,prompt,negative_prompt\nOil,\"oil painting of {prompt}, __mood__\",blurry\nLoud,loud colours,\n");
        Path wildcards = Files.createDirectories(folder.resolve("wildcards/fruit"));
        Files.writeString(wildcards.resolveSibling("mood.txt"), "calm\n# a remark\nwild __fruit/small__\n");
        Files.writeString(wildcards.resolve("small.txt"), "apple\n__mood__ apple\n");
        List<String> options = List.of(
                "a red __fruit/small__", "--style", "Oil", "--style", "Loud", "--styles", styles.toString(),
                "--wildcards", wildcards.getParent().toString(), "--count", "6", "-o", folder.resolve("out").toString());

        Run run = run(options);

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> recipes = new ArrayList<>();
        for (String file : run.out().lines().toList()) {
            recipes.add(recipe(Path.of(file)));
        }
        assertThat(recipes).hasSize(6).allSatisfy(recipe -> assertThat(recipe)
                .startsWith("oil painting of a red ")
                .contains("apple", ", loud colours\nNegative prompt: blurry\n")
                .containsPattern("Template: \"oil painting of a red __fruit/small__, __mood__, loud colours\"")
                .doesNotContain("Negative Template"));
        assertThat(recipes.stream().map(WordsTest::firstLine).distinct()).hasSizeGreaterThan(1);
        assertThat(run(options).out().lines().map(file -> recipe(Path.of(file))).toList()).isEqualTo(recipes);
        String first = firstLine(run.out());
        Run again = run(List.of("--from", first, "-o", folder.resolve("a.png").toString()));
        assertThat(again.err()).isEmpty();
        assertThat(pixels(folder.resolve("a.png"))).isEqualTo(pixels(Path.of(first)));
    }

    @Test
    void aNameThatAWildcardChoosesForALaterPictureIsToldBeforeTheFirst() throws IOException {
        Path wildcards = Files.createDirectory(folder.resolve("wildcards"));
        Files.writeString(wildcards.resolve("tag.txt"), "apple\napple <lora:none:1>\n");
        Run run = run(List.of("an __tag__", "--wildcards", wildcards.toString(), "--dialect", "a1111", "--count", "40",
                "-o", folder.resolve("out").toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("out")).satisfiesAnyOf(
                out -> assertThat(out).doesNotExist(), out -> assertThat(out).isEmptyDirectory());
    }

    @Test
    void theGuardHearsWhatStylesAndWildcardsSay() throws IOException {
        Path wildcards = Files.createDirectory(folder.resolve("wildcards"));
        Files.writeString(wildcards.resolve("fruit.txt"), "pear\n");
        Files.writeString(wildcards.resolve("good.txt"), "apple\n");
        assertThat(run(List.of("a __fruit__", "--wildcards", wildcards.toString())).exitCode()).isEqualTo(3);
        assertThat(run(List.of("a __good__", "--wildcards", wildcards.toString())).exitCode()).isZero();
        Path styles = Files.writeString(folder.resolve("s.csv"), "name,prompt\nNone,a pear\n");
        assertThat(run(List.of("a __good__", "--style", "None", "--styles", styles.toString())).exitCode())
                .isEqualTo(3);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElseThrow();
    }

    private String copyOfAdapter() {
        return folder.resolve("loras/styles/Ink Wash.safetensors").toString();
    }

    private int[] drawn(String... arguments) throws IOException {
        Run run = run(List.of(arguments));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return pixels(Path.of(run.out().strip()));
    }

    private static int[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static String recipe(Path file) {
        try {
            return PngText.read(Files.readAllBytes(file), "parameters").orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Run run(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("generate", "-q", "-f", "-m", MODEL.toString()));
        if (!arguments.contains("--from")) {
            all.addAll(List.of("--seed", "5", "--steps", "2", "--size", "32x32", "--guidance-scale", "4"));
        }
        if (!arguments.contains("-o")) {
            all.addAll(List.of("-o", folder.resolve("out").toString()));
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
}
