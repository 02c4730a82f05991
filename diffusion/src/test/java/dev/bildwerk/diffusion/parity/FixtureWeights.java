package dev.bildwerk.diffusion.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights of a miniature model, and which of them a module asked for. */
public final class FixtureWeights implements Weights {
    private final FixtureFile file;
    private final DType dtype;
    private final boolean trained;
    private final Map<String, Tensor> given = new LinkedHashMap<>();

    private FixtureWeights(FixtureFile file, DType dtype, boolean trained) {
        this.file = file;
        this.dtype = dtype;
        this.trained = trained;
    }

    public static FixtureWeights of(FixtureFile file, DType dtype) {
        return new FixtureWeights(file, dtype, false);
    }

    /** In fp32, each of them a leaf that wants its gradient. */
    public static FixtureWeights toBeTrained(FixtureFile file) {
        return new FixtureWeights(file, DType.F32, true);
    }

    @Override
    public Tensor get(String key, Init init, long... shape) {
        assertThat(file.names()).as("the checkpoint has a weight of that name").contains(key);
        assertThat(file.shape(key)).as(key).isEqualTo(shape);
        Tensor weight = file.tensor(key).to(dtype);
        if (trained) {
            weight.requireGradient();
        }
        assertThat(given.put(key, weight)).as("%s was asked for before", key).isNull();
        return weight;
    }

    public Tensor given(String key) {
        assertThat(given).containsKey(key);
        return given.get(key);
    }

    /** A module that is built must have asked for every weight of its file. */
    public FixtureWeights requireAllUsed() {
        assertThat(given.keySet()).containsExactlyInAnyOrderElementsOf(file.names());
        return this;
    }
}
