package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import dev.bildwerk.safety.provenance.ProvenanceException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The assertions that a claim names with their hashes: exactly those that are there, as they were. */
final class References {
    private References() {}

    /** @throws ProvenanceException {@code c2pa.assertion} where one was changed, added or taken away */
    static void require(Manifest manifest, CBORObject claim, String usual) {
        Set<String> named = new HashSet<>();
        List<CBORObject> references = Stream.of("created_assertions", "gathered_assertions", "assertions")
                .flatMap(list -> Cbor.list(claim, list).stream())
                .toList();
        for (CBORObject reference : references) {
            String uri = Cbor.text(reference, "url").orElseThrow(References::changed);
            byte[] hash = Cbor.bytes(reference, "hash").orElseThrow(References::changed);
            JumbfBox box = manifest.assertions().stream()
                    .filter(one -> manifest.isMeant(uri, Labels.ASSERTIONS + "/" + one.label()))
                    .findFirst()
                    .orElseThrow(References::changed);
            byte[] actual = digest(Cbor.text(reference, "alg").orElse(usual)).digest(box.bytes());
            if (!MessageDigest.isEqual(actual, hash) || !named.add(box.label())) {
                throw changed();
            }
        }
        if (named.size() != manifest.assertions().size()) {
            throw changed();
        }
    }

    /** @throws ProvenanceException {@code c2pa.hash} for one that C2PA does not allow */
    static MessageDigest digest(String name) {
        return Hashes.digest(name).orElseThrow(() -> new ProvenanceException(
                "c2pa.hash", "The C2PA manifest uses a hash that C2PA does not allow; it is not checked here."));
    }

    private static ProvenanceException changed() {
        return new ProvenanceException(
                "c2pa.assertion", "What the C2PA manifest asserts was changed after it was signed.");
    }
}
