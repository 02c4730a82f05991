package dev.bildwerk.training;

import dev.bildwerk.training.denoiser.Miniature;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.vocabulary.BpeTrainer;
import dev.bildwerk.training.vocabulary.VocabularyWriter;
import dev.bildwerk.training.vocabulary.WordCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A data set of a few coloured discs, in the trainer's format, for runs of a few steps. */
public final class TinyPictures {
    private static final String[] KINDS = {"icon", "recoloured", "background", "scene"};

    private TinyPictures() {}

    public static Path write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        int side = PictureSet.SIDE;
        byte[] pixels = new byte[count * side * side * 3];
        StringBuilder manifest = new StringBuilder();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < count; i++) {
            int[] colour = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
            int radius = 20 + random.nextInt(40);
            for (int p = 0; p < side * side; p++) {
                int dx = p % side - side / 2;
                int dy = p / side - side / 2;
                for (int c = 0; c < 3; c++) {
                    int value = dx * dx + dy * dy < radius * radius ? colour[c] : 255;
                    pixels[(i * side * side + p) * 3 + c] = (byte) value;
                }
            }
            String kind = KINDS[i % KINDS.length];
            manifest.append(("{\"index\":%d,\"id\":\"test/%d\",\"source\":\"test\",\"concept\":\"disc\",\"style\":\"flat\","
                            + "\"kind\":\"%s\",\"category\":\"test\",\"colours\":[],\"captions\":{\"en\":[\"a disc\",\"disc number %d\"],"
                            + "\"de\":[\"eine Scheibe\"]},\"split\":\"%s\",\"parts\":[%s]}%n")
                    .formatted(i, i, kind, i, i == count - 1 ? "held-out" : "train", kind.equals("icon") ? "" : "\"test/0\""));
        }
        Files.write(folder.resolve("pictures.u8"), pixels);
        Files.writeString(folder.resolve("manifest.jsonl"), manifest);
        return folder;
    }

    /** A tokenizer's folder that knows the captions' words, for prompts as long as the default model's. */
    public static Path writeTokenizer(Path folder) throws IOException {
        WordCounts counts = WordCounts.of(List.of("a disc", "disc number", "eine Scheibe"));
        VocabularyWriter.write(BpeTrainer.learn(counts, 540, 1), Miniature.POSITIONS, folder);
        return folder;
    }
}
