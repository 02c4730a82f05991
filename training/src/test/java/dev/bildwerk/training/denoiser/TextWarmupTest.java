package dev.bildwerk.training.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.training.TinyPictures;
import dev.bildwerk.training.optim.ParameterSet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextWarmupTest {
    private static final int WIDTH = 32;

    @TempDir
    Path folder;

    @Test
    void theLastTokenOfARowTellsWhichWordsStoodInIt() throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.load(TinyPictures.writeTokenizer(folder));
        ClipTextConfig config = new ClipTextConfig(
                tokenizer.vocabularySize(), WIDTH, 64, 2, 2, 20, ClipTextConfig.Activation.GELU, 0, tokenizer.eos());
        TextWarmup warmup =
                new TextWarmup(config, tokenizer, List.of("a disc", "eine Scheibe", "disc number"), 3);
        try (ParameterSet trained = warmup.run(250, new PrintStream(OutputStream.nullOutputStream()));
                Scope scope = Scope.open()) {
            ClipTextEncoder encoder = new ClipTextEncoder(trained.averaged(DType.F32), config);
            int[][] rows = {tokenizer.encodePadded("a disc"), tokenizer.encodePadded("eine Scheibe"),
                tokenizer.encodePadded("disc a")};
            float[] last = encoder.apply(rows).lastHiddenState().select(1, 19).toFloats();
            assertThat(correlation(last, 0, 2)).isGreaterThan(0.9);
            assertThat(correlation(last, 0, 1)).isLessThan(0.6);
        }
    }

    private static double correlation(float[] rows, int a, int b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < WIDTH; i++) {
            double x = rows[a * WIDTH + i];
            double y = rows[b * WIDTH + i];
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return ab / Math.sqrt(aa * bb);
    }
}
