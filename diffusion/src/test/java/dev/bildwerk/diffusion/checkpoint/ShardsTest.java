package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that are split over several files. */
class ShardsTest {
    private static final String STEM = "unet/diffusion_pytorch_model";
    private static final String FIRST = STEM + "-00001-of-00002.safetensors";
    private static final String SECOND = STEM + "-00002-of-00002.safetensors";

    @TempDir
    Path temporary;

    @Test
    void readsAModelWhoseDenoiserIsSplit() throws IOException {
        DamagedModel model = split();
        Checkpoint checkpoint = Checkpoint.open(model.folder());

        assertThat(checkpoint.unetFiles().source().files()).hasSize(2);
        Verification.requirePlaces(checkpoint);
        assertThat(checkpoint.parameters())
                .isEqualTo(Checkpoint.open(MiniatureModels.folder("sd1")).parameters());
    }

    @Test
    void readsAOneFileLayoutThatIsSplit() throws IOException {
        List<TensorData> tensors = List.copyOf(OneFileModel.tensors("sd2v").values());
        int half = tensors.size() / 2;
        SafetensorsWriter.write(temporary.resolve("m-1.safetensors"), tensors.subList(0, half), Map.of());
        SafetensorsWriter.write(temporary.resolve("m-2.safetensors"), tensors.subList(half, tensors.size()), Map.of());
        Map<String, String> places = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            places.put(tensors.get(i).name(), i < half ? "m-1.safetensors" : "m-2.safetensors");
        }
        Path index = Files.writeString(temporary.resolve("m.safetensors.index.json"), json(places));

        Verification.requirePlaces(OneFileModel.open("sd2v", index, CheckpointOptions.NONE));
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        DamagedModel model = split();
        Files.delete(model.file(SECOND));
        assertThat(failure(model))
                .hasMessageContaining("00002-of-00002.safetensors is missing")
                .hasMessageContaining("index.json")
                .returns("checkpoint.file.shard", CheckpointException::code);
    }

    @Test
    void namesTheWeightThatLiesElsewhereThanTheIndexSays() throws IOException {
        DamagedModel model = split();
        Path index = model.file(STEM + ".safetensors.index.json");
        Files.writeString(index, Files.readString(index).replaceFirst("-00001-of-00002", "-00002-of-00002"));
        assertThat(loadingFailure(model))
                .hasMessageContaining("00001-of-00002.safetensors: it holds the weight")
                .returns("checkpoint.file.shard", CheckpointException::code);
    }

    @Test
    void namesTheWeightThatTheIndexPromisesInVain() throws IOException {
        DamagedModel model = split();
        Path index = model.file(STEM + ".safetensors.index.json");
        Files.writeString(index, Files.readString(index).replaceFirst(
                "\"weight_map\":\\{",
                "\"weight_map\":{\"a.promise\":\"diffusion_pytorch_model-00001-of-00002.safetensors\","));
        assertThat(loadingFailure(model))
                .hasMessageContaining("a.promise")
                .returns("checkpoint.file.shard", CheckpointException::code);
    }

    @Test
    void refusesAnIndexThatLeadsOutOfItsFolder() throws IOException {
        DamagedModel model = split();
        for (String path : List.of("../vae/diffusion_pytorch_model.safetensors", "/etc/passwd", "x.bin", "")) {
            model.write(STEM + ".safetensors.index.json", json(Map.of("conv_in.weight", path)));
            assertThat(failure(model).code()).isEqualTo("checkpoint.config.unsupported");
        }
        model.write(STEM + ".safetensors.index.json", "{\"weight_map\": 3}");
        assertThat(failure(model).code()).isEqualTo("checkpoint.config.unsupported");
    }

    private DamagedModel split() throws IOException {
        DamagedModel model = DamagedModel.of("sd1", temporary);
        Path whole = model.file(STEM + ".safetensors");
        Map<String, String> places = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(whole)) {
            List<TensorData> first = new ArrayList<>();
            List<TensorData> second = new ArrayList<>();
            file.entries().forEach(entry -> {
                TensorData tensor = new TensorData(entry.name(), entry.dtype(), entry.shape(), file.segment(entry));
                boolean inFirst = first.size() <= second.size();
                (inFirst ? first : second).add(tensor);
                places.put(entry.name(), Path.of(inFirst ? FIRST : SECOND).getFileName().toString());
            });
            SafetensorsWriter.write(model.file(FIRST), first, Map.of());
            SafetensorsWriter.write(model.file(SECOND), second, Map.of());
        }
        Files.delete(whole);
        return model.write(STEM + ".safetensors.index.json", json(places));
    }

    private static String json(Map<String, String> places) {
        return places.entrySet().stream()
                .map(place -> "\"%s\":\"%s\"".formatted(place.getKey(), place.getValue()))
                .collect(Collectors.joining(",", "{\"metadata\":{\"total_size\":1},\"weight_map\":{", "}}"));
    }

    private static CheckpointException failure(DamagedModel model) {
        return catchThrowableOfType(CheckpointException.class, () -> Checkpoint.open(model.folder()));
    }

    private static CheckpointException loadingFailure(DamagedModel model) {
        return catchThrowableOfType(
                CheckpointException.class, () -> Verification.requirePlaces(Checkpoint.open(model.folder())));
    }
}
