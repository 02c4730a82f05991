package dev.bildwerk.training.evaluation;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.data.EvaluationPrompt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/**
 * Draws the prompts by the pipeline, which has its guard, and keeps the pictures in a folder, so that an evaluation that was
 * stopped goes on.
 */
final class Drawings {
    private static final int TELL_EVERY = 25;

    private final TextToImage pipeline;
    private final Path folder;
    private final long seed;
    private final PrintStream log;
    private final List<String> refused = new ArrayList<>();

    Drawings(TextToImage pipeline, Path folder, long seed, PrintStream log) {
        this.pipeline = pipeline;
        this.folder = folder;
        this.seed = seed;
        this.log = log;
    }

    /** @return nothing where it was told to stop */
    Optional<List<Drawn>> draw(Setting setting, List<EvaluationPrompt> prompts, BooleanSupplier stop) {
        List<Drawn> drawings = new ArrayList<>();
        int[] drawn = new int[EvaluationPrompt.Part.values().length];
        for (int i = 0; i < prompts.size(); i++) {
            EvaluationPrompt prompt = prompts.get(i);
            if (drawn[prompt.part().ordinal()] == setting.ofEach()) {
                continue;
            }
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            drawn[prompt.part().ordinal()]++;
            int number = i;
            picture(setting, prompt, number).ifPresent(picture -> drawings.add(new Drawn(number, prompt, picture)));
            if (drawings.size() % TELL_EVERY == 0) {
                log.printf("%s: %d pictures%n", setting.name(), drawings.size());
            }
        }
        return Optional.of(List.copyOf(drawings));
    }

    /** What the guard refused, with its reason codes. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    private Optional<Picture> picture(Setting setting, EvaluationPrompt prompt, int number) {
        Path file = folder.resolve(setting.name()).resolve("%03d.png".formatted(number));
        try {
            if (Files.exists(file)) {
                BufferedImage image = ImageIO.read(file.toFile());
                if (image != null) {
                    return Optional.of(Picture.of(image));
                }
            }
            Picture picture = pipeline.generate(setting.request(prompt, pipeline.defaults(), seed + number));
            Files.createDirectories(file.getParent());
            Path partial = file.resolveSibling(file.getFileName() + ".part");
            ImageIO.write(picture.toImage(), "png", partial.toFile());
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(picture);
        } catch (RefusedException e) {
            refused.add("%s (%s)".formatted(setting.german() ? prompt.german() : prompt.english(), e.refusal().code()));
            return Optional.empty();
        } catch (IOException e) {
            throw new TrainingException(
                    "training.run-folder", "The picture %s cannot be written: %s.".formatted(file, e.getMessage()), e);
        }
    }
}
