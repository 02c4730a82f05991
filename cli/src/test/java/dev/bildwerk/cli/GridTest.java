package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.RecipePng;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bildwerk grid} from its arguments to its sheets, with a real model of random weights. */
class GridTest {
    @TempDir
    Path folder;

    record Run(int exitCode, String out, String err) {}

    /** Refuses the finished picture of one seed. */
    private record PickyGuard(AppleGuard usual, long refusedSeed) implements Guard {
        @Override
        public Verdict admitModel(Path modelFolder) {
            return usual.admitModel(modelFolder);
        }

        @Override
        public Verdict admit(GenerationRequest request) {
            return usual.admit(request);
        }

        @Override
        public Verdict look(GenerationRequest request, Picture picture) {
            return request.seed() == refusedSeed
                    ? Verdict.refused("test.seed", "This guard dislikes the picture.")
                    : usual.look(request, picture);
        }
    }

    @Test
    void everyCellIsThePictureThatTheSameRequestGivesAlone() throws IOException {
        Path sheet = folder.resolve("sheet.png");
        Run run = grid("a red apple", "--x", "seed=3-4", "--y", "steps=1,2", "--z", "sampler=euler,ddim",
                "--keep-cells", "-o", sheet.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();

        Path alone = folder.resolve("alone.png");
        Run generated = run(AppleGuard::new, "generate", "-q", "-m", MiniatureModel.folder().toString(), "a red apple",
                "--seed", "4", "--steps", "1", "--sampler", "ddim", "--size", "64x48", "-o", alone.toString());

        assertThat(generated.exitCode()).as(generated.err()).isZero();
        assertThat(UnsignedFile.of(folder.resolve("sheet-z2-x2-y1.png"))).isEqualTo(UnsignedFile.of(alone));
        assertThat(run.out().lines()).hasSize(10).endsWith(
                folder.resolve("sheet-z1.png").toString(), folder.resolve("sheet-z2.png").toString());
        BufferedImage second = ImageIO.read(folder.resolve("sheet-z2.png").toFile());
        BufferedImage cell = ImageIO.read(alone.toFile());
        int left = second.getWidth() - 64;
        int top = second.getHeight() - 2 * 48 - 2;
        assertThat(second.getRGB(left, top, 64, 48, null, 0, 64)).isEqualTo(cell.getRGB(0, 0, 64, 48, null, 0, 64));
    }

    @Test
    void theSheetTellsItsAxesInItsMarginsAndInItsRecipe() throws IOException {
        Run run = grid("a red apple", "--x", "Prompt S/R=red, \"round, green\"", "--y", "seed=-1,7",
                "-o", folder.resolve("sheet.png").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        Infotext recipe = RecipePng.read(Files.readAllBytes(folder.resolve("sheet.png"))).orElseThrow();
        assertThat(recipe.prompt()).isEqualTo("a red apple");
        assertThat(recipe.settings())
                .containsEntry("Script", "X/Y/Z plot")
                .containsEntry("X Type", "Prompt S/R")
                .containsEntry("X Values", "red, \"round, green\"")
                .containsEntry("Y Type", "Seed")
                .containsEntry("Y Values", "-1,7")
                .doesNotContainKey("Z Type");
        assertThat(recipe.settings().get("Fixed Y Values")).matches("\\d+, 7");
        assertThat(recipe.settings().get("Fixed Y Values")).startsWith(recipe.settings().get("Seed") + ",");
        BufferedImage sheet = ImageIO.read(folder.resolve("sheet.png").toFile());
        int left = sheet.getWidth() - 2 * 64 - 2;
        int top = sheet.getHeight() - 2 * 48 - 2;
        assertThat(darkest(sheet, left, 0, 64, top)).as("the first column's label").isLessThan(60);
        assertThat(darkest(sheet, left + 66, 0, 64, top)).as("the second column's label").isLessThan(60);
        assertThat(darkest(sheet, 0, top, left, 48)).as("the first row's label").isLessThan(60);
        assertThat(darkest(sheet, 0, 0, left, top)).as("the corner").isEqualTo(255);
    }

    @Test
    void aSheetIsDrawnAgainAsItsFirstPicture() throws IOException {
        grid("a red apple", "--x", "seed=5,6", "--keep-cells", "-o", folder.resolve("sheet.png").toString());

        Path again = folder.resolve("again.png");
        Run run = run(AppleGuard::new, "generate", "-q", "-m", MiniatureModel.folder().toString(),
                "--from", folder.resolve("sheet.png").toString(), "-o", again.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).hasLineCount(1).contains("sheet");
        assertThat(UnsignedFile.of(again)).isEqualTo(UnsignedFile.of(folder.resolve("sheet-x1-y1.png")));
    }

    @Test
    void nothingIsDrawnWhereOneCellIsRefused() throws IOException {
        Run run = grid("a red apple", "--x", "prompt-sr=apple,pear", "--keep-cells", "-o", folder.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("column 2").contains("apples only").hasLineCount(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void aPictureThatIsRefusedLeavesTheOthers() throws IOException {
        Path sheet = folder.resolve("sheet.png");
        Run run = run(() -> new PickyGuard(new AppleGuard(), 2), command(
                "a red apple", "--x", "seed=1-3", "--json", "--keep-cells", "-o", sheet.toString()));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("Seed: 2").contains("dislikes").hasLineCount(1);
        assertThat(names()).containsExactlyInAnyOrder("sheet.png", "sheet-x1-y1.png", "sheet-x3-y1.png");
        JsonNode cells = new ObjectMapper().readTree(run.out()).get("cells");
        assertThat(cells).hasSize(3);
        assertThat(cells.get(0).get("drawn").asBoolean()).isTrue();
        assertThat(cells.get(1).get("drawn").asBoolean()).isFalse();
        assertThat(cells.get(1).get("error").get("code").asText()).isEqualTo("test.seed");
        assertThat(cells.get(2).get("seed").asLong()).isEqualTo(3);
    }

    @Test
    void cellsOfDifferentSizesShareASheet() throws IOException {
        Run run = grid("a red apple", "--x", "size=64x48,32x64", "-o", folder.resolve("sheet.png").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        BufferedImage sheet = ImageIO.read(folder.resolve("sheet.png").toFile());
        assertThat(sheet.getWidth()).isEqualTo(2 * 64 + 2);
        assertThat(sheet.getHeight()).isGreaterThan(64).isLessThan(128);
    }

    @Test
    void keepsWhatIsDoneWhenItIsStopped() throws Exception {
        Path sheet = folder.resolve("sheet.png");
        List<String> arguments = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"),
                AppleMain.class.getName()));
        arguments.addAll(List.of(command(
                "a red apple", "--x", "steps=1,1000", "--threads", "1", "--keep-cells", "-o", sheet.toString())));
        Process process = new ProcessBuilder(arguments).start();
        try (BufferedReader out = process.inputReader(UTF_8);
                BufferedReader err = process.errorReader(UTF_8)) {
            assertThat(out.readLine()).isEqualTo(folder.resolve("sheet-x1-y1.png").toString());

            process.toHandle().destroy(); // The process's own method would close its streams.

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(out.lines()).containsExactly(sheet.toString());
            assertThat(err.lines()).containsExactly("Stopped: 1 of 2 pictures are drawn.", "bildwerk: stopped.");
        }
        assertThat(ImageIO.read(sheet.toFile())).isNotNull();
        assertThat(names()).containsExactlyInAnyOrder("sheet.png", "sheet-x1-y1.png");
    }

    static Stream<Arguments> whatDoesNotGo() {
        return Stream.of(
                Arguments.of(List.of(), "--x steps=10,20,40"),
                Arguments.of(List.of("--x", "steps"), "has no values"),
                Arguments.of(List.of("--x", "steps="), "names no value"),
                Arguments.of(List.of("--y", "colour=red"), "guidance-scale"),
                Arguments.of(List.of("--x", "steps=many"), "\"many\" is no whole number"),
                Arguments.of(List.of("--x", "steps=1.5"), "whole number"),
                Arguments.of(List.of("--x", "steps=99999999999"), "too large"),
                Arguments.of(List.of("--x", "seed=1-5(-1)"), "leads away"),
                Arguments.of(List.of("--x", "seed=1-9999999999"), "an axis may have 1,000"),
                Arguments.of(List.of("--x", "seed=-2"), "Seed: -2"),
                Arguments.of(List.of("--x", "guidance-scale=NaN"), "is no number"),
                Arguments.of(List.of("--x", "guidance-scale=1,101"), "CFG Scale: 101"),
                Arguments.of(List.of("--x", "sampler=euler,best"), "\"best\" is no sampler"),
                Arguments.of(List.of("--x", "schedule=karras,"), "is no schedule"),
                Arguments.of(List.of("--x", "size=64"), "512x768"),
                Arguments.of(List.of("--x", "size=68x64"), "64 or 72"),
                Arguments.of(List.of("--x", "steps=0"), "Steps: 0"),
                Arguments.of(List.of("--x", "strength=0.5"), "--init"),
                Arguments.of(List.of("--x", "hires-strength=0.5"), "--hires"),
                Arguments.of(List.of("--x", "hires=9"), "scale"),
                Arguments.of(List.of("--x", "clip-skip=-1"), "Clip skip: -1"),
                Arguments.of(List.of("--x", "variation-strength=2", "--variation-seed", "1"), "0 to 1"),
                Arguments.of(List.of("--x", "prompt-sr=plum,pear"), "\"plum\" is neither"),
                Arguments.of(List.of("--x", "prompt-sr=,pear"), "searched for"),
                Arguments.of(List.of("--x", "prompt-order=red,blue"), "\"blue\" is not in the prompt"),
                Arguments.of(List.of("--x", "prompt-order=a,b,c,d,e,f,g"), "6 parts"),
                Arguments.of(List.of("--x", "lora-weight=1"), "--lora"),
                Arguments.of(List.of("--x", "dialect=latin"), "comfyui"),
                Arguments.of(List.of("--x", "seed=1-40", "--y", "steps=1-40"), "1,600"),
                Arguments.of(List.of("--x", "seed=1-100", "--size", "4096x4096"), "fewer or smaller"),
                Arguments.of(List.of("--x", "seed=1,2", "--count", "3"), "--count"));
    }

    @ParameterizedTest
    @MethodSource("whatDoesNotGo")
    void saysInOneSentenceWhatDoesNotGo(List<String> arguments, String named) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        String model = MiniatureModel.folder().toString();
        all.addAll(0, List.of("grid", "a red apple", "-q", "-m", model, "-o", folder.toString()));

        Run run = run(AppleGuard::new, all.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("bildwerk: ").contains(named).hasLineCount(1).doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void namesAModelThatIsNotThereBeforeItDraws() throws IOException {
        Run run = grid("a red apple", "--x", "model=" + MiniatureModel.folder() + ",nowhere", "-o", folder.toString());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("nowhere").hasLineCount(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void severalModelsDrawOnOneSheet() throws IOException {
        Path copy = MiniatureModel.copyTo(folder.resolve("other"));
        Run run = grid("a red apple", "--x", "seed=1,2", "--y", "model=%s,%s".formatted(MiniatureModel.folder(), copy),
                "--keep-cells", "-o", folder.resolve("sheet.png").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        Infotext second = RecipePng.read(Files.readAllBytes(folder.resolve("sheet-x1-y2.png"))).orElseThrow();
        assertThat(second.settings()).containsEntry("Model", "other");
        assertThat(ImageIO.read(folder.resolve("sheet-x1-y2.png").toFile()).getRGB(5, 5))
                .isEqualTo(ImageIO.read(folder.resolve("sheet-x1-y1.png").toFile()).getRGB(5, 5));
    }

    private static int darkest(BufferedImage image, int left, int top, int width, int height) {
        int darkest = 255;
        for (int pixel : image.getRGB(left, top, width, height, null, 0, width)) {
            darkest = Math.min(darkest, pixel >> 8 & 0xff);
        }
        return darkest;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String[] command(String prompt, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "grid", prompt, "-q", "-m", MiniatureModel.folder().toString(), "--size", "64x48"));
        List<String> given = List.of(arguments);
        if (given.stream().noneMatch(word -> word.startsWith("steps="))) {
            all.addAll(List.of("--steps", "2"));
        }
        all.addAll(given);
        return all.toArray(String[]::new);
    }

    private static Run grid(String prompt, String... arguments) {
        return run(AppleGuard::new, command(prompt, arguments));
    }

    private static Run run(Supplier<Guard> guard, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), guard, arguments);
        return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
