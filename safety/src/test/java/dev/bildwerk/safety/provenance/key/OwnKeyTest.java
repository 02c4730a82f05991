package dev.bildwerk.safety.provenance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnKeyTest {
    @TempDir
    Path folder;

    private final List<String> remarks = new ArrayList<>();

    private SigningKeys keys() {
        return SigningKeys.of(folder.resolve("data").resolve("signing-key.pem"), Map.of());
    }

    private SigningKey load() {
        return keys().load(Clock.systemUTC(), remarks::add);
    }

    @Test
    void isMadeOnceAndReadAgain() {
        assertThat(keys().known()).isEmpty();

        SigningKey made = load();

        assertThat(load()).isEqualTo(made);
        assertThat(keys().known()).contains(made.certificate());
        assertThat(remarks).isEmpty();
    }

    @Test
    void nobodyButItsOwnerMayReadIt() throws IOException {
        load();

        Path file = keys().ownKey();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
        assertThat(Files.list(file.getParent())).containsExactly(file);
        assertThat(load().toString()).doesNotContain("PRIVATE").contains("Bildwerk pictures");
    }

    @Test
    void processesThatStartAtOnceHaveOneKey() {
        ConcurrentSkipListSet<String> serials = new ConcurrentSkipListSet<>();

        IntStream.range(0, 16).parallel().forEach(i ->
                serials.add(keys().load(Clock.systemUTC(), remark -> {}).certificate().getSerialNumber().toString()));

        assertThat(serials).hasSize(1);
    }

    @Test
    void itsCertificatesAreThoseThatC2paAsksFor() throws GeneralSecurityException {
        SigningKey key = load();
        X509Certificate leaf = key.chain().getFirst();
        X509Certificate root = key.chain().getLast();

        assertThat(key.chain()).hasSize(2);
        leaf.checkValidity();
        leaf.verify(root.getPublicKey());
        root.verify(root.getPublicKey());
        assertThat(leaf.getVersion()).isEqualTo(3);
        assertThat(leaf.getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(leaf.getBasicConstraints()).as("issues nothing").isEqualTo(-1);
        assertThat(root.getBasicConstraints()).as("issues what issues nothing").isZero();
        assertThat(leaf.getKeyUsage()).startsWith(true).containsOnlyOnce(true);
        assertThat(root.getKeyUsage()[5]).as("signs certificates").isTrue();
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.4");
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
        assertThat(leaf.getNonCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.14", "2.5.29.35", "2.5.29.37");
        assertThat(leaf.getSerialNumber().signum()).isOne();
        assertThat(leaf.getSubjectX500Principal().getName()).matches("CN=Bildwerk pictures [0-9a-f]{8},O=Bildwerk");
        assertThat(key.algorithm()).isEqualTo(CoseAlgorithm.ES256);
        byte[] message = {1, 2};
        assertThat(key.algorithm().verify(leaf.getPublicKey(), message, key.sign(message))).isTrue();
        assertThat(key.algorithm().verify(leaf.getPublicKey(), new byte[] {1, 3}, key.sign(message))).isFalse();
    }

    @Test
    void whereItCannotBeKeptAPictureIsSignedAllTheSameAndThatIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "not a folder").resolve("signing-key.pem");

        SigningKey key = SigningKeys.of(file, Map.of()).load(Clock.systemUTC(), remarks::add);

        assertThat(key.sign(new byte[] {1})).hasSize(64);
        assertThat(remarks).hasSize(1).first().asString().contains("cannot be kept", file.toString(), "BILDWERK_DATA");
    }

    @Test
    void oneThatIsDamagedIsToldAndNotReplaced() throws IOException {
        load();
        Path file = keys().ownKey();
        String whole = Files.readString(file);
        for (String broken : List.of(
                "",
                whole.replaceFirst("(?s)-----BEGIN PRIVATE.*?END PRIVATE KEY-----", ""),
                whole.replaceFirst("BEGIN PRIVATE KEY-----\n.{10}", "BEGIN PRIVATE KEY-----\n!!!!!!!!!!"),
                whole.replaceFirst("BEGIN CERTIFICATE-----\n.{20}", "BEGIN CERTIFICATE-----\nAAAAAAAAAAAAAAAAAAAA"),
                whole.substring(0, whole.length() / 3))) {
            Files.writeString(file, broken);
            assertThatExceptionOfType(ProvenanceException.class)
                    .isThrownBy(this::load)
                    .withMessageContaining(file.toString())
                    .satisfies(e -> assertThat(e.code()).isEqualTo("provenance.key"));
            assertThat(file).hasContent(broken);
        }
    }
}
