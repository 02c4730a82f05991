package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.pipeline.Additions;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The names and hashes of a picture's LoRAs and embeddings, as AUTOMATIC1111 writes them into its recipe: the first
 * 12 digits of a SHA-256. For LoRAs it is that of the tensors alone, which kohya's trainer notes in the file
 * ({@code sshs_model_hash}), so that a changed description leaves it as it is; for embeddings that of the whole file.
 * ControlNets have the oldest of its hashes, the first 8 digits of the SHA-256 of 64 KiB in the file.
 */
public final class AdditionHashes {
    private static final int DIGITS = 12;
    private static final int GUIDE_FROM = 0x100000;
    private static final int GUIDE_BYTES = 0x10000;
    private static final int GUIDE_DIGITS = 8;
    private static final String NOTED = "sshs_model_hash";

    private AdditionHashes() {}

    /** A recipe of these fields alone, with files that can be read. */
    public static ForeignRecipe of(Additions additions) {
        SequencedMap<String, String> loras = new LinkedHashMap<>();
        SequencedMap<String, String> embeddings = new LinkedHashMap<>();
        for (AdapterUse use : additions.adapters()) {
            try {
                loras.put(key(NamedFiles.nameOf(use.file())), ofAdapter(use.file()));
            } catch (IOException e) {
                // A recipe does without.
            }
        }
        for (EmbeddingUse use : additions.embeddings()) {
            try {
                embeddings.put(key(use.word()), ModelHash.sha256(use.file()).substring(0, DIGITS));
            } catch (IOException e) {
                // A recipe does without.
            }
        }
        List<GuideRecipe> guides = additions.guides().stream()
                .map(use -> GuideRecipe.of(use, ofGuide(use.file())))
                .toList();
        return ForeignRecipe.builder()
                .loraHashes(loras)
                .embeddingHashes(embeddings)
                .guides(guides)
                .build();
    }

    /** Empty for what is no file. */
    private static String ofGuide(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(Math.min(GUIDE_FROM, Files.size(path)));
            return ModelHash.sha256(in.readNBytes(GUIDE_BYTES)).substring(0, GUIDE_DIGITS);
        } catch (IOException e) {
            return "";
        }
    }

    /** A name as it stands in the list of hashes, where colons and commas have a meaning. */
    static String key(String name) {
        return name.replace(":", "").replace(",", "");
    }

    private static String ofAdapter(Path path) throws IOException {
        String noted;
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            noted = file.metadata().getOrDefault(NOTED, "");
        }
        if (noted.matches("[0-9a-f]{%d,64}".formatted(DIGITS))) {
            return noted.substring(0, DIGITS);
        }
        try (InputStream in = Files.newInputStream(path)) {
            long header = ByteBuffer.wrap(in.readNBytes(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
            return ModelHash.sha256(path, Long.BYTES + header).substring(0, DIGITS);
        }
    }
}
