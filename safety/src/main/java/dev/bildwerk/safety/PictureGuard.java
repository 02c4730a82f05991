package dev.bildwerk.safety;

import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.guide.Preparation;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.engine.CodedException;
import dev.bildwerk.safety.concept.ConceptChecker;
import dev.bildwerk.safety.hash.BlockedHashes;
import dev.bildwerk.safety.hash.HashListException;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.picture.InstalledCheck;
import dev.bildwerk.safety.picture.PictureCheck;
import dev.bildwerk.safety.picture.PictureCheckException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is held against pictures: the list of blocked ones, and the picture check where it is installed.
 *
 * <p>Remembers whether a model was let in that is not known to be clean: from then on nothing passes without the check, nor without the
 * safety checkers that such models brought along. Thread-safe.
 */
final class PictureGuard {
    private final HashStore blockedPictures;
    private final PictureCheck check;
    private final Map<Path, ConceptChecker> checkers = new ConcurrentHashMap<>();
    private volatile boolean needsCheck;

    PictureGuard(HashStore blockedPictures, PictureCheck check) {
        this.blockedPictures = blockedPictures;
        this.check = check;
    }

    /** Against a model that is not known to be clean; lets it in where every picture of it can be looked at. */
    Optional<Objection> againstUnknown(Path model) {
        Optional<Objection> objection = withCheck(
                        installed -> Optional.empty(),
                        Optional.of(new Objection(BildwerkGuard.MODEL_NOT_KNOWN_CLEAN, model)))
                .or(() -> againstCheckerOf(model));
        if (objection.isEmpty()) {
            needsCheck = true;
        }
        return objection;
    }

    private Optional<Objection> againstCheckerOf(Path model) {
        try {
            if (!checkers.containsKey(model)) {
                ConceptChecker.of(model).ifPresent(checker -> checkers.putIfAbsent(model, checker));
            }
            return Optional.empty();
        } catch (CodedException e) {
            return Optional.of(new Objection(BildwerkGuard.SAFETY_CHECKER_BROKEN, model));
        }
    }

    /** Against the pictures that a request is made from or held to, and what it asks to do with them. */
    Optional<Objection> againstGiven(GenerationRequest request) {
        List<Picture> pictures = request.controls().pictures().toList();
        return against(pictures)
                .or(() -> needsCheck ? againstChanging(request.controls()) : Optional.empty());
    }

    /** Against a picture that is about to be shown. */
    Optional<Objection> againstShown(Picture picture) {
        return against(List.of(picture));
    }

    /** Also where there are none: a check that is broken is better told before a picture is drawn than after. */
    private Optional<Objection> against(List<Picture> pictures) {
        return blocked(pictures)
                .or(() -> withCheck(
                        installed -> sexual(pictures.stream().anyMatch(installed::isSexual)),
                        needsCheck ? Optional.of(broken()) : Optional.empty()))
                .or(() -> byCheckers(pictures));
    }

    private Optional<Objection> byCheckers(List<Picture> pictures) {
        for (Map.Entry<Path, ConceptChecker> checker : checkers.entrySet()) {
            try {
                if (pictures.stream().anyMatch(checker.getValue()::refuses)) {
                    return sexual(true);
                }
            } catch (CodedException e) {
                return Optional.of(new Objection(BildwerkGuard.SAFETY_CHECKER_BROKEN, checker.getKey()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Objection> sexual(boolean isSexual) {
        return isSexual ? Optional.of(new Objection(BildwerkGuard.PICTURE_SEXUAL)) : Optional.empty();
    }

    private Optional<Objection> blocked(List<Picture> pictures) {
        try {
            BlockedHashes blocked = blockedPictures.current();
            return pictures.stream().anyMatch(picture -> blocked.match(picture).isPresent())
                    ? Optional.of(new Objection(BildwerkGuard.PICTURE_BLOCKED))
                    : Optional.empty();
        } catch (HashListException e) {
            return Optional.of(new Objection(BildwerkGuard.BLOCKED_LIST_UNREADABLE, blockedPictures.file()));
        }
    }

    /** A model that might undress someone changes no picture of a person, or only a little, and is not held to one as it is. */
    private Optional<Objection> againstChanging(Controls controls) {
        return withCheck(
                installed -> madeAnew(controls, installed.thresholds().strength()).anyMatch(installed::showsFace)
                        ? Optional.of(new Objection(BildwerkGuard.PICTURE_PERSON))
                        : Optional.empty(),
                Optional.of(broken()));
    }

    /** The given pictures of which so much is made anew that clothes may be gone, or that are shown to a guide as they are. */
    private static Stream<Picture> madeAnew(Controls controls, double bound) {
        Stream<Picture> started = switch (controls.start()) {
            case Start.FromNoise() -> Stream.empty();
            case Start.FromPicture(Picture picture, double strength) -> {
                double most = controls.hires().isOn() ? Math.max(strength, controls.hires().strength()) : strength;
                yield most > bound ? Stream.of(picture) : Stream.empty();
            }
            case Start.Inpainting inpainting -> Stream.of(inpainting.picture());
        };
        Stream<Picture> guiding = controls.additions().guides().stream()
                .filter(guide -> guide.preparation() != Preparation.CANNY)
                .map(GuideUse::picture);
        return Stream.concat(started, guiding);
    }

    private Objection broken() {
        return new Objection(BildwerkGuard.PICTURE_CHECK_BROKEN, check.folder());
    }

    private Optional<Objection> withCheck(
            Function<InstalledCheck, Optional<Objection>> judge, Optional<Objection> without) {
        try {
            return check.current().map(judge).orElse(without);
        } catch (PictureCheckException e) {
            return Optional.of(broken());
        }
    }
}
