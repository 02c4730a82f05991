package dev.bildwerk.training.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.training.TinyPictures;
import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.scorer.PatternedWeights;
import dev.bildwerk.training.scorer.PictureTower;
import dev.bildwerk.training.scorer.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index of a few coloured discs, by a network that was never trained. */
class CreditIndexTest {
    private static final int PICTURES = 24;

    @TempDir
    Path folder;

    private Path index;
    private PictureSet works;

    @BeforeEach
    void writeAnIndex() throws IOException {
        index = folder.resolve(CreditIndex.FILE);
        works = PictureSet.open(TinyPictures.write(folder.resolve("data"), PICTURES), CreditIndexWriter::isCredited);
        PatternedWeights weights = new PatternedWeights("scorer.picture.");
        try (Scope scope = Scope.open()) {
            PictureTower tower = new PictureTower(weights);
            float[][] rows = new float[works.size()][];
            for (int i = 0; i < rows.length; i++) {
                float[] planes = new float[3 * Scorer.SIDE * Scorer.SIDE];
                Scorer.planes(picture(i), planes, 0);
                rows[i] = tower.apply(Tensor.of(planes, 1, 3, Scorer.SIDE, Scorer.SIDE)).toFloats();
            }
            long bytes = CreditIndexWriter.write(index, works, rows, weights);
            assertThat(bytes).isEqualTo(Files.size(index)).isLessThan(CreditIndexWriter.MOST_BYTES);
        }
    }

    @Test
    void aWorkResemblesItselfMost() {
        CreditIndex read = CreditIndex.read(index);
        for (int i = 0; i < works.size(); i++) {
            List<Credit> credits = read.nearest(picture(i), 3);
            assertThat(credits).hasSize(3);
            assertThat(credits.getFirst().work().id()).isEqualTo(works.get(i).id());
            // To a network that was never trained all discs look nearly the same, so eight bits cost more than to a trained one.
            assertThat(credits.getFirst().similarity()).isGreaterThan(0.8);
            assertThat(credits).isSortedAccordingTo((a, b) -> Double.compare(b.similarity(), a.similarity()));
        }
    }

    @Test
    void onlySingleWorksThatTrainedAreCredited() {
        assertThat(CreditIndex.read(index).works()).hasSize(works.size()).allSatisfy(work -> {
            assertThat(work.title()).isEqualTo("disc");
            assertThat(work.source()).startsWith("test");
        });
        assertThat(works.pictures()).allSatisfy(entry -> {
            assertThat(entry.heldOut()).isFalse();
            assertThat(entry.parts()).isEmpty();
        });
    }

    @Test
    void whatIsMissingOrDamagedIsToldInASentence() throws IOException {
        assertThatThrownBy(() -> CreditIndex.read(folder.resolve("nothing")))
                .isInstanceOfSatisfying(TrainingException.class, e -> assertThat(e.code()).isEqualTo("credits.missing"));
        byte[] bytes = Files.readAllBytes(index);
        Files.write(index, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> CreditIndex.read(index))
                .isInstanceOfSatisfying(TrainingException.class, e -> assertThat(e.code()).isEqualTo("credits.broken"));
    }

    private Picture picture(int i) {
        float[] planes = new float[3 * Scorer.SIDE * Scorer.SIDE];
        works.crop(i, 0, 0, Scorer.SIDE, false, planes, 0);
        int plane = Scorer.SIDE * Scorer.SIDE;
        byte[] rgb = new byte[3 * plane];
        for (int p = 0; p < plane; p++) {
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * p + channel] = (byte) Math.round(planes[channel * plane + p] * 127.5f + 127.5f);
            }
        }
        return new Picture(Scorer.SIDE, Scorer.SIDE, rgb);
    }
}
