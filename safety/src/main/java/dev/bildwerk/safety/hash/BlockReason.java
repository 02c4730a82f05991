package dev.bildwerk.safety.hash;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a picture is blocked. */
public enum BlockReason {
    /** It was taken down here and is to stay down. */
    TAKEDOWN,
    /** It shows someone who does not want it to be shown. */
    VICTIM,
    /** It is an artist's work who does not want it to be made again or changed. */
    ARTIST;

    /** As lists have it: {@code takedown}, {@code victim}, {@code artist}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with this word, in any case. */
    public static Optional<BlockReason> of(String word) {
        return Arrays.stream(values()).filter(reason -> reason.name().equalsIgnoreCase(word)).findFirst();
    }
}
