package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedText;
import dev.bildwerk.diffusion.embedding.TaughtWords;
import dev.bildwerk.diffusion.pipeline.PromptConditioning.Member;
import dev.bildwerk.diffusion.pipeline.PromptConditioning.Span;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.PromptPlan;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns prompts into what the denoiser is conditioned on.
 *
 * <p>A prompt of more tokens than an encoder takes is encoded in chunks, each for itself, and they are joined, so that
 * nothing is lost. The texts that one prompt changes to get empty chunks where they are shorter; in the literal dialect
 * so does the shorter one of prompt and negative prompt. A prompt of one chunk is then encoded as diffusers does.
 */
final class PromptEncoder {
    /** Rows of tokens for one picture: a prompt of the most characters takes about 150. */
    private static final int MOST_ROWS = 1_024;

    /** Prompts in one picture; each takes as long as the picture would. */
    private static final int MOST_PROMPTS = 32;

    private final LoadedModel model;
    private final List<LoadedText> texts;
    private final boolean xl;
    private final boolean zerosForEmptyPrompt;

    PromptEncoder(LoadedModel model) {
        this.model = model;
        texts = model.texts();
        xl = model.checkpoint().unet().added() instanceof AddedConditions.TextTime;
        zerosForEmptyPrompt = model.checkpoint().zerosForEmptyPrompt();
    }

    /** The prompt alone, literally. */
    TextConditioning encode(String prompt) {
        return encode(PromptReading.PLAIN, prompt, "", 1, false).prompts().getFirst().at(0);
    }

    /** The negative prompt and then the prompt, literally: the batch of two that guidance compares. */
    TextConditioning encodeGuided(String prompt, String negativePrompt) {
        PromptConditioning both = encode(PromptReading.PLAIN, prompt, negativePrompt, 1, true);
        return both.negative().at(0).followedBy(both.prompts().getFirst().at(0));
    }

    /**
     * Prompts for every step of a picture.
     *
     * @param steps that the picture takes
     * @param guided whether the negative prompt is needed; prompts that are weighed against each other need it anyway
     * @throws InvalidRequestException if the text is too much to encode, or an encoder has not that many layers
     * @throws dev.bildwerk.diffusion.embedding.EmbeddingException if an embedding does not fit this model
     */
    PromptConditioning encode(PromptReading reading, String prompt, String negativePrompt, int steps, boolean guided) {
        requireLayer(reading.clipSkip());
        PromptPlan plan = PromptPlan.of(reading.dialect(), prompt, steps);
        requireFew(plan.members());
        List<ChangingPrompt> prompts =
                plan.members().stream().map(ChangingPrompt::of).toList();
        boolean weighed = prompts.size() > 1 || plan.members().getFirst().weight() != 1;
        List<TaughtWords> taught = TaughtWords.read(model, reading.embeddings(), reading.dialect());
        List<ChunkEncoder> encoders = encoders(reading, taught);
        if (!guided && !weighed) {
            return new PromptConditioning(
                    null, encode(encoders, prompts, chunkCounts(encoders, reading.dialect(), prompts)));
        }
        if (zerosForEmptyPrompt && negativePrompt.isEmpty() && reading.dialect() != Dialect.COMFYUI) {
            List<Member> encoded =
                    equallyLong(encode(encoders, prompts, chunkCounts(encoders, reading.dialect(), prompts)));
            return new PromptConditioning(Member.of(encoded.getFirst().at(0).zeros()), encoded);
        }
        PromptPlan negativePlan = PromptPlan.ofNegative(reading.dialect(), negativePrompt, steps);
        return encodeBoth(reading, taught, ChangingPrompt.of(negativePlan.members().getFirst()), prompts);
    }

