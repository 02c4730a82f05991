package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.picture.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is put into or beside the model for one picture. All of these are files that the guard must admit.
 *
 * @param adapters what changes its weights, in their order
 * @param embeddings words that it is taught
 * @param guides networks that hold it to pictures
 * @param refiner another model that takes the last steps over
 */
public record Additions(
        List<AdapterUse> adapters, List<EmbeddingUse> embeddings, List<GuideUse> guides, RefinerUse refiner) {
    public static final Additions NONE = new Additions(List.of(), List.of(), List.of(), RefinerUse.NONE);

    public Additions {
        adapters = List.copyOf(adapters);
        embeddings = List.copyOf(embeddings);
        guides = List.copyOf(guides);
        Objects.requireNonNull(refiner, "refiner");
    }

    public Additions withAdapters(List<AdapterUse> value) {
        return new Additions(value, embeddings, guides, refiner);
    }

    public Additions withEmbeddings(List<EmbeddingUse> value) {
        return new Additions(adapters, value, guides, refiner);
    }

    public Additions withGuides(List<GuideUse> value) {
        return new Additions(adapters, embeddings, value, refiner);
    }

    public Additions withRefiner(RefinerUse value) {
        return new Additions(adapters, embeddings, guides, value);
    }

    /** What guides see in the size of what is drawn, to be {@link #cropped}. */
    Additions sized(int width, int height) {
        return withGuides(guides.stream().map(guide -> guide.sized(width, height)).toList());
    }

    /** For a part of what is drawn. */
    Additions cropped(Box box) {
        return withGuides(guides.stream().map(guide -> guide.cropped(box)).toList());
    }

    /** All files. */
    public Stream<Path> files() {
        return Stream.of(
                        adapters.stream().map(AdapterUse::file),
                        embeddings.stream().map(EmbeddingUse::file),
                        guides.stream().map(GuideUse::file),
                        refiner.isOn() ? Stream.of(refiner.model()) : Stream.<Path>empty())
                .flatMap(files -> files);
    }
}
