package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.recipe.ModelReference;
import dev.bildwerk.diffusion.recipe.NotHonoured;
import dev.bildwerk.diffusion.recipe.PngText;
import dev.bildwerk.diffusion.recipe.RecipeException;
import dev.bildwerk.diffusion.recipe.Regeneration;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class FromPictureOptionsTest {
    private static final GenerationDefaults DEFAULTS =
            new GenerationDefaults(25, 4, SamplerName.DDIM, ScheduleName.NORMAL, 64, 64);
    private static final String RECIPE = "a red apple\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, "
            + "Schedule type: Karras, CFG scale: 7, Seed: 3, Size: 512x768, Version: Bildwerk 0.1.0";

    @TempDir
    Path folder;

    /** The command with its options, without a model. */
    @Command
    static final class Options {
        @Parameters(arity = "0..*")
        List<String> words;

        @ArgGroup(validate = false)
        PictureOptions picture = new PictureOptions();

        @ArgGroup(validate = false)
        FromPictureOptions from = new FromPictureOptions();
    }

    @Test
    void leavesTheRestAloneWhereNoPictureIsNamed() {
        assertThat(regenerate("a", "pear")).isEmpty();
    }

    @Test
    void drawsThePicturesOwnRecipe() throws IOException {
        Regeneration again = regenerate("--from", picture("parameters", RECIPE)).orElseThrow();

        assertThat(again.notHonoured()).isEmpty();
        assertThat(again.prompt()).isEqualTo("a red apple");
        assertThat(again.negativePrompt()).isEqualTo("blurry");
        assertThat(again.seed()).contains(3L);
        assertThat(FromPictureOptions.habits(again)).isEqualTo(new GenerationDefaults(
                20, 7, SamplerName.EULER_ANCESTRAL, ScheduleName.KARRAS, 512, 768));
    }

    @Test
    void letsTheUserOverrideEveryField() throws IOException {
        String[] args = {
            "a", "pear", "--from", picture("parameters", RECIPE), "--negative-prompt", "dark", "--seed", "9",
            "--steps", "5", "--guidance-scale", "1.5", "--sampler", "ddim", "--schedule", "normal", "--size", "64x32",
        };
        Options options = parse(args);

        Regeneration again = regenerate(options).orElseThrow();

        assertThat(again.prompt()).isEqualTo("a pear");
        assertThat(options.picture.toRequest(
                        again.prompt(), options.picture.negativePrompt, Optional.empty(), Controls.NONE, FromPictureOptions.habits(again)))
                .isEqualTo(new GenerationRequest(
                        "a pear", "dark", 9, 5, 1.5, SamplerName.DDIM, ScheduleName.NORMAL, 64, 32));
    }

    @Test
    void keepsTheRecipesHeightWhereTheUserSaysTheWidth() throws IOException {
        Options options = parse("--from", picture("parameters", RECIPE), "--width", "64");

        GenerationDefaults habits = FromPictureOptions.habits(regenerate(options).orElseThrow());

        GenerationRequest request = options.picture.toRequest("p", "", Optional.empty(), Controls.NONE, habits);
        assertThat(List.of(request.width(), request.height())).containsExactly(64, 768);
    }

    @Test
    void saysWhatItCannotHonour() throws IOException {
        Regeneration again =
                regenerate("--from", picture("parameters", RECIPE + ", Clip skip: 2, Moon phase: full")).orElseThrow();

        assertThat(again.notHonoured()).extracting(NotHonoured::field).containsExactly("Moon phase", "Clip skip");
    }

    @Test
    void refusesAPictureWithoutARecipeAndAFileThatIsNoPicture() throws IOException {
        String plain = picture("Comment", "a holiday");
        String text = Files.writeString(folder.resolve("notes.txt"), RECIPE).toString();

        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> regenerate("--from", plain))
                .withMessageContaining("picture.png: The picture carries no recipe")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
        assertThatExceptionOfType(RecipeException.class).isThrownBy(() -> regenerate("--from", text));
        assertThatExceptionOfType(RecipeException.class).isThrownBy(() -> regenerate("--from", "missing.png"));
    }

    private static Options parse(String... args) {
        Options options = new Options();
        new CommandLine(options).parseArgs(args);
        return options;
    }

    private static Optional<Regeneration> regenerate(String... args) {
        return regenerate(parse(args));
    }

    private static Optional<Regeneration> regenerate(Options options) {
        return options.from.regenerate(
                options.words, options.picture, DEFAULTS, Set.of(), new ModelReference("", ""));
    }

    private String picture(String keyword, String text) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
        return Files.write(folder.resolve("picture.png"), PngText.add(png.toByteArray(), keyword, text)).toString();
    }
}
