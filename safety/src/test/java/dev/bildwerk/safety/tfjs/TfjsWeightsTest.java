package dev.bildwerk.safety.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfjsWeightsTest {
    private static final String MANIFEST =
            """
            [{paths:["a","b"],weights:[
              {name:"x/w",shape:[2,2],dtype:"float32",quantization:{min:-.5,scale:2.5e-1,dtype:"uint8"}},
              {name:"n",shape:[],dtype:"int32",quantization:{min:3,scale:1,dtype:"uint8"}},
              {name:"x/b",shape:[1],dtype:"float32",quantization:{min:0,scale:.001,dtype:"uint16"}},
              {name:"x/c",shape:[1],dtype:"float32"}]}]
            """;
    private static final byte[] BYTES = {0, 1, 2, (byte) 255, 9, 1, 1, 0, 0, (byte) 0x80, 0x3f};

    @Test
    void readsLevelsAndNumbersAsTheyLie() throws TfjsException {
        WeightsManifest manifest = WeightsManifest.inScript("var a={b:1,weightsManifest:" + MANIFEST + "};more();");
        TfjsWeights weights = TfjsWeights.of(manifest, BYTES);
        assertThat(manifest.shards()).containsExactly("a", "b");
        assertThat(weights.endingWith("/w").values()).containsExactly(-0.5f, -0.25f, 0, 63.25f);
        assertThat(weights.endingWith("/w").shape()).containsExactly(2L, 2L);
        assertThat(weights.endingWith("/b").values()).containsExactly((float) (257 * 0.001));
        assertThat(weights.endingWith("/c").values()).containsExactly(1);
    }

    @Test
    void asksForBytesOfExactlyTheRightLength() throws TfjsException {
        WeightsManifest manifest = WeightsManifest.parse(MANIFEST);
        assertThatThrownBy(() -> TfjsWeights.of(manifest, new byte[BYTES.length - 1]))
                .isInstanceOf(TfjsException.class)
                .hasMessage("Its bytes end before the weight x/c does.");
        assertThatThrownBy(() -> TfjsWeights.of(manifest, new byte[BYTES.length + 1]))
                .isInstanceOf(TfjsException.class)
                .hasMessage("It has 1 bytes more than its weights take.");
    }

    @Test
    void namesWhatIsNotThereOrNotTheOnlyOne() throws TfjsException {
        TfjsWeights weights = TfjsWeights.of(WeightsManifest.parse(MANIFEST), BYTES);
        assertThatThrownBy(() -> weights.endingWith("n"))
                .hasMessage("It has 0 weights whose name ends with n."); // No floating-point weight.
        assertThatThrownBy(() -> weights.endingWith("")).hasMessageStartingWith("It has 3 weights");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "{}",
        "3",
        "[{weights:[{shape:[1],dtype:\"float32\"}]}]",
        "[{weights:[{name:\"w\",dtype:\"float32\"}]}]",
        "[{weights:[{name:\"w\",shape:[1],dtype:\"float32\",quantization:{dtype:\"uint8\"}}]}]",
        "[{weights:[{name:\"w\",shape:[1],dtype:\"float32\",quantization:{dtype:\"uint4\",min:0,scale:1}}]}]",
        "[{weights:[{name:\"w\",shape:[1],dtype:\"complex64\"}]}]",
        "[{weights:[{name:\"w\",shape:[-1],dtype:\"float32\"}]}]",
        "[{weights:[{name:\"w\",shape:[0],dtype:\"float32\"}]}]",
        "[{weights:[{name:\"w\",shape:[\"x\"],dtype:\"float32\"}]}]",
        "[{weights:[{name:\"w\",shape:[65536,65536,65536,65536],dtype:\"float32\"}]}]",
        "[{weights:[{name:\"w\",shape:[9223372036854775807],dtype:\"float32\"}]}]",
        "[{weights:[{name:\"w\",shape:[4],dtype:\"float32\"}]}]",
        "[{weights:["
    })
    void refusesWhatIsNoManifestOrPromisesTooMuch(String manifest) {
        assertThatThrownBy(() -> TfjsWeights.of(WeightsManifest.parse(manifest), new byte[8]))
                .isInstanceOf(TfjsException.class);
    }

    @Test
    void refusesAManifestThatIsDeeperThanAnyReal() {
        assertThatThrownBy(() -> WeightsManifest.parse("[".repeat(100_000))).isInstanceOf(TfjsException.class);
    }

    @Test
    void refusesAScriptWithoutAManifestAndOneWithoutBase64() {
        assertThatThrownBy(() -> WeightsManifest.inScript("var a;")).isInstanceOf(TfjsException.class);
        assertThatThrownBy(() -> Base64Script.bytes("var a=\"no base 64!\"")).isInstanceOf(TfjsException.class);
    }

    @Test
    void takesTheLongestTextOfAScript() throws TfjsException {
        assertThat(Base64Script.bytes("a(\"x\");b=\"AQIDBAUG\";c('d',\"\")")).containsExactly(1, 2, 3, 4, 5, 6);
    }
}
