package dev.bildwerk.safety;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.safety.consent.ConsentRegistry;
import dev.bildwerk.safety.consent.RegistryException;
import dev.bildwerk.safety.consent.RegistryStore;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.model.KnownCleanModels;
import dev.bildwerk.safety.model.ModelProvenance;
import dev.bildwerk.safety.picture.PictureCheck;
import dev.bildwerk.safety.picture.PictureCheckException;
import dev.bildwerk.safety.prompt.PromptLanguage;
import dev.bildwerk.safety.prompt.PromptPolicy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The guard of every pipeline. It has no switch: what it refuses is in {@code docs/safety.md}.
 *
 * <p>Pictures are looked up in the user's list of blocked ones ({@link DataFolder#blockedHashes}), given ones and drawn ones, previews
 * included. Where that list cannot be read nothing is drawn.
 *
 * <p>Where the picture check is installed ({@link DataFolder#pictureCheck}), it looks at all of them too. Without it only models that
 * are known to be clean are admitted: the guard fails closed for every other.
 *
 * <p>Thread-safe. It remembers what was admitted: once a model is that is not known to be clean, it refuses more.
 */
public final class BildwerkGuard implements Guard {
    /** Reason code of a model that is not on the list of clean ones. */
    public static final String MODEL_NOT_KNOWN_CLEAN = "model.not-known-clean";

    /** Reason code of a picture that looks like a blocked one. */
    public static final String PICTURE_BLOCKED = "picture.blocked";

    /** Reason code where the list of blocked pictures cannot be read. */
    public static final String BLOCKED_LIST_UNREADABLE = "picture.blocked-list";

    /** Reason code of a picture that the picture check takes for sexual. */
    public static final String PICTURE_SEXUAL = "picture.sexual";

    /** Reason code of a picture of a person that is to be painted over or made anew. */
    public static final String PICTURE_PERSON = "picture.person";

    /** Reason code where the picture check lacks a file or was changed. */
    public static final String PICTURE_CHECK_BROKEN = PictureCheckException.BROKEN;

    /** Reason code of a model that brings a safety checker along which cannot be used. */
    public static final String SAFETY_CHECKER_BROKEN = "model.safety-checker";

    /** Reason code of a prompt that names who or what is entered in the registry of consent. */
    public static final String PROMPT_REGISTRY = "prompt.registry";

    /** Reason code where the registry of consent cannot be read. */
    public static final String REGISTRY_UNREADABLE = "prompt.registry-unreadable";

    private final KnownCleanModels knownCleanModels;
    private final PictureGuard pictures;
    private final RegistryStore consent;
    private final Locale userLocale;

    /** For tests, which draw with models of random weights; programs use {@link #create()}. */
    BildwerkGuard(
            KnownCleanModels knownCleanModels,
            HashStore blockedPictures,
            PictureCheck pictureCheck,
            RegistryStore consent,
            Locale userLocale) {
        this.knownCleanModels = Objects.requireNonNull(knownCleanModels);
        this.pictures =
                new PictureGuard(Objects.requireNonNull(blockedPictures), Objects.requireNonNull(pictureCheck));
        this.consent = Objects.requireNonNull(consent);
        this.userLocale = Objects.requireNonNull(userLocale);
        PromptPolicy.begin();
    }

    /** Begins what takes a guard half a second, so that it is done when the first one is asked. */
    public static void begin() {
        PromptPolicy.begin();
    }

    /** A guard that answers in this machine's language. */
    public static BildwerkGuard create() {
        return create(Locale.getDefault());
    }

    /** A guard that answers about prompts in the user's language, or in the prompt's where the user's is English. */
    public static BildwerkGuard create(Locale userLocale) {
        return new BildwerkGuard(
                KnownCleanModels.shipped(),
                new HashStore(DataFolder.blockedHashes()),
                new PictureCheck(DataFolder.pictureCheck()),
                new RegistryStore(DataFolder.consentRegistry()),
                userLocale);
    }

    @Override
    public Verdict admitModel(Path model) {
        Optional<Objection> objection =
                switch (knownCleanModels.provenanceOf(model)) {
                    case ModelProvenance.KnownClean known -> Optional.empty();
                    case ModelProvenance.Unknown unknown -> pictures.againstUnknown(model);
                };
        return verdict(objection, userLocale);
    }

    @Override
    public Verdict admit(GenerationRequest request) {
        return verdict(objectionTo(request).or(() -> pictures.againstGiven(request)), request);
    }

    /** Admits the picture of a request that {@link #admit} admits, unless it looks like a blocked one or the picture check objects. */
    @Override
    public Verdict look(GenerationRequest request, Picture picture) {
        return verdict(objectionTo(request).or(() -> pictures.againstShown(picture)), request);
    }

    private Optional<Objection> objectionTo(GenerationRequest request) {
        SpokenTexts texts = SpokenTexts.of(request);
        return PromptPolicy.shared()
                .reasonAgainst(texts.wanted(), texts.unwanted())
                .map(Objection::new)
                .or(() -> withoutConsent(texts));
    }

    private Optional<Objection> withoutConsent(SpokenTexts texts) {
        try {
            ConsentRegistry registry = consent.current();
            return texts.wanted().stream().anyMatch(text -> registry.namedIn(text).isPresent())
                    ? Optional.of(new Objection(PROMPT_REGISTRY))
                    : Optional.empty();
        } catch (RegistryException e) {
            return Optional.of(new Objection(REGISTRY_UNREADABLE, consent.file()));
        }
    }

    private Verdict verdict(Optional<Objection> objection, GenerationRequest request) {
        return verdict(objection, PromptLanguage.of(request.prompt(), userLocale));
    }

    private static Verdict verdict(Optional<Objection> objection, Locale locale) {
        return objection.map(found -> found.in(locale)).orElseGet(Verdict::admitted);
    }
}
