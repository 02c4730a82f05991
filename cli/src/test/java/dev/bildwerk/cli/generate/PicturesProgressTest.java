package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesProgressTest {
    private final List<String> told = new ArrayList<>();
    private final Progress progress = new Progress() {
        @Override
        public void at(Stage stage, int step, int steps) {
            told.add("%d/%d".formatted(step, steps));
        }

        @Override
        public void close() {}
    };

    @Test
    void addsUpTheStepsOfPicturesThatAreDrawnAtOnce() {
        PicturesProgress pictures = new PicturesProgress(progress, List.of(request(10), request(20)));

        pictures.at(0, Stage.DENOISING, 2, 10);
        pictures.at(1, Stage.DENOISING, 5, 20);
        pictures.at(0, Stage.DENOISING, 3, 10);
        pictures.done(0);
        pictures.done(1);

        assertThat(told).containsExactly("0/30", "2/30", "7/30", "8/30", "15/30", "30/30");
    }

    @Test
    void aPictureThatTakesFewerStepsThanAskedForCountsWhole() {
        PicturesProgress pictures = new PicturesProgress(progress, List.of(request(10)));

        pictures.at(0, Stage.DENOISING, 0, 5);
        pictures.at(0, Stage.DENOISING, 1, 5);
        pictures.at(0, Stage.DECODING, 0, 1);
        pictures.at(0, Stage.DENOISING, 5, 5);

        assertThat(told).containsExactly("0/10", "2/10", "10/10");
    }

    private static GenerationRequest request(int steps) {
        return new GenerationRequest("an apple", "", 1, steps, 5, SamplerName.EULER, ScheduleName.NORMAL, 64, 64);
    }
}
