package dev.bildwerk.safety.provenance.c2pa;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose signature it is, as the certificate says; whether that is true, nobody was asked.
 *
 * @param own whether it is the key of this installation
 */
public record Signer(String subject, String issuer, Instant from, Instant until, boolean own) {

    static Signer of(X509Certificate certificate, Optional<X509Certificate> known) {
        return new Signer(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                known.filter(mine -> mine.getPublicKey().equals(certificate.getPublicKey())).isPresent());
    }

    boolean isValidAt(Instant when) {
        return !when.isBefore(from) && !when.isAfter(until);
    }
}
