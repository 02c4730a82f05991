package dev.bildwerk.diffusion.embedding;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedText;
import dev.bildwerk.diffusion.checkpoint.detect.ModelFamily;
import dev.bildwerk.diffusion.prompt.AddedWords;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.text.AddedVectors;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The words that one of a model's text encoders is taught for a picture (textual inversion).
 *
 * @param words how a prompt's tokens stand for them
 * @param vectors what they stand for
 */
public record TaughtWords(AddedWords words, AddedVectors vectors) {
    private static final TaughtWords NONE = new TaughtWords(AddedWords.NONE, AddedVectors.NONE);

    /**
     * Reads embeddings for a model, in the open scope.
     *
     * @return for each of its text encoders
     * @throws EmbeddingException where one is damaged, or made for another family of models
     * @throws dev.bildwerk.diffusion.checkpoint.CheckpointException where one is a pickled file
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where one is not whole
     */
    public static List<TaughtWords> read(LoadedModel model, List<EmbeddingUse> uses, Dialect dialect) {
        List<StoredVectors> stored = uses.stream().map(use -> EmbeddingFile.read(use.file())).toList();
        List<TaughtWords> byEncoder = new ArrayList<>();
        for (int encoder = 0; encoder < model.texts().size(); encoder++) {
            byEncoder.add(uses.isEmpty() ? NONE : of(model, encoder, uses, stored, dialect));
        }
        return byEncoder;
    }

    private static TaughtWords of(
            LoadedModel model, int encoder, List<EmbeddingUse> uses, List<StoredVectors> stored, Dialect dialect) {
        LoadedText text = model.texts().get(encoder);
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < uses.size(); i++) {
            Tensor vectors = vectors(model, encoder, uses.get(i), stored.get(i));
            long width = text.encoder().part().config().width();
            if (vectors.size(1) != width) {
                throw otherFamily(model, uses.get(i), "its vectors have %,d numbers and this model's %,d"
                        .formatted(vectors.size(1), width));
            }
            int most = text.tokenizer().maxLength() - 2;
            if (vectors.size(0) > most) {
                throw new EmbeddingException(
                        "embedding.shape",
                        "%s stands for %,d words; this model takes %d at once."
                                .formatted(uses.get(i).file(), vectors.size(0), most));
            }
            rows.add(vectors);
        }
        AddedWords words = AddedWords.of(
                text.tokenizer(),
                uses.stream().map(EmbeddingUse::word).toList(),
                stored.stream().map(StoredVectors::count).toList(),
                text.encoder().part().config().vocabularySize());
        return new TaughtWords(words, new AddedVectors(Tensor.cat(0, rows), dialect == Dialect.DIFFUSERS));
    }

    private static Tensor vectors(LoadedModel model, int encoder, EmbeddingUse use, StoredVectors stored) {
        boolean two = model.texts().size() > 1;
        boolean refiner = model.checkpoint().family() == ModelFamily.SDXL_REFINER;
        return switch (stored) {
            case StoredVectors.One one when !two -> one.vectors();
            case StoredVectors.One one -> throw otherFamily(model, use, "it has vectors for one text encoder");
            case StoredVectors.Pair pair when two -> encoder == 0 ? pair.small() : pair.large();
            case StoredVectors.Pair pair when refiner -> pair.large();
            case StoredVectors.Pair pair -> throw otherFamily(model, use, "it has vectors for two text encoders");
        };
    }

    private static EmbeddingException otherFamily(LoadedModel model, EmbeddingUse use, String why) {
        return new EmbeddingException(
                "embedding.other-model",
                "%s is for another family of models than %s: %s."
                        .formatted(use.file(), model.checkpoint().family().title(), why));
    }
}
