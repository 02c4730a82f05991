package dev.bildwerk.safety.provenance.key;

import dev.bildwerk.safety.DataFolder;
import dev.bildwerk.safety.provenance.ProvenanceException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which key signs: a configured one, else this installation's own.
 *
 * @param ownKey the file of the own one; it need not be there yet
 * @param certificate file of a configured certificate and those above it, if there is one
 * @param key file of its key
 */
public record SigningKeys(Path ownKey, Optional<Path> certificate, Optional<Path> key) {
    /** Names a PEM file: the certificate, then those that vouch for it. */
    public static final String CERTIFICATE = "BILDWERK_SIGNING_CERTIFICATE";

    /** Names a PEM file with its key; without it, the key is looked for in the certificate's file. */
    public static final String KEY = "BILDWERK_SIGNING_KEY";

    /**
     * As the environment says, with the own key in the user's data folder.
     *
     * @throws ProvenanceException {@code provenance.key} where a name is no name of a file, or the key has no certificate
     */
    public static SigningKeys ofInstallation() {
        return of(DataFolder.signingKey(), System.getenv());
    }

    /** @throws ProvenanceException {@code provenance.key} where a name is no name of a file, or the key has no certificate */
    public static SigningKeys of(Path ownKey, Map<String, String> environment) {
        SigningKeys keys = new SigningKeys(ownKey, file(environment, CERTIFICATE), file(environment, KEY));
        if (keys.certificate().isEmpty() && keys.key().isPresent()) {
            throw new ProvenanceException(
                    "provenance.key", "%s names a key, but %s no certificate: both are needed.".formatted(KEY, CERTIFICATE));
        }
        return keys;
    }

    private static Optional<Path> file(Map<String, String> environment, String variable) {
        String name = environment.getOrDefault(variable, "");
        try {
            return name.isBlank() ? Optional.empty() : Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            throw new ProvenanceException(
                    "provenance.key", "%s is \"%s\", which is no name of a file.".formatted(variable, name));
        }
    }

    public boolean isConfigured() {
        return certificate.isPresent();
    }

    /**
     * Reads or makes it.
     *
     * @param remarks hears a sentence where the own one cannot be kept
     * @throws ProvenanceException {@code provenance.key} where it cannot be used
     */
    public SigningKey load(Clock clock, Consumer<String> remarks) {
        return certificate.map(chain -> configured(chain, clock)).orElseGet(() -> OwnKey.of(ownKey, clock, remarks));
    }

    private SigningKey configured(Path chain, Clock clock) {
        SigningKey configured = KeyFiles.read(chain, key.orElse(chain));
        CertificateProfile.require(configured.certificate(), chain, clock.instant());
        return configured;
    }

    /** The certificate that would sign, as far as it is there; nothing is made. */
    public Optional<X509Certificate> known() {
        return certificate.map(chain -> PemFile.certificates(chain).getFirst()).or(() -> OwnKey.certificate(ownKey));
    }
}
