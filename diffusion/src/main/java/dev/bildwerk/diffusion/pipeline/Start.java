package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import java.util.Objects;

/** What a picture is made from. */
public sealed interface Start {
    Start NOISE = new FromNoise();

    /** From noise alone. */
    record FromNoise() implements Start {}

    /**
     * From another picture, laid under noise (Meng et al. 2021, SDEdit); it is brought to the request's size.
     *
     * @param strength how much is made anew: above 0 to 1, where nothing of the picture is left
     */
    record FromPicture(Picture picture, double strength) implements Start {
        public FromPicture {
            Objects.requireNonNull(picture, "picture");
            requireStrength(strength);
        }
    }

    /**
     * A part of another picture is made anew, and the rest is kept to the last bit.
     *
     * @param mask as large as the picture; 255 where it is made anew
     * @param strength as for {@link FromPicture}
     * @param filling what lies under the mask before the noise comes over it
     * @param area what the model is shown
     * @param blur of the mask's edge: sigma of a Gaussian in pixels of the picture, 0 for none
     */
    record Inpainting(Picture picture, Mask mask, double strength, Filling filling, Area area, double blur)
            implements Start {
        /** Wider edges than this would be no edges. */
        private static final double MOST_BLUR = 256;

        public Inpainting {
            Objects.requireNonNull(filling, "filling");
            Objects.requireNonNull(area, "area");
            requireStrength(strength);
            if (picture.width() != mask.width() || picture.height() != mask.height()) {
                throw new InvalidRequestException(
                        "request.mask.size",
                        "The mask is %d x %d pixels and the picture %d x %d: they must be of one size."
                                .formatted(mask.width(), mask.height(), picture.width(), picture.height()));
            }
            if (!(blur >= 0 && blur <= MOST_BLUR)) {
                throw new InvalidRequestException(
                        "request.mask.blur", "The mask's blur is %s; it is 0 to %.0f.".formatted(blur, MOST_BLUR));
            }
            if (mask.bounds().isEmpty()) {
                throw new InvalidRequestException(
                        "request.mask.empty", "The mask is black everywhere: paint white what is to be made anew.");
            }
        }
    }

    /** What lies under the mask at first. */
    enum Filling {
        /** The picture itself. */
        ORIGINAL("original"),
        /** The colours around the mask, spread into it. */
        SURROUNDINGS("surroundings"),
        /** Noise alone: the latent is 0 there. */
        NOTHING("nothing");

        private final String option;

        Filling(String option) {
            this.option = option;
        }

        /** As typed on the command line. */
        public String option() {
            return option;
        }
    }

    /** What of a picture the model is shown when a part is made anew. */
    sealed interface Area {
        Area WHOLE = new Whole();

        /** All of it, brought to the request's size. */
        record Whole() implements Area {}

        /**
         * The part around the mask, brought to the request's size and back: a small part gets all of the model's detail.
         *
         * @param padding pixels of the picture around the mask that are shown too
         */
        record Masked(int padding) implements Area {
            public Masked {
                if (padding < 0 || padding > GenerationRequest.MAX_SIDE) {
                    throw new InvalidRequestException(
                            "request.mask.padding",
                            "The padding around the mask is %d pixels; it is 0 to %d."
                                    .formatted(padding, GenerationRequest.MAX_SIDE));
                }
            }
        }
    }

    private static void requireStrength(double strength) {
        if (!(strength > 0 && strength <= 1)) {
            throw new InvalidRequestException(
                    "request.strength",
                    "The strength is %s; it is above 0 (nearly the old picture) and at most 1 (nothing of it)."
                            .formatted(strength));
        }
    }
}
