package dev.bildwerk.diffusion.text.tokenizer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * CLIP's tokenizer (Radford et al. 2021): from a text to the ids that a text encoder reads. Gives the ids that
 * transformers' {@code CLIPTokenizer} gives.
 *
 * <p>Immutable and thread-safe. Takes any string, and time in proportion to its length.
 */
public final class ClipTokenizer {
    private final BytePairEncoder encoder;
    private final AddedTokenFinder spelledAsIs;
    private final AddedTokenFinder spelledInAnyCase;
    private final int bos;
    private final int eos;
    private final int pad;
    private final int vocabularySize;
    private final int maxLength;

    private static final class Standard {
        static final ClipTokenizer INSTANCE = new ClipTokenizer(StandardVocabulary.read(SpecialTokens.CLIP));
    }

    private static final class PaddedWithZero {
        static final ClipTokenizer INSTANCE = new ClipTokenizer(StandardVocabulary.read(SpecialTokens.OPEN_CLIP));
    }

    ClipTokenizer(Vocabulary vocabulary) {
        SpecialTokens specials = vocabulary.specials();
        encoder = vocabulary.encoder();
        Map<Boolean, List<AddedToken>> added = vocabulary.added().stream()
                .collect(Collectors.partitioningBy(AddedToken::normalized));
        spelledAsIs = new AddedTokenFinder(added.get(false));
        spelledInAnyCase = new AddedTokenFinder(added.get(true).stream()
                .map(token -> new AddedToken(TextNormalizer.normalize(token.content()), token.id(), true))
                .toList());
        bos = vocabulary.ids().get(specials.bos());
        eos = vocabulary.ids().get(specials.eos());
        pad = vocabulary.ids().get(specials.pad());
        vocabularySize = vocabulary.size();
        maxLength = specials.maxLength();
    }

    /**
     * The vocabulary of 49,408 tokens that Stable Diffusion 1, 2 and XL share, padded with end-of-text as SD 1 does.
     */
    public static ClipTokenizer standard() {
        return Standard.INSTANCE;
    }

    /** The same vocabulary, padded with token 0 as SD 2 and the second encoder of SDXL do. */
    public static ClipTokenizer standardPaddedWithZero() {
        return PaddedWithZero.INSTANCE;
    }

    /**
     * The tokenizer of a checkpoint folder: {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json}; with
     * the special tokens of {@code tokenizer_config.json} and {@code special_tokens_map.json} where they are there.
     *
     * @throws TokenizerFileException with one sentence that names the file, if one is missing or is not what it
     * should be
     */
    public static ClipTokenizer load(Path tokenizerFolder) {
        return TokenizerFolder.read(tokenizerFolder);
    }

    /** The ids of a text, without bos and eos, as many as there are. */
    public int[] encode(String text) {
        TokenIds ids = new TokenIds();
        spelledAsIs.find(text, between -> encodeNormalized(between, ids), token -> ids.add(token.id()));
        return ids.toArray();
    }

    private void encodeNormalized(String text, TokenIds ids) {
        spelledInAnyCase.find(
                TextNormalizer.normalize(text),
                between -> WordSplitter.split(between, word -> ids.addAll(encoder.encode(word))),
                token -> ids.add(token.id()));
    }

    /** A prompt as a text encoder takes it, {@code [maxLength]}: bos, what fits of the ids, eos, pad. */
    public int[] encodePadded(String text) {
        int[] ids = encode(text);
        return frame(ids, 0, Math.min(ids.length, maxLength - 2));
    }

    /**
     * A prompt of any length, {@code [chunks, maxLength]}: each chunk is bos, the next {@code maxLength - 2} ids, eos,
     * pad. Always at least one chunk; an empty text gives an empty one.
     */
    public int[][] chunks(String text) {
        int[] ids = encode(text);
        int capacity = maxLength - 2;
        int[][] chunks = new int[Math.max(1, Math.ceilDiv(ids.length, capacity))][];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = frame(ids, i * capacity, Math.min(ids.length, (i + 1) * capacity));
        }
        return chunks;
    }

    /**
     * Ids as a text encoder takes them, {@code [maxLength]}: bos, the ids, eos, pad.
     *
     * @param ids at most {@code maxLength - 2}
     */
    public int[] frame(int[] ids) {
        return frame(ids, 0, ids.length);
    }

    private int[] frame(int[] ids, int from, int to) {
        int[] framed = new int[maxLength];
        Arrays.fill(framed, pad);
        framed[0] = bos;
        System.arraycopy(ids, from, framed, 1, to - from);
        framed[1 + to - from] = eos;
        return framed;
    }

    /** Id of the token that begins a prompt. */
    public int bos() {
        return bos;
    }

    /** Id of the token that ends a prompt. */
    public int eos() {
        return eos;
    }

    /** Id of the token that fills a prompt up; may be {@link #eos()}. */
    public int pad() {
        return pad;
    }

    /** Number of ids: the rows of the text encoder's token embedding. */
    public int vocabularySize() {
        return vocabularySize;
    }

    /** Tokens of a prompt with bos and eos; 77 for CLIP. */
    public int maxLength() {
        return maxLength;
    }
}
