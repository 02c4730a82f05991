package dev.bildwerk.safety;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.safety.model.KnownCleanModels;
import dev.bildwerk.safety.model.ModelProvenance;
import dev.bildwerk.safety.prompt.PromptLanguage;
import dev.bildwerk.safety.prompt.PromptPolicy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The guard of every pipeline. It has no switch: what it refuses is in {@code docs/safety.md}.
 *
 * <p>This version has no picture check. So it admits only models that are known to be clean, and fails closed for every
 * other.
 *
 * <p>Immutable and thread-safe.
 */
public final class BildwerkGuard implements Guard {
    /** Reason code of a model that is not on the list of clean ones. */
    public static final String MODEL_NOT_KNOWN_CLEAN = "model.not-known-clean";

    private final PromptPolicy policy = new PromptPolicy();
    private final KnownCleanModels knownCleanModels;
    private final Locale userLocale;

    /** For tests, which draw with models of random weights; programs use {@link #create()}. */
    BildwerkGuard(KnownCleanModels knownCleanModels, Locale userLocale) {
        this.knownCleanModels = Objects.requireNonNull(knownCleanModels);
        this.userLocale = Objects.requireNonNull(userLocale);
    }

    /** A guard that answers in this machine's language. */
    public static BildwerkGuard create() {
        return create(Locale.getDefault());
    }

    /** A guard that answers in the user's language, English or German; a German prompt is answered in German anyway. */
    public static BildwerkGuard create(Locale userLocale) {
        return new BildwerkGuard(KnownCleanModels.shipped(), userLocale);
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
                .map(code -> Verdict.refused(
                        code, RefusalMessages.of(code, PromptLanguage.of(request.prompt(), userLocale))))
                .orElseGet(Verdict::admitted);
    }

    private Optional<String> reasonAgainst(GenerationRequest request) {
        SpokenTexts texts = SpokenTexts.of(request);
        return policy.reasonAgainst(texts.wanted(), texts.unwanted());
    }

    /**
     * Admits the picture of a request that {@link #admit} admits. There is no classifier of pictures yet; that a
     * model which could draw what is refused does not come this far is the work of {@link #admitModel}.
     */
    @Override
    public Verdict look(GenerationRequest request, Picture picture) {
        return admit(request);
    }
}
