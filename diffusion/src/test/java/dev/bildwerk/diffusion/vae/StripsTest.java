package dev.bildwerk.diffusion.vae;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripsTest {
    private static final long BATCH = 2;
    private static final long CHANNELS = 3;
    private static final long WIDTH = 5;
    private static final long ROW = BATCH * CHANNELS * WIDTH * Float.BYTES;

    @ParameterizedTest(name = "blocks of {0} rows, {1} rows at a time")
    @CsvSource({"1, 1", "2, 3", "3, 2", "4, 11", "20, 5"})
    void holdWhatTheyWereGiven(long blockRows, long rowsAtOnce) {
        try (Scope scope = Scope.open();
                Blocks blocks = new Blocks(blockRows * ROW);
                Strips strips = new Strips(blocks, false)) {
            Tensor features = features(1, 11);
            addInParts(strips, features, rowsAtOnce);

            assertThat(strips.height()).isEqualTo(11);
            assertThat(joined(strips.all())).isEqualTo(features.toFloats());
            assertThat(joined(strips.rows(2, 7))).isEqualTo(features.narrow(2, 2, 5).toFloats());
            assertThat(strips.rows(2, 7).getFirst().from()).isEqualTo(2);
        }
    }

    @Test
    void addToTheirRowsAcrossBlocks() {
        try (Scope scope = Scope.open();
                Blocks blocks = new Blocks(2 * ROW);
                Strips strips = new Strips(blocks, false)) {
            Tensor features = features(2, 7);
            strips.add(features);
            Tensor more = features(3, 4);
            strips.addInPlace(1, more);
            assertThat(joined(strips.all()))
                    .isEqualTo(features.add(more.pad(0, 0, 1, 2)).toFloats());
        }
    }

    @Test
    void giveBackWhatEndsAboveARow() {
        try (Scope scope = Scope.open();
                Blocks blocks = new Blocks(2 * ROW)) {
            Strips whole = new Strips(blocks, false);
            whole.add(features(4, 7));
            whole.free(3);
            Strips next = new Strips(blocks, false);
            next.add(features(5, 2));
            assertThat(blocks.most()).isEqualTo(4 * 2 * ROW);
            next.add(features(6, 2));
            assertThat(blocks.most()).isEqualTo(5 * 2 * ROW);
            whole.free(7);
            next.add(features(6, 6));
            assertThat(blocks.most()).isEqualTo(5 * 2 * ROW);
            whole.close();
            next.close();
        }
    }

    @Test
    void keepTheFirstForWhatLiesBelowTheLast() {
        try (Scope scope = Scope.open();
                Blocks blocks = new Blocks(ROW)) {
            Strips strips = new Strips(blocks, true);
            Tensor features = features(7, 3);
            strips.add(features);
            strips.free(3);
            Strips next = new Strips(blocks, false);
            next.add(features(8, 2));
            assertThat(joined(strips.rows(0, 1))).isEqualTo(features.narrow(2, 0, 1).toFloats());
            assertThat(blocks.most()).isEqualTo(3 * ROW);
            strips.close();
            next.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"F32", "BF16"})
    void keepTheNumberFormat(String format) {
        DType precision = DType.valueOf(format);
        try (Scope scope = Scope.open();
                Blocks blocks = new Blocks(ROW);
                Strips strips = new Strips(blocks, false)) {
            Tensor features = features(9, 4).to(precision);
            strips.add(features);
            assertThat(strips.like().dtype()).isEqualTo(precision);
            assertThat(joined(strips.all())).isEqualTo(features.toFloats());
        }
    }

    private static void addInParts(Strips strips, Tensor features, long rowsAtOnce) {
        for (long row = 0; row < features.size(2); row += rowsAtOnce) {
            strips.add(features.narrow(2, row, Math.min(rowsAtOnce, features.size(2) - row)));
        }
    }

    private static float[] joined(List<Strips.Rows> rows) {
        return Tensor.cat(2, rows.stream().map(Strips.Rows::values).toList()).toFloats();
    }

    private static Tensor features(long seed, long height) {
        int count = Math.toIntExact(BATCH * CHANNELS * height * WIDTH);
        return Tensor.of(new TorchGenerator(seed).normal(count), BATCH, CHANNELS, height, WIDTH);
    }
}
