package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.recipe.PngText;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bildwerk generate --control}: pictures held to other pictures. */
class HeldPictureTest {
    private static final Path MODEL = MiniatureModel.folder().resolveSibling("sd1");
    private static final String OWN = "net.";

    @TempDir
    Path folder;

    private Path net;
    private Path picture;

    record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        net = folder.resolve("my nets, all").resolve("a canny.safetensors");
        Files.createDirectories(net.getParent());
        writeNet(net);
        picture = folder.resolve("a drawing.png");
        BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.ORANGE);
        pen.fillOval(5, 5, 30, 30);
        pen.dispose();
        ImageIO.write(image, "png", picture.toFile());
    }

    /** The UNet's way down, and what the fixture has besides. */
    private static void writeNet(Path path) {
        try (SafetensorsFile unet = SafetensorsFile.open(MODEL.resolve("unet/diffusion_pytorch_model.safetensors"));
                SafetensorsFile own = SafetensorsFile.open(MODEL.resolve("controlnet.safetensors"))) {
            List<TensorData> tensors = new ArrayList<>();
            unet.entries().stream()
                    .filter(entry -> !entry.name().matches("(up_blocks|conv_norm_out|conv_out)\\..*"))
                    .forEach(entry -> tensors.add(
                            new TensorData(entry.name(), entry.dtype(), entry.shape(), unet.segment(entry))));
            own.entries().stream()
                    .filter(entry -> entry.name().startsWith(OWN))
                    .forEach(entry -> tensors.add(new TensorData(
                            entry.name().substring(OWN.length()), entry.dtype(), entry.shape(), own.segment(entry))));
            SafetensorsWriter.write(path, tensors, Map.of());
        }
    }

    @Test
    void aControlWithItsSettingsChangesThePictureAndIsInItsRecipe() throws IOException {
        int[] free = pixels(run("a red apple"));
        Run held = run("a red apple", "--control", net + "=" + picture + ",weight=0.8,until=0.5,prepare=canny");

        assertThat(pixels(held)).isNotEqualTo(free);
        assertThat(recipe(held)).containsPattern("ControlNet 0: \"Module: canny, Model: a canny \\[[0-9a-f]{8}\\], "
                + "Weight: 0.8, Resize Mode: Just Resize, Processor Res: 40, Threshold A: 100.0, Threshold B: 200.0, "
                + "Guidance Start: 0.0, Guidance End: 0.5, Pixel Perfect: False, Control Mode: Balanced\"");
        assertThat(pixels(run("a red apple", "--control", net + "=" + picture + ",weight=0"))).isEqualTo(free);
        assertThat(pixels(run("a red apple", "--control", net + "=" + picture)))
                .isNotEqualTo(pixels(run("a red apple", "--control", net + "=" + picture + ",prepare=invert")));
    }

    @Test
    void severalControlsAreInTheRecipeInTheirOrder() throws IOException {
        String control = net + "=" + picture;
        Run held = run("a red apple", "--control", control + ",until=0.5", "--control", control + ",from=0.5");
        assertThat(recipe(held))
                .contains("ControlNet 0: \"Module: none", "Guidance End: 0.5", "ControlNet 1: \"Module: none");
        assertThat(recipe(held)).doesNotContain("ControlNet 2");
    }

    @Test
    void aPictureThatIsMadeAgainSaysWhichControlIsMissingAndTakesTheUsers() throws IOException {
        String control = net + "=" + picture + ",weight=0.8";
        Run held = run("a red apple", "--control", control, "-o", folder.resolve("held.png").toString());
        String from = held.out().strip();

        Run without = run("--from", from, "-o", folder.resolve("without.png").toString());
        assertThat(without.err()).contains("Not as it was: ControlNet \"a canny [", "--control FILE=PICTURE.");
        Run with = run("--from", from, "--control", control, "-o", folder.resolve("with.png").toString());
        assertThat(with.err()).isEmpty();
        assertThat(pixels(with)).isEqualTo(pixels(held)).isNotEqualTo(pixels(without));
        assertThat(recipe(with)).isEqualTo(recipe(held));
    }

    @Test
    void whatIsWrongIsOneSentence() throws IOException {
        requireFailure(2, "There is no picture", net + "=" + folder.resolve("nothing.png"));
        requireFailure(2, "names no network and picture", net.toString());
        requireFailure(2, "The weight of", net + "=" + picture + ",weight=11");
        requireFailure(2, "is to work from 0.7 to 0.2 of the steps", net + "=" + picture + ",from=0.7,until=0.2");
        requireFailure(4, "There is no file", folder.resolve("nothing.safetensors") + "=" + picture);
        Path lora = MODEL.resolve("adapters/kohya.safetensors");
        requireFailure(4, "and no ControlNet or T2I-Adapter", lora + "=" + picture);
        Path cut = Files.write(folder.resolve("cut.safetensors"), List.of("no weights"));
        requireFailure(4, "cut.safetensors", cut + "=" + picture);
    }

    @Test
    void inspectNamesAControlNetInAFileAndInAFolder() throws IOException {
        assertThat(inspect(net)).contains("ControlNet", "--control FILE=PICTURE");
        Path part = Files.createDirectory(folder.resolve("net"));
        Files.copy(net, part.resolve("diffusion_pytorch_model.safetensors"));
        Files.writeString(part.resolve("config.json"), "{\"_class_name\": \"ControlNetModel\"}");
        assertThat(inspect(part)).contains("ControlNet");
        assertThat(pixels(run("a red apple", "--control", part + "=" + picture)))
                .isEqualTo(pixels(run("a red apple", "--control", net + "=" + picture)));
    }

    private void requireFailure(int code, String words, String control) {
        Run run = run("a red apple", "--control", control);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(words).doesNotContain("\tat ");
    }

    private static String inspect(Path path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, UTF_8);
        assertThat(Main.run(print, print, AppleGuard::new, "models", "inspect", path.toString())).isZero();
        return out.toString(UTF_8);
    }

    private static int[] pixels(Run run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        BufferedImage image = ImageIO.read(Path.of(run.out().strip()).toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static String recipe(Run run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return PngText.read(Files.readAllBytes(Path.of(run.out().strip())), "parameters").orElseThrow();
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("generate", "-q", "-f", "-m", MODEL.toString()));
        if (!arguments[0].equals("--from")) {
            all.addAll(List.of("--seed", "5", "--steps", "4", "--size", "32x32", "--guidance-scale", "4"));
        }
        if (!List.of(arguments).contains("-o")) {
            all.addAll(List.of("-o", folder.resolve("out%d.png".formatted(System.nanoTime())).toString()));
        }
        all.addAll(List.of(arguments));
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
