package dev.bildwerk.safety;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.safety.hash.BlockedHashes;
import dev.bildwerk.safety.hash.HashListException;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.model.KnownCleanModels;
import dev.bildwerk.safety.model.ModelProvenance;
import dev.bildwerk.safety.prompt.PromptLanguage;
import dev.bildwerk.safety.prompt.PromptPolicy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The guard of every pipeline. It has no switch: what it refuses is in {@code docs/safety.md}.
 *
 * <p>Pictures are looked up in the user's list of blocked ones ({@link DataFolder#blockedHashes}), given ones and drawn ones, previews
 * included. Where that list cannot be read nothing is drawn.
 *
 * <p>This version has no picture check beyond that. So it admits only models that are known to be clean, and fails closed for every
 * other.
 *
 * <p>Immutable and thread-safe.
 */
public final class BildwerkGuard implements Guard {
    /** Reason code of a model that is not on the list of clean ones. */
    public static final String MODEL_NOT_KNOWN_CLEAN = "model.not-known-clean";

    /** Reason code of a picture that looks like a blocked one. */
    public static final String PICTURE_BLOCKED = "picture.blocked";

    /** Reason code where the list of blocked pictures cannot be read. */
    public static final String BLOCKED_LIST_UNREADABLE = "picture.blocked-list";

    private final PromptPolicy policy = new PromptPolicy();
    private final KnownCleanModels knownCleanModels;
    private final HashStore blockedPictures;
    private final Locale userLocale;

    /** For tests, which draw with models of random weights; programs use {@link #create()}. */
    BildwerkGuard(KnownCleanModels knownCleanModels, HashStore blockedPictures, Locale userLocale) {
        this.knownCleanModels = Objects.requireNonNull(knownCleanModels);
        this.blockedPictures = Objects.requireNonNull(blockedPictures);
        this.userLocale = Objects.requireNonNull(userLocale);
    }

    /** A guard that answers in this machine's language. */
    public static BildwerkGuard create() {
        return create(Locale.getDefault());
    }

    /** A guard that answers in the user's language, English or German; a German prompt is answered in German anyway. */
    public static BildwerkGuard create(Locale userLocale) {
        return new BildwerkGuard(
                KnownCleanModels.shipped(), new HashStore(DataFolder.blockedHashes()), userLocale);
    }

    @Override
    public Verdict admitModel(Path modelFolder) {
        return switch (knownCleanModels.provenanceOf(modelFolder)) {
            case ModelProvenance.KnownClean known -> Verdict.admitted();
            case ModelProvenance.Unknown unknown ->
                Verdict.refused(
                        MODEL_NOT_KNOWN_CLEAN,
                        RefusalMessages.of(MODEL_NOT_KNOWN_CLEAN, userLocale).formatted(modelFolder));
        };
    }

    @Override
    public Verdict admit(GenerationRequest request) {
        return reasonAgainst(request)
                .or(() -> reasonAgainst(request.controls().pictures()))
                .map(code -> refused(code, request))
                .orElseGet(Verdict::admitted);
    }

    private Optional<String> reasonAgainst(GenerationRequest request) {
        SpokenTexts texts = SpokenTexts.of(request);
        return policy.reasonAgainst(texts.wanted(), texts.unwanted());
    }

    private Optional<String> reasonAgainst(Stream<Picture> pictures) {
        try {
            BlockedHashes blocked = blockedPictures.current();
            boolean isBlocked = pictures.anyMatch(picture -> blocked.match(picture).isPresent());
            return isBlocked ? Optional.of(PICTURE_BLOCKED) : Optional.empty();
        } catch (HashListException e) {
            return Optional.of(BLOCKED_LIST_UNREADABLE);
        }
    }

    private Verdict refused(String code, GenerationRequest request) {
        String sentence = RefusalMessages.of(code, PromptLanguage.of(request.prompt(), userLocale));
        return Verdict.refused(
                code, code.equals(BLOCKED_LIST_UNREADABLE) ? sentence.formatted(blockedPictures.file()) : sentence);
    }

    /**
     * Admits the picture of a request that {@link #admit} admits, unless it looks like a blocked one. There is no classifier of pictures
     * yet; that a model which could draw what is refused does not come this far is the work of {@link #admitModel}.
     */
    @Override
    public Verdict look(GenerationRequest request, Picture picture) {
        return reasonAgainst(request)
                .or(() -> reasonAgainst(Stream.of(picture)))
                .map(code -> refused(code, request))
                .orElseGet(Verdict::admitted);
    }
}
