package dev.bildwerk.safety.provenance.key;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A key and its certificates from files. */
final class KeyFiles {
    private KeyFiles() {}

    /**
     * @param certificates PEM, the key's own first
     * @param key PEM, PKCS #8; may be the same file
     * @throws ProvenanceException {@code provenance.key} that names the file, where they cannot be read or do not go together
     */
    static SigningKey read(Path certificates, Path key) {
        List<X509Certificate> chain = PemFile.certificates(certificates);
        PrivateKey secret = PemFile.key(key, chain.getFirst().getPublicKey().getAlgorithm());
        CoseAlgorithm algorithm = CoseAlgorithm.forKey(secret).orElseThrow(() -> new ProvenanceException(
                "provenance.key",
                ("C2PA does not allow the kind of key in %s: take one on the curve P-256, P-384, P-521 or Ed25519, or an RSA "
                                + "key of 2,048 bits or more.")
                        .formatted(key)));
        SigningKey both = new SigningKey(secret, chain, algorithm);
        requirePair(both, certificates, key);
        return both;
    }

    private static void requirePair(SigningKey both, Path certificates, Path key) {
        byte[] message = {1, 2, 3};
        try {
            if (both.algorithm().verify(both.certificate().getPublicKey(), message, both.sign(message))) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // They do not go together either.
        }
        throw new ProvenanceException(
                "provenance.key",
                "The key in %s is not that of the first certificate in %s.".formatted(key, certificates));
    }
}
