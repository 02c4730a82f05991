package dev.bildwerk.diffusion.adapter;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tensor's name in an adapter's file, taken apart.
 *
 * @param module whose weight is changed, as the file writes it
 * @param role what the tensor is to the change
 */
record AdapterEntry(String module, Role role) {

    /** What a tensor is to a change. */
    enum Role {
        DOWN,
        UP,
        MIDDLE,
        ALPHA,
        MAGNITUDE,
        FIRST_LEFT,
        FIRST_RIGHT,
        FIRST_CORE,
        SECOND_LEFT,
        SECOND_RIGHT,
        SECOND_CORE,
        KRONECKER_FIRST,
        KRONECKER_FIRST_LEFT,
        KRONECKER_FIRST_RIGHT,
        KRONECKER_SECOND,
        KRONECKER_SECOND_LEFT,
        KRONECKER_SECOND_RIGHT,
        KRONECKER_SECOND_CORE,
        A1,
        A2,
        B1,
        B2,
        SCALES,
        ON_INPUT,
        DIFFERENCE,
        BIAS_DIFFERENCE
    }

    private record Ending(Pattern pattern, Role role) {
        Ending(String regex, Role role) {
            this(Pattern.compile("(.+?)" + regex), role);
        }
    }

    private static final List<Ending> ENDINGS = List.of(
            new Ending("\\.lora_down\\.weight", Role.DOWN),
            new Ending("\\.lora_up\\.weight", Role.UP),
            new Ending("\\.lora_mid\\.weight", Role.MIDDLE),
            new Ending("\\.lora_A(\\.default)?\\.weight", Role.DOWN),
            new Ending("\\.lora_B(\\.default)?\\.weight", Role.UP),
            new Ending("\\.lora(_linear_layer)?\\.down\\.weight", Role.DOWN),
            new Ending("\\.lora(_linear_layer)?\\.up\\.weight", Role.UP),
            new Ending("_lora\\.down\\.weight", Role.DOWN),
            new Ending("_lora\\.up\\.weight", Role.UP),
            new Ending("\\.alpha", Role.ALPHA),
            new Ending("\\.dora_scale", Role.MAGNITUDE),
            new Ending("\\.lora_magnitude_vector(\\.default)?(\\.weight)?", Role.MAGNITUDE),
            new Ending("\\.hada_w1_a", Role.FIRST_LEFT),
            new Ending("\\.hada_w1_b", Role.FIRST_RIGHT),
            new Ending("\\.hada_t1", Role.FIRST_CORE),
            new Ending("\\.hada_w2_a", Role.SECOND_LEFT),
            new Ending("\\.hada_w2_b", Role.SECOND_RIGHT),
            new Ending("\\.hada_t2", Role.SECOND_CORE),
            new Ending("\\.lokr_w1", Role.KRONECKER_FIRST),
            new Ending("\\.lokr_w1_a", Role.KRONECKER_FIRST_LEFT),
            new Ending("\\.lokr_w1_b", Role.KRONECKER_FIRST_RIGHT),
            new Ending("\\.lokr_w2", Role.KRONECKER_SECOND),
            new Ending("\\.lokr_w2_a", Role.KRONECKER_SECOND_LEFT),
            new Ending("\\.lokr_w2_b", Role.KRONECKER_SECOND_RIGHT),
            new Ending("\\.lokr_t2", Role.KRONECKER_SECOND_CORE),
            new Ending("\\.a1\\.weight", Role.A1),
            new Ending("\\.a2\\.weight", Role.A2),
            new Ending("\\.b1\\.weight", Role.B1),
            new Ending("\\.b2\\.weight", Role.B2),
            new Ending("\\.on_input", Role.ON_INPUT),
            new Ending("\\.(diff|w_norm)", Role.DIFFERENCE),
            new Ending("\\.(diff_b|b_norm)", Role.BIAS_DIFFERENCE));

    private static final String SCALES_END = ".weight";

    /** Empty where the name is of no adapter that is understood. */
    static Optional<AdapterEntry> of(String name) {
        for (Ending ending : ENDINGS) {
            Matcher end = ending.pattern().matcher(name);
            if (end.matches()) {
                return Optional.of(new AdapterEntry(end.group(1), ending.role()));
            }
        }
        return Optional.empty();
    }

    /**
     * The name that scales have beside a module's {@link Role#ON_INPUT}; other files have models' weights by such
     * names.
     */
    static String scalesOf(String module) {
        return module + SCALES_END;
    }
}
