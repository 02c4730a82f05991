package dev.bildwerk.safety;

import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** What the Javadoc and docs/library.md show; a program of its own that knows the artifact bildwerk-safety and nothing else. */
final class LibraryExample {
    private LibraryExample() {}

    static BufferedImage draw(Path path) {
        // @start region="five-lines"
        try (TextToImage pipeline = TextToImage.open(path, BildwerkGuard.create())) {
            GenerationRequest request = pipeline.defaults().request("a red apple", 7);
            BufferedImage image = pipeline.generate(request).toImage();
            return image;
        }
        // @end
    }

    static Picture change(TextToImage pipeline, Picture picture, Consumer<String> progress) {
        // @start region="more-control"
        GenerationRequest request = pipeline.defaults()
                .request("a green apple", 7)
                .withSteps(10)
                .with(Controls.NONE.withStart(new Start.FromPicture(picture, 0.6)));
        return pipeline.generate(request, (stage, step, steps) -> {
            progress.accept("%s %d/%d".formatted(stage, step, steps));
            return !Thread.currentThread().isInterrupted(); // false stops
        });
        // @end
    }

    /** Draws with the model named first and writes the picture to the path named second. */
    public static void main(String[] arguments) throws IOException {
        ImageIO.write(draw(Path.of(arguments[0])), "png", Path.of(arguments[1]).toFile());
    }
}
