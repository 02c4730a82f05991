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
            new Ending("\\.diff", Role.DIFFERENCE),
            new Ending("\\.diff_b", Role.BIAS_DIFFERENCE));

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
}
