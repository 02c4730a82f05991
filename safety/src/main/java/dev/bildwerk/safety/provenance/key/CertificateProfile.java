package dev.bildwerk.safety.provenance.key;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What C2PA asks of a certificate that signs, so that no picture is signed with one that nobody accepts.
 *
 * @see <a href="https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html">C2PA 2.2,
 *     14.5.1</a>
 */
final class CertificateProfile {
    private static final Set<String> PURPOSES = Set.of(
            "1.3.6.1.5.5.7.3.4", // protection of e-mail
            "1.3.6.1.5.5.7.3.36", // signing of documents
            "1.3.6.1.4.1.62558.2.1"); // C2PA's own

    private CertificateProfile() {}

    /** @throws ProvenanceException {@code provenance.certificate} that says what is wrong with it */
    static void require(X509Certificate certificate, Path file, Instant now) {
        problem(certificate, now).ifPresent(what -> {
            throw new ProvenanceException(
                    "provenance.certificate",
                    "The first certificate in %s cannot sign pictures: %s.".formatted(file, what));
        });
    }

    private static Optional<String> problem(X509Certificate certificate, Instant now) {
        boolean[] usage = certificate.getKeyUsage();
        if (now.isBefore(certificate.getNotBefore().toInstant()) || now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of("it is valid from %s to %s".formatted(
                    certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()));
        }
        if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return Optional.of("it vouches for itself, and C2PA asks for one that another certificate issued");
        }
        if (certificate.getBasicConstraints() >= 0) {
            return Optional.of("it is one for issuing certificates");
        }
        if (usage == null || !usage[0]) {
            return Optional.of("its key usage does not name digital signatures");
        }
        if (purposes(certificate).stream().noneMatch(PURPOSES::contains)) {
            return Optional.of("its extended key usage names neither C2PA nor documents nor e-mail");
        }
        return Optional.empty();
    }

    private static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
