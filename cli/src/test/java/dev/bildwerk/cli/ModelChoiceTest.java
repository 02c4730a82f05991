package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.recipe.Recipe;
import dev.bildwerk.diffusion.recipe.RecipePng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bildwerk generate --model ...}: files, split files, folders and names; other autoencoders and predictions. */
class ModelChoiceTest {
    private static final String HOME = "bildwerk.home";
    private static final Path FIXTURES = MiniatureModel.folder().resolve("../..").normalize();
    private static final Path TINY = FIXTURES.resolve("tiny/diffusion_pytorch_model.safetensors");

    @TempDir
    static Path models;

    private static Path oneFile;

    private final String home = System.getProperty(HOME);

    @TempDir
    Path folder;

    private record Run(int exitCode, String out, String err) {}

    @BeforeAll
    static void write() throws IOException {
        Files.createDirectory(models.resolve("models"));
        oneFile = OneFileModel.write(models.resolve("models/Tenth-v1.5.safetensors"));
        Files.createDirectory(models.resolve("models/loras"));
        Files.createFile(models.resolve("models/loras/tenth-v1.5.safetensors"));
    }

    @AfterEach
    void restoreHome() {
        if (home == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, home);
        }
    }

    @Test
    void drawsWithAModelInOneFileAndNamesItAsOtherProgramsDo() throws Exception {
        Run run = draw("-m", oneFile.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        Recipe recipe = RecipePng.read(Files.readAllBytes(picture())).map(Recipe::of).orElseThrow();
        assertThat(recipe.model()).isEqualTo("Tenth-v1.5");
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(oneFile));
        assertThat(recipe.modelHash()).isEqualTo(HexFormat.of().formatHex(sum).substring(0, 10));
    }

    @Test
    void drawsTheSameWithTheSameModelSplitOverFiles() throws IOException {
        draw("-m", oneFile.toString());
        int[] whole = pixels();
        Path index = OneFileModel.writeSplit(folder, "tenth");

        Run run = draw("-m", index.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(pixels()).isEqualTo(whole);
        Recipe recipe = RecipePng.read(Files.readAllBytes(picture())).map(Recipe::of).orElseThrow();
        assertThat(recipe.model()).isEqualTo("tenth");
        assertThat(recipe.modelHash()).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource({"Tenth-v1.5", "tenth-V1.5", "Tenth-v1.5.safetensors"})
    void findsAModelByItsNameInTheModelsFolder(String name) {
        System.setProperty(HOME, models.toString());

        Run run = draw("-m", name);

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void saysWhereItLookedForAName() {
        System.setProperty(HOME, models.toString());

        Run run = draw("-m", "Twentieth");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("Twentieth", "models list", models.toString()).hasLineCount(1);
    }

    @Test
    void decodesAndEncodesWithATinyAutoencoder() throws IOException {
        draw("-m", MiniatureModel.folder().toString());
        int[] own = pixels();
        Path first = Files.move(picture(), folder.resolve("first.png"));

        Run run = draw("-m", MiniatureModel.folder().toString(), "--vae", TINY.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(pixels()).isNotEqualTo(own);
        assertThat(new String(Files.readAllBytes(picture()), ISO_8859_1))
                .contains("VAE hash: ", "VAE: diffusion_pytorch_model.safetensors");
        Run again = draw("--from", picture().toString(), "-m", MiniatureModel.folder().toString());
        assertThat(again.err()).contains("VAE").contains("--vae");
        Run changed = draw(
                "-m", MiniatureModel.folder().toString(), "--vae", TINY.toString(), "--init", first.toString());
        assertThat(changed.exitCode()).as(changed.err()).isZero();
    }

    @Test
    void takesWhatIsPredictedFromTheUser() throws IOException {
        draw("-m", MiniatureModel.folder().toString());
        int[] own = pixels();

        Run same = draw("-m", MiniatureModel.folder().toString(), "--prediction", "v");
        assertThat(same.exitCode()).as(same.err()).isZero();
        assertThat(pixels()).isEqualTo(own);
        draw("-m", MiniatureModel.folder().toString(), "--prediction", "epsilon");
        assertThat(pixels()).isNotEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--prediction | colour | 2 | usage | epsilon, v or sample",
        "--precision | fp16 | 2 | precision | bf16 or fp32",
        "--vae | nothing.safetensors | 4 | vae.missing | check --vae",
        "--vae | MODEL | 4 | checkpoint.file.kind | not an autoencoder",
        "--model | TINY | 4 | checkpoint.file.kind | name it as the VAE",
        "--vae | FOLDER | 4 | checkpoint.file.missing | config.json",
        "--model | FOLDER | 4 | checkpoint.file.missing | model_index.json",
        "--variant | fp64 | 4 | checkpoint.variant | fp64",
    })
    void saysInOneSentenceWhatCannotBe(String option, String value, int exitCode, String code, String word)
            throws IOException {
        String path = switch (value) {
            case "MODEL" -> oneFile.toString();
            case "TINY" -> TINY.toString();
            case "FOLDER" -> Files.createDirectory(folder.resolve("empty")).toString();
            default -> value;
        };
        List<String> arguments = new ArrayList<>(List.of(option, path, "--json"));
        if (!option.equals("--model")) {
            arguments.addAll(List.of("--model", MiniatureModel.folder().toString()));
        }

        Run run = draw(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).startsWith("bildwerk: ").contains(word).hasLineCount(1);
        assertThat(new ObjectMapper().readTree(run.out()).at("/error/code").asText()).isEqualTo(code);
    }

    private Path picture() {
        return folder.resolve("apple.png");
    }

    private int[] pixels() throws IOException {
        BufferedImage image = ImageIO.read(picture().toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private Run draw(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "generate", "an apple", "--steps", "2", "--threads", "1", "--size", "64x56", "--seed", "3", // No watermark.
                "--precision", "fp32", "--force", "-q", "-o", picture().toString()));
        if (List.of(arguments).contains("--precision")) {
            all.removeAll(List.of("--precision", "fp32"));
        }
        all.addAll(List.of(arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                AppleGuard::new,
                all.toArray(String[]::new));
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
