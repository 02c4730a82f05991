package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.sampling.PredictionType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a denoiser predicts, and how that is known. Keys and shapes do not show it.
 *
 * @param zeroTerminalSnr whether its last timestep is pure noise
 * @param source for people, such as {@code the file's metadata}
 */
public record Prediction(PredictionType type, boolean zeroTerminalSnr, String source) {
    /** The metadata that Stability and kohya's trainer write: https://github.com/Stability-AI/ModelSpec. */
    private static final String STATED = "modelspec.prediction_type";

    private static final String ARCHITECTURE = "modelspec.architecture";

    /**
     * By the first of these that says anything: the user's word, a marker in the file, the file's metadata, the
     * configuration beside it, its name, the habit of its family.
     *
     * @param asked null where the user says nothing
     * @param yaml the configuration that lies beside the file under its name, as other programs use it; empty for none
     * @param fileName without its folder
     */
    static Prediction of(ModelFamily family, Manifest manifest, PredictionType asked, String yaml, String fileName) {
        boolean zeroSnr = manifest.has("ztsnr");
        if (asked != null) {
            return new Prediction(asked, zeroSnr, "the user's word");
        }
        if (manifest.has("v_pred")) {
            return new Prediction(PredictionType.V_PREDICTION, zeroSnr, "the marker v_pred in the file");
        }
        return stated(manifest.metadata())
                .map(type -> new Prediction(type, zeroSnr, "the file's metadata"))
                .or(() -> inYaml(yaml).map(type -> new Prediction(type, zeroSnr, "the .yaml file beside it")))
                .or(() -> named(family, fileName).map(type -> new Prediction(type, zeroSnr, "the file's name")))
                .orElseGet(() -> new Prediction(habit(family), zeroSnr, "the family's habit"));
    }

    private static Optional<PredictionType> stated(Map<String, String> metadata) {
        String stated = metadata.getOrDefault(STATED, "").toLowerCase(Locale.ROOT);
        if (stated.equals("v") || stated.equals("v_prediction") || stated.equals("v-prediction")) {
            return Optional.of(PredictionType.V_PREDICTION);
        }
        if (stated.equals("epsilon")) {
            return Optional.of(PredictionType.EPSILON);
        }
        return switch (metadata.getOrDefault(ARCHITECTURE, "")) {
            case "stable-diffusion-v2-768-v" -> Optional.of(PredictionType.V_PREDICTION);
            case "stable-diffusion-v2-512", "stable-diffusion-v2-inpainting" -> Optional.of(PredictionType.EPSILON);
            default -> Optional.empty();
        };
    }

    private static Optional<PredictionType> inYaml(String yaml) {
        return yaml.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("parameterization:"))
                .map(line -> line.substring(line.indexOf(':') + 1).replaceAll("[\"'\\s]", ""))
                .map(value -> value.equals("v") ? PredictionType.V_PREDICTION : PredictionType.EPSILON)
                .findFirst()
                .or(() -> yaml.isBlank() ? Optional.empty() : Optional.of(PredictionType.EPSILON));
    }

    private static Optional<PredictionType> named(ModelFamily family, String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.matches(".*v[-_ ]?pred.*")) {
            return Optional.of(PredictionType.V_PREDICTION);
        }
        if (family == ModelFamily.SD_2 && name.matches(".*(512|turbo|eps).*")) {
            return Optional.of(PredictionType.EPSILON);
        }
        return family == ModelFamily.SD_2 && name.contains("768")
                ? Optional.of(PredictionType.V_PREDICTION)
                : Optional.empty();
    }

    /** Most models that were made from Stable Diffusion 2 come from the one of 768 pixels, which predicts velocity. */
    private static PredictionType habit(ModelFamily family) {
        return family == ModelFamily.SD_2 ? PredictionType.V_PREDICTION : PredictionType.EPSILON;
    }
}
