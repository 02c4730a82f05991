package dev.bildwerk.safety.provenance;

import java.util.Objects;

/** What was done to make a picture, as far as its marks tell. */
public sealed interface Making {
    Making GENERATED = new Generated();

    /** What the finished picture is. */
    DigitalSourceType sourceType();

    /** Whether a trained model drew any of it, now or before. */
    default boolean isMachineMade() {
        return sourceType() != DigitalSourceType.ENHANCED;
    }

    /** Whether a trained model had a part in it now. */
    default boolean isByAModel() {
        return !(this instanceof Resized);
    }

    /** Whether it was made from another picture. */
    default boolean isOfAGivenPicture() {
        return !(this instanceof Generated);
    }

    /** The model drew it from noise. */
    record Generated() implements Making {
        @Override
        public DigitalSourceType sourceType() {
            return DigitalSourceType.TRAINED;
        }
    }

    /**
     * The model, or a network that makes pictures larger, changed a given one.
     *
     * @param given what that one was
     */
    record Changed(Given given) implements Making {
        public Changed {
            Objects.requireNonNull(given, "given");
        }

        @Override
        public DigitalSourceType sourceType() {
            return given == Given.MACHINE_MADE ? DigitalSourceType.TRAINED : DigitalSourceType.COMPOSITE_WITH_TRAINED;
        }
    }

    /**
     * A given picture's pixels became more, and no model had a part in it: the picture stays what it was.
     *
     * @param given what that one was
     */
    record Resized(Given given) implements Making {
        public Resized {
            Objects.requireNonNull(given, "given");
        }

        @Override
        public DigitalSourceType sourceType() {
            return switch (given) {
                case MACHINE_MADE -> DigitalSourceType.TRAINED;
                case PARTLY_MACHINE_MADE -> DigitalSourceType.COMPOSITE_WITH_TRAINED;
                case UNKNOWN -> DigitalSourceType.ENHANCED;
            };
        }
    }

    /** What a given picture says of itself. */
    enum Given {
        MACHINE_MADE,
        PARTLY_MACHINE_MADE,
        /** Nothing, or nothing of a machine. */
        UNKNOWN
    }
}
