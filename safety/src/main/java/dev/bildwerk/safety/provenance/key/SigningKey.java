package dev.bildwerk.safety.provenance.key;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What pictures are signed with.
 *
 * @param chain the key's own certificate first, then those that vouch for it
 */
public record SigningKey(PrivateKey key, List<X509Certificate> chain, CoseAlgorithm algorithm) {
    public SigningKey {
        chain = List.copyOf(chain);
    }

    /** The key's own. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public byte[] sign(byte[] message) {
        try {
            return algorithm.sign(key, message);
        } catch (GeneralSecurityException e) {
            throw new ProvenanceException(
                    "provenance.sign", "The picture cannot be signed with this key (%s).".formatted(e.getMessage()));
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SigningKey[" + certificate().getSubjectX500Principal() + "]";
    }
}
