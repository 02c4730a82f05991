package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void printsALineAtTheStartAndOneEveryFiveSeconds() {
        AtomicLong seconds = new AtomicLong();
        ProgressLines lines = new ProgressLines(err, "Drawing", () -> seconds.get() * 1_000_000_000L);

        lines.at(Stage.ENCODING_TEXT, 0, 1);
        for (int step = 0; step <= 10; step++) {
            lines.at(Stage.DENOISING, step, 10);
            seconds.addAndGet(2);
        }
        lines.at(Stage.DECODING, 1, 1);

        assertThat(text()).containsExactly(
                "Drawing: 10 steps",
                "Drawing: step 3 of 10, 14 s left",
                "Drawing: step 6 of 10, 8 s left",
                "Drawing: step 9 of 10, 2 s left");
    }

    @Test
    void drawsABarWithStepsAndTimeOverItselfAndTakesItAway() {
        ProgressBarLine bar = new ProgressBarLine(err, "Drawing", 80);

        bar.at(Stage.ENCODING_TEXT, 0, 1);
        bar.at(Stage.DENOISING, 0, 20);
        bar.at(Stage.DENOISING, 5, 20);
        bar.at(Stage.DECODING, 0, 1);
        bar.close();

        String drawn = bytes.toString(StandardCharsets.UTF_8);
        assertThat(drawn).contains("Drawing").contains(" 5/20 ").endsWith("\r\u001b[K").doesNotContain("\n");
        assertThat(drawn.split("\r")).allSatisfy(line -> assertThat(line.replace("\u001b[K", "")).hasSizeLessThan(80));
    }

    @Test
    void isSilentWhereThatIsAskedFor() {
        try (Progress progress = Progress.on(err, "Drawing", true)) {
            progress.at(Stage.DENOISING, 1, 2);
        }

        assertThat(bytes.size()).isZero();
    }

    private String[] text() {
        return bytes.toString(StandardCharsets.UTF_8).split("\\R");
    }
}
