package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.Marks;
import dev.bildwerk.safety.provenance.verify.State;
import dev.bildwerk.safety.provenance.verify.Verification;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewFileTest {
    private static final Picture GREEN = new Picture(1, 1, new byte[] {0, (byte) 200, 0});
    private static final Marks MARKS = Marks.by("Bildwerk 1", remark -> {});

    @TempDir
    Path folder;

    @Test
    void theFileIsThereWhileThePictureIsDrawn() throws IOException {
        Path file = folder.resolve("so-far.png");
        try (PreviewFile preview = new PreviewFile(file, new Progress.Silent(), MARKS, Making.GENERATED, () -> false)) {
            assertThat(preview.progress(Stage.DENOISING, 0, 3)).isTrue();
            assertThat(preview.wantsPreview(1, 3)).isTrue();
            preview.preview(1, 3, GREEN);

            BufferedImage image = ImageIO.read(file.toFile());
            assertThat(image.getRGB(0, 0)).isEqualTo(0xff00c800);
            Verification found = Verification.of(file, Optional.empty(), Optional.empty(), Clock.systemUTC());
            assertThat(found.state()).isEqualTo(State.VALID);
            assertThat(Files.list(folder)).containsExactly(file);
            assertThat(preview.wantsPreview(3, 3)).as("the finished picture is at hand").isFalse();
        }
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void withoutAFileNothingIsWanted() {
        try (PreviewFile preview = new PreviewFile(null, new Progress.Silent(), MARKS, Making.GENERATED, () -> true)) {
            assertThat(preview.wantsPreview(1, 3)).isFalse();
            assertThat(preview.progress(Stage.DENOISING, 1, 3)).as("stopped").isFalse();
        }
    }

    @Test
    void aFileThatIsThereIsNotTakenUnlessForced() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.png"), "mine");
        assertThatThrownBy(() -> PreviewFile.requireUsable(mine, false))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("mine.png is there already");
        PreviewFile.requireUsable(mine, true);
        assertThatThrownBy(() -> PreviewFile.requireUsable(folder.resolve("a.jpg"), false)).hasMessageContaining(".png");
    }
}
