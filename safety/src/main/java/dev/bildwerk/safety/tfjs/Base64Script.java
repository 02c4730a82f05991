package dev.bildwerk.safety.tfjs;

import java.util.Base64;

/** A shard that is wrapped in a script as Base64, as npm's {@code nsfwjs} carries it. */
public final class Base64Script {
    private Base64Script() {}

    /** The bytes of the longest run of Base64 between quotes. */
    public static byte[] bytes(String script) throws TfjsException {
        int begin = 0;
        int end = 0;
        for (int from = script.indexOf('"'); from >= 0; ) {
            int to = script.indexOf('"', from + 1);
            if (to < 0) {
                break;
            }
            if (to - from > end - begin) {
                begin = from + 1;
                end = to;
            }
            from = to; // What closes one text may open the next: quotes inside other texts are not told apart.
        }
        try {
            return Base64.getDecoder().decode(script.substring(begin, end));
        } catch (IllegalArgumentException e) {
            throw new TfjsException("Its longest text is not Base64.", e);
        }
    }
}
