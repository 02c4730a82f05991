package dev.bildwerk.diffusion.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.FullSize;
import dev.bildwerk.diffusion.checkpoint.ManifestFile;
import dev.bildwerk.diffusion.checkpoint.WeightSource;
import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds.Hints;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.diffusion.checkpoint.names.StoredWeight;
import dev.bildwerk.diffusion.unet.ControlNet;
import dev.bildwerk.diffusion.unet.T2IAdapter;
import dev.bildwerk.engine.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ControlNets and T2I-Adapters of full size, as their authors wrote them: known from names and shapes alone. */
class GuideManifestTest {
    private static final Path PATH = Path.of("guide.safetensors");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "controlnet-sd1        | sd1  | a ControlNet for Stable Diffusion 1   | 361",
        "controlnet-sd2        | sd2  | a ControlNet for Stable Diffusion 2   | 364",
        "controlnet-sdxl       | sdxl | a ControlNet for Stable Diffusion XL  | 1251",
        "controlnet-sdxl-mid   | sdxl | a ControlNet for Stable Diffusion XL  | 272",
        "controlnet-sdxl-small | sdxl | a ControlNet for Stable Diffusion XL  | 160",
        "adapter-sd1           | sd1  | a T2I-Adapter for Stable Diffusion 1  | 77",
        "adapter-sd1-grey      | sd1  | a T2I-Adapter for Stable Diffusion 1  | 77",
        "adapter-sd1-light     | sd1  | a T2I-Adapter for Stable Diffusion 1  | 18",
        "adapter-sdxl          | sdxl | a T2I-Adapter for Stable Diffusion XL | 79",
        "adapter-sdxl-original | sdxl | a T2I-Adapter for Stable Diffusion XL | 79",
    })
    void everyWeightThatTheNetworkAsksForIsWhereDiffusersFindsIt(
            String name, String family, String title, long millions) {
        ManifestFile file = ManifestFile.read(name);
        GuideWeights weights = weights(file.manifest());
        assertThat(weights.kind().title()).isEqualTo(title);

        GuideFile guide = GuideFitting.of(weights, FullSize.checkpoint(family));

        assertThat(guide.parameters() / 1_000_000).isEqualTo(millions);
        Map<String, long[]> asked = switch (guide) {
            case GuideFile.OfControlNet net -> GuideMaker.asked(of -> new ControlNet(of, net.config()));
            case GuideFile.OfAdapter adapter -> GuideMaker.asked(of -> new T2IAdapter(of, adapter.config()));
        };
        Set<String> reached = new TreeSet<>();
        asked.forEach((key, shape) -> {
            StoredWeight stored = guide.files().names().of(key).getFirst();
            ManifestFile.Line line = file.lines().get(stored.name());
            assertThat(line).as("%s should lie in %s", key, stored).isNotNull();
            assertThat(stored.fits(line.shape(), shape)).as("%s fits %s", line, key).isTrue();
            assertThat(line.targets()).containsExactly("guide:" + key);
            reached.add(stored.name());
        });
        assertThat(reached).isEqualTo(file.lines().keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "controlnet-sd1, sd2", "controlnet-sd1, sdxl", "controlnet-sd2, sd1", "controlnet-sdxl, sd1",
        "controlnet-sdxl, sd2",
        "controlnet-sdxl-mid, sd1", "controlnet-sdxl-small, sd1", "controlnet-sdxl-small, sd2",
        "adapter-sd1, sdxl", "adapter-sd1-light, sdxl", "adapter-sdxl, sd1",
    })
    void refusesANetworkForAnotherFamily(String name, String family) {
        GuideWeights weights = weights(ManifestFile.read(name).manifest());

        assertThatThrownBy(() -> GuideFitting.of(weights, FullSize.checkpoint(family)))
                .isInstanceOfSatisfying(GuideException.class, e -> assertThat(e.code()).isEqualTo("guide.family"))
                .hasMessageStartingWith(
                        "guide.safetensors is " + weights.kind().title() + ", which does not fit the model ")
                .hasMessageEndingWith(": take one that was made for it.");
    }

    /** What is damaged is another kind, or a sentence, or a weight that is missed later. */
    @ParameterizedTest
    @CsvSource({"controlnet-sd1, sd1", "controlnet-sdxl-mid, sdxl", "adapter-sd1, sd1", "adapter-sd1-light, sd1"})
    void answersEveryDamagedHeader(String name, String family) {
        Manifest whole = ManifestFile.read(name).manifest();
        List<String> names = List.copyOf(whole.tensors().keySet());
        long[] sizes = {0, 1, 2, 3, 8, 320, 1L << 24, 1L << 40, 1L << 60};
        Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            TreeMap<String, Manifest.Item> tensors = new TreeMap<>(whole.tensors());
            for (int damages = 1 + random.nextInt(names.size()); damages > 0; damages--) {
                String damaged = names.get(random.nextInt(names.size()));
                switch (random.nextInt(3)) {
                    case 0 -> tensors.remove(damaged);
                    case 1 -> tensors.put(damaged.replace('1', '7'), new Manifest.Item(DType.I8, List.of()));
                    default -> {
                        List<Long> shape = new ArrayList<>();
                        random.ints(random.nextInt(5), 0, sizes.length).forEach(i -> shape.add(sizes[i]));
                        tensors.put(damaged, new Manifest.Item(DType.F16, shape));
                    }
                }
            }
            Manifest manifest = new Manifest(tensors, Map.of());
            if (FileKinds.of(manifest, Hints.of("m")) instanceof FileKind.Control) {
                try {
                    assertThat(GuideFitting.of(weights(manifest), FullSize.checkpoint(family))).isNotNull();
                } catch (GuideException e) {
                    assertThat(e).hasMessageMatching("guide.safetensors (is|looks like) a .*\\.");
                }
            }
        }
    }

    private static GuideWeights weights(Manifest manifest) {
        FileKind kind = FileKinds.of(manifest, Hints.of("guide.safetensors"));
        assertThat(kind).isInstanceOf(FileKind.Control.class);
        return new GuideWeights(PATH, new WeightSource(PATH, Map.of()), manifest, (FileKind.Control) kind);
    }
}
