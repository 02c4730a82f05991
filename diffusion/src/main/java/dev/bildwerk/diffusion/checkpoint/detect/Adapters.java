package dev.bildwerk.diffusion.checkpoint.detect;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Knows LoRAs with their relatives, and embeddings. */
final class Adapters {
    private static final Pattern LORA = Pattern.compile(
            ".*(\\.lora_(up|down|A|B|mid)(\\.default)?\\.weight|\\.lora\\.(up|down)\\.weight|_lora\\.(up|down)\\.weight"
                    + "|\\.lora_linear_layer\\.(up|down)\\.weight)");
    private static final Pattern LOHA = Pattern.compile(".*\\.hada_w[12]_[ab]");
    private static final Pattern LOKR = Pattern.compile(".*\\.lokr_w[12](_[ab])?");
    private static final Pattern DORA = Pattern.compile(".*(\\.dora_scale|\\.lora_magnitude_vector(\\.weight)?)");
    /** What goes in at the attention to the text, whose width tells the family. */
    private static final Pattern TEXT_INPUT = Pattern.compile(
            ".*attn2[._](to_[kv]|processor[._]to_[kv])(_lora)?[._].*(down|lora_A|hada_w1_b|lokr_w2_b)(\\..*)?");
    private static final int MOST_EMBEDDING_TENSORS = 4;

    private Adapters() {}

    static Optional<FileKind> of(Manifest file) {
        return lora(file).or(() -> embedding(file));
    }

    private static Optional<FileKind> lora(Manifest file) {
        boolean dora = matches(file, DORA);
        String style = matches(file, LOHA)
                ? "LoHa"
                : matches(file, LOKR) ? "LoKr" : matches(file, LORA) ? dora ? "DoRA" : "LoRA" : "";
        return style.isEmpty() ? Optional.empty() : Optional.of(new FileKind.Lora(style, familyOfLora(file)));
    }

    private static boolean matches(Manifest file, Pattern pattern) {
        return file.names().anyMatch(name -> pattern.matcher(name).matches());
    }

    private static ModelFamily familyOfLora(Manifest file) {
        boolean twoTexts = file.hasBelow("lora_te2_") || file.hasBelow("text_encoder_2.");
        return file.names()
                .filter(name -> TEXT_INPUT.matcher(name).matches())
                .map(name -> Families.ofContextWidth(file.size(name, 1), false))
                .filter(family -> family != ModelFamily.OTHER)
                .findFirst()
                .orElse(twoTexts ? ModelFamily.SDXL : ModelFamily.OTHER);
    }

    private static Optional<FileKind> embedding(Manifest file) {
        if (file.has("clip_g") && file.has("clip_l")) {
            return Optional.of(new FileKind.Embedding(vectors(file, "clip_g"), ModelFamily.SDXL));
        }
        if (file.tensors().isEmpty() || file.tensors().size() > MOST_EMBEDDING_TENSORS) {
            return Optional.empty();
        }
        List<String> names = file.names().toList();
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
