package dev.bildwerk.training.denoiser;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.training.optim.AdamW;
import dev.bildwerk.training.optim.ParameterSet;
import dev.bildwerk.training.run.LearningRate;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Teaches a text encoder, before it meets pictures, to hold a caption's words at every token that follows them: each word has a
 * fixed random code, and the end tokens that fill a row are to be the sum of the codes of the row's words.
 *
 * <p>Without this most tokens of a row are end tokens that look alike for every caption. A denoiser that learns from nothing
 * then sees a caption's one telling word as a few percent of what it attends to, finds the loudest difference, such as a
 * coloured background, and the encoder comes to hold nothing else.
 */
final class TextWarmup {
    private static final int BATCH = 64;
    private static final LearningRate RATE = new LearningRate(1e-3, 50, 0.3);
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.99, 1e-8, 0, 1);

    private final ClipTextConfig config;
    private final ClipTokenizer tokenizer;
    private final List<String> captions;
    private final long seed;
    private final Map<Integer, float[]> codes = new HashMap<>();

    /** @param captions as often as they are to be seen in proportion */
    TextWarmup(ClipTextConfig config, ClipTokenizer tokenizer, List<String> captions, long seed) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.captions = captions;
        this.seed = seed;
    }

    /** A trained encoder's weights, fp32 on the CPU, under their own keys; the caller closes them. */
    ParameterSet run(long steps, PrintStream out) {
        ParameterSet parameters =
                ParameterSet.of(weights -> new ClipTextEncoder(weights, config), DType.F32, Device.CPU, seed);
        ClipTextEncoder encoder = new ClipTextEncoder(parameters.weights(), config);
        try (AdamW optimizer = new AdamW(parameters, SETTINGS)) {
            double loss = 0;
            for (long step = 0; step < steps; step++) {
                try (Scope scope = Scope.open()) {
                    Tensor value = loss(encoder, new SplittableRandom(seed * 7_368_787 + step));
                    value.backward();
                    loss = value.item();
                }
                optimizer.step(RATE.at(step, steps), Math.min(0.99, (step + 1.0) / (step + 10)));
                if ((step + 1) % 100 == 0 || step + 1 == steps) {
                    out.printf("Text encoder: step %,d of %,d, %.0f %% of the words lost%n", step + 1, steps, 100 * loss);
                }
            }
        }
        return parameters;
    }

    /** Mean squared distance from the codes, of unit variance: 0 where all is held, 1 where nothing is. */
    private Tensor loss(ClipTextEncoder encoder, SplittableRandom random) {
        int length = config.positions();
        int width = config.width();
        int[][] tokens = new int[BATCH][];
        float[] wanted = new float[BATCH * length * width];
        float[] counts = new float[BATCH * length];
        int counted = 0;
        for (int i = 0; i < BATCH; i++) {
            String caption = random.nextInt(10) == 0 ? "" : captions.get(random.nextInt(captions.size()));
            tokens[i] = tokenizer.encodePadded(caption);
            float[] code = code(tokens[i]);
            for (int t = length - 1; t > 0 && tokens[i][t] == tokenizer.eos(); t--) {
                System.arraycopy(code, 0, wanted, (i * length + t) * width, width);
                counts[i * length + t] = 1;
                counted++;
            }
        }
        Tensor held = encoder.apply(tokens).lastHiddenState();
        Tensor lost = held.sub(Tensor.of(wanted, BATCH, length, width)).square();
        return lost.mul(Tensor.of(counts, BATCH, length, 1)).sum().mul(1.0 / ((double) counted * width));
    }

    /** The sum of the codes of a row's words, scaled to unit variance; an empty row has a code of its own. */
    private float[] code(int[] row) {
        float[] sum = new float[config.width()];
        int[] words = Arrays.stream(row)
                .filter(token -> token != tokenizer.bos() && token != tokenizer.eos())
                .distinct()
                .toArray();
        for (int token : words.length == 0 ? new int[] {tokenizer.eos()} : words) {
            float[] own = codes.computeIfAbsent(token, this::random);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += own[i];
            }
        }
        double squares = 0;
        for (float value : sum) {
            squares += value * value;
        }
        double scale = Math.sqrt(sum.length / squares);
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= (float) scale;
        }
        return sum;
    }

    private float[] random(int token) {
        SplittableRandom random = new SplittableRandom(seed * 31 + token);
        float[] code = new float[config.width()];
        for (int i = 0; i < code.length; i++) {
            code[i] = (float) random.nextGaussian();
        }
        return code;
    }
}
