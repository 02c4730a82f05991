package dev.bildwerk.safety.provenance.key;

import dev.bildwerk.safety.OwnersFile;
import dev.bildwerk.safety.provenance.ProvenanceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** The key that is made at the first picture and kept in one file of the user's data folder, for its owner alone. */
final class OwnKey {
    private OwnKey() {}

    /**
     * Where it cannot be kept, one that lasts as long as this process.
     *
     * @param remarks hears of that
     * @throws ProvenanceException {@code provenance.key} where there is one that cannot be used
     */
    static SigningKey of(Path file, Clock clock, Consumer<String> remarks) {
        if (Files.exists(file)) {
            return read(file);
        }
        SigningKey made = CertificateMaker.make(clock.instant());
        try {
            return OwnersFile.make(file, PemFile.write(made)) ? made : read(file);
        } catch (IOException e) {
            remarks.accept(("The key that signs pictures cannot be kept in %s: this time another one is used, which nobody "
                            + "knows again. BILDWERK_DATA names another folder.")
                    .formatted(file));
            return made;
        }
    }

    /** Its certificate, where there is one. */
    static Optional<X509Certificate> certificate(Path file) {
        return Files.exists(file) ? Optional.of(PemFile.certificates(file).getFirst()) : Optional.empty();
    }

    private static SigningKey read(Path file) {
        return KeyFiles.read(file, file);
    }
}