    private List<ChunkEncoder> encoders(PromptReading reading, List<TaughtWords> taught) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new ChunkEncoder(texts.get(i), taught.get(i), reading, xl))
                .toList();
    }

    private PromptConditioning encodeBoth(
            PromptReading reading,
            List<TaughtWords> taught,
            ChangingPrompt negativePrompt,
            List<ChangingPrompt> prompts) {
        List<ChangingPrompt> all = new ArrayList<>(List.of(negativePrompt));
        all.addAll(prompts);
        List<ChunkEncoder> encoders = encoders(reading, taught);
        int[] chunks = chunkCounts(encoders, reading.dialect(), all);
        List<Member> encoded = encode(encoders, all, chunks);
        // In diffusers a negative prompt comes from the usual layer, whatever is asked for.
        Member negative = reading.dialect() == Dialect.DIFFUSERS && reading.clipSkip() > 0
                ? encode(encoders(PromptReading.PLAIN, taught), all.subList(0, 1), chunks).getFirst()
                : encoded.getFirst();
        return new PromptConditioning(negative, equallyLong(encoded.subList(1, encoded.size())));
    }

    /** @param chunks of each prompt */
    private List<Member> encode(List<ChunkEncoder> encoders, List<ChangingPrompt> prompts, int[] chunks) {
        List<List<TextRows>> byEncoder = encoders.stream()
                .map(encoder -> encoder.encode(prompts, chunks))
                .toList();
        List<Member> encoded = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            int index = i;
            List<Tensor> states =
                    byEncoder.stream().map(rows -> rows.get(index).states()).toList();
            Tensor pooled = xl ? byEncoder.getLast().get(i).pooled() : null;
            encoded.add(prompts.get(i).encoded(new TextConditioning(Tensor.cat(2, states), pooled)));
        }
        return encoded;
    }

    /** How many chunks the texts of each prompt take, in the encoder that needs most. */
    private static int[] chunkCounts(List<ChunkEncoder> encoders, Dialect dialect, List<ChangingPrompt> prompts) {
        int[] counts = prompts.stream()
                .mapToInt(prompt -> encoders.stream()
                        .mapToInt(encoder -> encoder.chunkCount(prompt))
                        .max()
                        .orElseThrow())
                .toArray();
        if (dialect == Dialect.DIFFUSERS) {
            Arrays.fill(counts, Arrays.stream(counts).max().orElseThrow());
        }
        long rows = 0;
        for (int i = 0; i < counts.length; i++) {
            rows += (long) counts[i] * prompts.get(i).texts().size();
        }
        if (rows > MOST_ROWS) {
            throw new InvalidRequestException(
                    "request.prompt.chunks",
                    "The prompts with all that they change to take %,d chunks of tokens; at most %,d fit: shorten them."
                            .formatted(rows, MOST_ROWS));
        }
        return counts;
    }

    private static void requireFew(List<PromptPlan.Member> prompts) {
        if (prompts.size() > MOST_PROMPTS) {
            throw new InvalidRequestException(
                    "request.prompt.and",
                    "AND joins %,d prompts here; a picture takes at most %d of them."
                            .formatted(prompts.size(), MOST_PROMPTS));
        }
    }

    private void requireLayer(int clipSkip) {
        int layers = texts.stream()
                .mapToInt(text -> text.encoder().part().config().layers())
                .min()
                .orElseThrow();
        if (clipSkip > layers) {
            throw new InvalidRequestException(
                    "request.clip-skip",
                    "Clip skip is %d; this model's text encoder has %d layers.".formatted(clipSkip, layers));
        }
    }

    /** AUTOMATIC1111 repeats the last token of the shorter ones. */
    private static List<Member> equallyLong(List<Member> prompts) {
        int tokens = prompts.stream()
                .mapToInt(prompt -> prompt.at(0).tokens())
                .max()
                .orElseThrow();
        return prompts.stream()
                .map(prompt -> new Member(
                        prompt.weight(),
                        prompt.spans().stream()
                                .map(span -> new Span(span.untilStep(), span.text().lengthenedTo(tokens)))
                                .toList()))
                .toList();
    }
}
