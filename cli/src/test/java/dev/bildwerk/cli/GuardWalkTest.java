package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.pipeline.Workers;
import dev.bildwerk.diffusion.vae.LatentToRgb;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks the public surface: there is no way from a model to a picture that does not pass the guard. */
class GuardWalkTest {
    /** Of 255, on average: a mark that is not seen is less, another picture is far more. */
    private static final double SAME = 4;

    @TempDir
    Path folder;

    /** Remembers what it was shown. */
    private static final class Witness implements Guard {
        final List<Picture> seen = new ArrayList<>();
        final List<String> prompts = new ArrayList<>();
        final List<Path> models = new ArrayList<>();

        @Override
        public Verdict admitModel(Path model) {
            models.add(model);
            return Verdict.admitted();
        }

        @Override
        public Verdict admit(GenerationRequest request) {
            prompts.add(request.prompt());
            return Verdict.admitted();
        }

        @Override
        public synchronized Verdict look(GenerationRequest request, Picture picture) {
            seen.add(picture);
            return Verdict.admitted();
        }
    }

    @Test
    void everyPictureThatACommandWritesWasLookedAt() throws IOException {
        walk("generate", "a red apple", "--count", "2", "--preview-file", folder.resolve("preview.png").toString());
        walk("generate", "a red apple", "--hires", "2", "--hires-steps", "1");
        Path given = written().get(0);
        walk("generate", "a red apple", "--init", given.toString(), "--strength", "0.9");
        walk("upscale", given.toString(), "--prompt", "a red apple", "--scale", "2");
    }

    @Test
    void whatMustNotBeShownIsNotEnlargedWithoutAModelEither() throws IOException {
        Path given = folder.resolve("given.png");
        ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "png", given.toFile());
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Guard blind = new Guard() {
            @Override
            public Verdict admitModel(Path model) {
                return Verdict.admitted();
            }

            @Override
            public Verdict admit(GenerationRequest request) {
                return Verdict.admitted();
            }

            @Override
            public Verdict look(GenerationRequest request, Picture picture) {
                return Verdict.refused("test.unseen", "This guard shows nothing.");
            }
        };
        int exitCode = Main.run(
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8),
                () -> blind,
                "upscale", given.toString(), "-o", folder.resolve("larger.png").toString());
        assertThat(exitCode).isEqualTo(ExitCode.REFUSED.code());
        assertThat(err.toString(UTF_8)).contains("This guard shows nothing.");
        assertThat(folder.resolve("larger.png")).doesNotExist();
    }

    private void walk(String command, String... arguments) throws IOException {
        Set<Path> before = new TreeSet<>(written());
        Witness witness = new Witness();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(command, "--model", MiniatureModel.folder().toString(), "--steps", "2"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("-o", folder.resolve("out").toString()));
        int exitCode = Main.run(
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8),
                () -> witness,
                all.toArray(String[]::new));
        assertThat(exitCode).as("%s: %s", all, err.toString(UTF_8)).isZero();
        assertThat(witness.models).as("%s", all).isNotEmpty();
        assertThat(witness.prompts).as("%s", all).contains("a red apple");
        List<Path> fresh = written().stream().filter(file -> !before.contains(file)).toList();
        assertThat(fresh).as("%s", all).isNotEmpty();
        for (Path file : fresh) {
            Picture picture = Picture.of(ImageIO.read(file.toFile()));
            assertThat(witness.seen).as("%s of %s", file, all).anyMatch(seen -> difference(seen, picture) < SAME);
        }
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        }
    }

    private static double difference(Picture one, Picture other) {
        if (one.width() != other.width() || one.height() != other.height()) {
            return Double.MAX_VALUE;
        }
        long sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
        }
        return (double) sum / one.rgb().length;
    }

    @Test
    void whatDrawsCannotBeMadeWithoutAGuard() {
        for (Class<?> drawing : List.of(TextToImage.class, Workers.class)) {
            List<Executable> makers = new ArrayList<>(List.of(drawing.getConstructors()));
            Arrays.stream(drawing.getMethods()).filter(method -> makes(method, drawing)).forEach(makers::add);
            assertThat(makers).isNotEmpty().allSatisfy(maker ->
                    assertThat(maker.getParameterTypes()).as("%s", maker).contains(Guard.class));
        }
    }

    private static boolean makes(Method method, Class<?> drawing) {
        return method.getReturnType() == drawing && Modifier.isStatic(method.getModifiers());
    }

    @Test
    void onlyThePipelineTurnsWhatAModelMakesIntoPictures() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.bildwerk");
        Set<String> callers = new TreeSet<>();
        for (Class<?> decoder : List.of(Pixels.class, LatentToRgb.class)) {
            for (JavaMethod method : classes.get(decoder).getMethods()) {
                if (method.getRawReturnType().isEquivalentTo(Picture.class)) {
                    method.getCallsOfSelf().forEach(call -> callers.add(call.getOriginOwner().getName()));
                }
            }
        }
        assertThat(callers).isNotEmpty().allMatch(
                name -> name.startsWith("dev.bildwerk.diffusion.pipeline.")
                        || name.startsWith("dev.bildwerk.diffusion.upscale.")
                        || name.equals(LatentToRgb.class.getName())
                        || name.startsWith("dev.bildwerk.training."),
                "are the pipeline, the network that enlarges given pictures, or the making of models");
    }
}
