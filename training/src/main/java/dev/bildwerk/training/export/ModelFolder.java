package dev.bildwerk.training.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.training.denoiser.DenoiserTrainer;
import dev.bildwerk.training.denoiser.Miniature;
import dev.bildwerk.training.optim.Parameter;
import dev.bildwerk.training.optim.ParameterSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a trained model in diffusers' folder layout, its averaged weights in fp16. */
public final class ModelFolder {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Map<String, String> METADATA = Map.of("format", "pt", "made_by", "bildwerk train");

    private ModelFolder() {}

    /**
     * @param vaeConfig with the scaling factor that the denoiser was trained with
     * @param denoiser weights of text encoder and UNet under their prefixes
     * @param tokenizerFolder is copied
     */
    public static void write(
            Path folder,
            Miniature shape,
            VaeConfig vaeConfig,
            ParameterSet vae,
            ParameterSet denoiser,
            Path tokenizerFolder)
            throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.load(tokenizerFolder);
        int pixels = shape.unet().sampleSize() * vaeConfig.factor();
        weights(folder.resolve("vae/diffusion_pytorch_model.safetensors"), vae, "");
        weights(
                folder.resolve("unet/diffusion_pytorch_model.safetensors"), denoiser, DenoiserTrainer.UNET + ".");
        weights(folder.resolve("text_encoder/model.safetensors"), denoiser, DenoiserTrainer.TEXT_ENCODER + ".");
        json(folder.resolve("vae/config.json"), ModelConfigs.vae(vaeConfig, pixels));
        json(folder.resolve("unet/config.json"), ModelConfigs.unet(shape.unet()));
        json(folder.resolve("text_encoder/config.json"), ModelConfigs.text(shape.text(), tokenizer.bos()));
        json(folder.resolve("scheduler/scheduler_config.json"), ModelConfigs.scheduler(shape.scheduler()));
        copy(tokenizerFolder, folder.resolve("tokenizer"));
        json(folder.resolve("bildwerk.json"), ModelConfigs.habits(pixels));
        json(folder.resolve("model_index.json"), ModelConfigs.index());
    }

    private static void weights(Path file, ParameterSet set, String prefix) throws IOException {
        Files.createDirectories(file.getParent());
        try (Scope scope = Scope.open()) {
            List<TensorData> tensors = new ArrayList<>();
            for (Parameter parameter : set.parameters()) {
                if (parameter.key().startsWith(prefix)) {
                    Tensor half = set.average(parameter).to(DType.F16).contiguous();
                    tensors.add(new TensorData(
                            parameter.key().substring(prefix.length()), DType.F16, parameter.shape(), half.segment()));
                }
            }
            SafetensorsWriter.write(file, tensors, METADATA);
        }
    }

    private static void json(Path file, Map<String, Object> content) throws IOException {
        Files.createDirectories(file.getParent());
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(partial, JSON.writeValueAsString(content) + "\n");
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
