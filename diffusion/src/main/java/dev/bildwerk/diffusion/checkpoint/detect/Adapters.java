package dev.bildwerk.diffusion.checkpoint.detect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows LoRAs with their relatives, and embeddings. */
final class Adapters {
    /** What only the files of one style hold, the more special ones first. */
    private static final List<Map.Entry<String, Pattern>> STYLES = List.of(
            Map.entry("LoHa", Pattern.compile(".*\\.hada_w[12]_[ab]")),
            Map.entry("LoKr", Pattern.compile(".*\\.lokr_w[12](_[ab])?")),
            Map.entry("GLoRA", Pattern.compile("lora_(unet|te\\d?)_.*\\.b[12]\\.weight")),
            Map.entry("(IA)^3", Pattern.compile(".*\\.on_input")),
            Map.entry("DoRA", Pattern.compile(".*(\\.dora_scale|\\.lora_magnitude_vector(\\.weight)?)")),
            Map.entry("LoRA", Pattern.compile(
                    ".*(\\.lora_(up|down|A|B|mid)(\\.default)?\\.weight|\\.lora\\.(up|down)\\.weight"
                            + "|_lora\\.(up|down)\\.weight|\\.lora_linear_layer\\.(up|down)\\.weight)")),
            Map.entry("set of whole differences", Pattern.compile("lora_(unet|te\\d?)_.*\\.(diff|diff_b)")));

    /** The attention to the text, the width of whose input tells the family. */
    private static final Pattern TEXT_INPUT = Pattern.compile(
            "(.*attn2[._](?:to_[kv]|processor[._]to_[kv])(?:_lora)?)[._](.+)");
    private static final int MOST_EMBEDDING_TENSORS = 4;

    private Adapters() {}

    static Optional<FileKind> of(Manifest file) {
        return lora(file).or(() -> embedding(file));
    }

    private static Optional<FileKind> lora(Manifest file) {
        return STYLES.stream()
                .filter(style -> file.names().anyMatch(name -> style.getValue().matcher(name).matches()))
                .findFirst()
                .map(style -> new FileKind.Lora(style.getKey(), familyOfLora(file)));
    }

    private static ModelFamily familyOfLora(Manifest file) {
        boolean twoTexts = file.hasBelow("lora_te2_") || file.hasBelow("text_encoder_2.");
        return file.names()
                .map(name -> textWidth(file, name))
                .filter(width -> width > 0)
                .map(width -> Families.ofContextWidth(width, false))
                .filter(family -> family != ModelFamily.OTHER)
                .findFirst()
                .orElse(twoTexts ? ModelFamily.SDXL : ModelFamily.OTHER);
    }

    /** How wide the text is that the weight changed by this tensor takes in; 0 where the tensor does not tell. */
    private static int textWidth(Manifest file, String name) {
        Matcher input = TEXT_INPUT.matcher(name);
        if (!input.matches()) {
            return 0;
        }
        String module = input.group(1);
        return switch (input.group(2)) {
            case "lora_down.weight",
                    "lora_A.weight",
                    "lora_A.default.weight",
                    "lora.down.weight",
                    "down.weight",
                    "hada_w1_b",
                    "diff" -> file.size(name, 1);
            case "a1.weight" -> Math.max(file.size(name, 0), file.size(name, 1));
            case "lokr_w2", "lokr_w2_b" -> Math.max(
                            file.size(module + ".lokr_w1", 1), file.size(module + ".lokr_w1_b", 1))
                    * file.size(name, 1);
            default -> 0;
        };
    }

    private static Optional<FileKind> embedding(Manifest file) {
        if (file.has("clip_g") && file.has("clip_l")) {
            return Optional.of(new FileKind.Embedding(vectors(file, "clip_g"), ModelFamily.SDXL));
        }
        if (file.tensors().isEmpty() || file.tensors().size() > MOST_EMBEDDING_TENSORS) {
            return Optional.empty();
        }
        // A number beside the vectors, such as the step that they are of, is none of them.
        List<String> names = file.names()
                .filter(name -> file.tensors().get(name).dtype().isFloatingPoint())
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String name = file.has("emb_params") ? "emb_params" : names.getFirst();
        boolean single = names.size() == 1 || file.has("emb_params");
        int axes = file.axes(name);
        int width = axes == 0 ? 0 : file.size(name, axes - 1);
        ModelFamily family = Families.ofContextWidth(width, false);
        boolean known = family == ModelFamily.SD_1 || family == ModelFamily.SD_2 || family == ModelFamily.SDXL_REFINER;
        return single && axes <= 2 && known
                ? Optional.of(new FileKind.Embedding(vectors(file, name), family))
                : Optional.empty();
    }

    private static int vectors(Manifest file, String name) {
        return file.axes(name) == 1 ? 1 : file.size(name, 0);
    }
}
