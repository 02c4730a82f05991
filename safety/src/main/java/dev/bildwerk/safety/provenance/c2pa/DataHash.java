package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.provenance.file.Range;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash of a file but for some parts, as read.
 *
 * @param exclusions in their order, none over another
 * @see <a href="https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html">C2PA 2.2, 18.5</a>
 */
record DataHash(List<Range> exclusions, String algorithm, byte[] hash) {
    private static final int MOST_EXCLUSIONS = 1000;

    DataHash {
        exclusions = List.copyOf(exclusions);
    }

    /**
     * @param usual the hash's name where it does not say it itself
     * @throws ProvenanceException {@code c2pa.data} where it cannot be of a file of this length
     */
    static DataHash parse(CBORObject assertion, String usual, int fileLength) {
        List<Range> exclusions = new ArrayList<>();
        List<CBORObject> read = Cbor.list(assertion, "exclusions");
        if (read.size() > MOST_EXCLUSIONS) {
            throw other();
        }
        long end = 0;
        for (CBORObject exclusion : read) {
            long start = Cbor.number(exclusion, "start").orElseThrow(DataHash::other);
            long length = Cbor.number(exclusion, "length").orElseThrow(DataHash::other);
            if (start < end || length < 0 || start > fileLength || length > fileLength - start) {
                throw other();
            }
            exclusions.add(new Range((int) start, (int) length));
            end = start + length;
        }
        return new DataHash(
                exclusions,
                Cbor.text(assertion, "alg").orElse(usual),
                Cbor.bytes(assertion, "hash").orElseThrow(DataHash::other));
    }

    boolean isOf(byte[] file) {
        MessageDigest digest = References.digest(algorithm);
        int at = 0;
        for (Range exclusion : exclusions) {
            digest.update(file, at, exclusion.start() - at);
            at = exclusion.end();
        }
        digest.update(file, at, file.length - at);
        return MessageDigest.isEqual(digest.digest(), hash);
    }

    boolean leavesOutNothingBut(Range place) {
        return exclusions.stream().allMatch(exclusion -> place.contains(exclusion.start(), exclusion.length()));
    }

    static ProvenanceException other() {
        return new ProvenanceException(
                "c2pa.data", "The picture or its file was changed after it was signed: its hash is another one.");
    }
}
