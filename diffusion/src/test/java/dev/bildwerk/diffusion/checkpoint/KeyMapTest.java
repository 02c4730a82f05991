package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds.Hints;
import dev.bildwerk.diffusion.checkpoint.detect.OneFileModels;
import dev.bildwerk.diffusion.checkpoint.names.ModulePaths;
import dev.bildwerk.diffusion.checkpoint.names.StoredWeight;
import dev.bildwerk.diffusion.checkpoint.names.UNetPaths;
import dev.bildwerk.diffusion.checkpoint.names.VaePaths;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The rules that lead from diffusers' names to those of one file, held tensor by tensor against what diffusers' own
 * conversion does with full-size models.
 */
class KeyMapTest {
    static final List<String> FAMILIES = ManifestFile.NAMES;

    /** What a module asks for while it is built, with the shape; a stand-in is given for each. */
    private static final class Asked implements Weights {
        private final Map<String, long[]> shapes = new LinkedHashMap<>();

        @Override
        public Tensor get(String key, Init init, long... shape) {
            assertThat(shapes.put(key, shape)).as(key).isNull();
            return Tensor.zeros(DType.F32, 1);
        }
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void everyWeightThatAModelAsksForIsWhereDiffusersFindsIt(String family) {
        ManifestFile file = ManifestFile.read(family);
        Checkpoint model = model(file);
        Map<String, PartFiles> parts = new LinkedHashMap<>(Map.of("unet", model.unetFiles(), "vae", model.vaeFiles()));
        Map<String, Consumer<Weights>> modules = new LinkedHashMap<>(Map.of(
                "unet", weights -> new UNet(weights, model.unet()),
                "vae", weights -> new Vae(weights, model.vae())));
        for (int i = 0; i < model.textParts().size(); i++) {
            TextPart text = model.textParts().get(i);
            String part = i == 1 || family.equals("refiner") ? "text_encoder_2" : "text_encoder";
            parts.put(part, text.files());
            modules.put(part, weights -> new ClipTextEncoder(weights, text.config()));
        }
        Set<String> reached = new TreeSet<>();
        modules.forEach((part, build) -> {
            Asked asked = new Asked();
            try (Scope scope = Scope.open()) {
                build.accept(asked);
            }
            asked.shapes.forEach((key, shape) -> {
                StoredWeight stored = parts.get(part).names().of(key).getFirst();
                ManifestFile.Line line = file.lines().get(stored.name());
                assertThat(line).as("%s: %s should lie in %s", part, key, stored).isNotNull();
                assertThat(stored.fits(line.shape(), shape)).as("%s fits %s", line, key).isTrue();
                int place = stored instanceof StoredWeight.Rows rows ? rows.part() : 0;
                assertThat(line.targets().get(place)).isEqualTo(part + ":" + key);
                reached.add(part + ":" + key);
            });
        });
        assertThat(reached).isEqualTo(allTargets(file));
    }

    @ParameterizedTest
    @CsvSource({
        "sd1, unet, 686", "sd1, vae, 248", "sd1, text_encoder, 196",
        "sd2, unet, 686", "sd2, text_encoder, 372",
        "sdxl, unet, 1680", "sdxl, text_encoder, 196", "sdxl, text_encoder_2, 517",
        "refiner, unet, 1220", "refiner, text_encoder_2, 517",
    })
    void manifestsHaveAsManyWeightsAsTheOfficialModels(String family, String part, int count) {
        assertThat(allTargets(ManifestFile.read(family)).stream().filter(target -> target.startsWith(part + ":")))
                .hasSize(count);
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void whatNoPartAsksForMayBeLeft(String family) {
        ManifestFile file = ManifestFile.read(family);
        Checkpoint model = model(file);
        file.lines().forEach((name, line) -> assertThat(model.parts().allMatch(part -> part.names().mayBeLeft(name)))
                .as(name)
                .isEqualTo(line.targets().isEmpty()));
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void pathsLeadBack(String family) {
        ManifestFile file = ManifestFile.read(family);
        Checkpoint model = model(file);
        Set<String> targets = allTargets(file);
        for (ModulePaths paths : Set.of(UNetPaths.of(model.unet()), VaePaths.of(model.vae()))) {
            ModulePaths back = paths.inverse();
            for (String target : targets) {
                String key = target.substring(target.indexOf(':') + 1);
                paths.rename(key).ifPresent(name -> assertThat(back.rename(name)).contains(key));
            }
        }
    }

    @Test
    void sd1MayHoldThePositionsThatOldFilesCarry() {
        Checkpoint model = model(ManifestFile.read("sd1"));
        assertThat(model.textParts()
                        .getFirst()
                        .files()
                        .names()
                        .mayBeLeft("cond_stage_model.transformer.text_model.embeddings.position_ids"))
                .isTrue();
    }

    private static Set<String> allTargets(ManifestFile file) {
        return file.lines().values().stream()
                .flatMap(line -> line.targets().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Checkpoint model(ManifestFile file) {
        FileKind.Model kind = (FileKind.Model) FileKinds.of(file.manifest(), Hints.of("model.safetensors"));
        WeightSource nowhere = new WeightSource(Path.of("model.safetensors"), Map.of());
        return OneFile.checkpoint(nowhere, kind, OneFileModels.configs(file.manifest(), kind), null);
    }
}
