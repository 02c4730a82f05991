package dev.bildwerk.safety.provenance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.Marks;
import dev.bildwerk.safety.provenance.PictureFormat;
import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.provenance.verify.LayerFinding;
import dev.bildwerk.safety.provenance.verify.State;
import dev.bildwerk.safety.provenance.verify.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and certificates as an operator would have them, made by the JDK's keytool. */
class ConfiguredKeyTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    static Path folder;

    @BeforeAll
    static void issue() throws Exception {
        String use = "ku:critical=digitalSignature";
        String purpose = "eku=emailProtection";
        keytool("root", "EC -groupname secp256r1", "bc:critical=ca:true", "ku:critical=keyCertSign");
        keytool("es256", "EC -groupname secp256r1 -signer root", use, purpose);
        keytool("es384", "EC -groupname secp384r1 -signer root", use, purpose);
        keytool("es512", "EC -groupname secp521r1 -signer root", use, purpose);
        keytool("ps256", "RSA -keysize 2048 -signer root", use, purpose);
        keytool("eddsa", "Ed25519 -signer root", use, purpose);
        keytool("short", "RSA -keysize 1024 -signer root", use, purpose);
        keytool("web", "EC -groupname secp256r1 -signer root", use, "eku=serverAuth");
        keytool("use", "EC -groupname secp256r1 -signer root", "ku:critical=keyAgreement", purpose);
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512", "PS256", "EDDSA"})
    void everyKindOfKeyThatC2paAllowsSigns(CoseAlgorithm algorithm) {
        String name = algorithm.name().toLowerCase(Locale.ROOT);
        Map<String, String> environment =
                Map.of(SigningKeys.CERTIFICATE, chain(name).toString(), SigningKeys.KEY, key(name).toString());
        SigningKeys keys = SigningKeys.of(folder.resolve("own.pem"), environment);

        assertThat(keys.load(Clock.systemUTC(), remark -> {}).algorithm()).isEqualTo(algorithm);
        FinishedPicture finished = new FinishedPicture(new Picture(1, 1, new byte[3]), Optional.empty(), Making.GENERATED);
        byte[] file = Marks.by("Bildwerk", () -> keys, remark -> {}).file(finished, PictureFormat.PNG);

        LayerFinding finding = Verification.of(file, keys.known(), Clock.systemUTC()).layers().getFirst();
        assertThat(finding.state()).as(finding.sentence()).isEqualTo(State.VALID);
        assertThat(finding.facts()).containsEntry("own_key", true).containsEntry("signer", "CN=%s,O=Example".formatted(name));
        assertThat(folder.resolve("own.pem")).doesNotExist();
    }

    @Test
    void keyAndCertificatesMayLieInOneFile() throws IOException {
        Path both = Files.writeString(
                folder.resolve("both.pem"), Files.readString(key("es256")) + Files.readString(chain("es256")));

        SigningKey key = configured(both, null, Clock.systemUTC());

        assertThat(key.chain()).hasSize(2);
    }

    @Test
    void whatCannotSignIsToldInOneSentenceThatNamesTheFile() throws IOException {
        Path chain = chain("es256");
        Path key = key("es256");
        Path sec1 = Files.writeString(
                folder.resolve("sec1.pem"), Files.readString(key).replace("PRIVATE KEY", "EC PRIVATE KEY"));
        Clock late = Clock.fixed(Instant.parse("2999-01-01T00:00:00Z"), ZoneOffset.UTC);

        requireProblem("provenance.key", "not that of the first certificate", chain, key("es384"), Clock.systemUTC());
        requireProblem("provenance.key", "openssl pkcs8", chain, sec1, Clock.systemUTC());
        requireProblem("provenance.key", "holds no key", chain, chain, Clock.systemUTC());
        requireProblem("provenance.key", "holds no certificate", key, key, Clock.systemUTC());
        requireProblem("provenance.key", "cannot be read", folder.resolve("nothing.pem"), key, Clock.systemUTC());
        requireProblem("provenance.key", "kind of key", chain("short"), key("short"), Clock.systemUTC());
        requireProblem("provenance.certificate", "it is valid from", chain, key, late);
        requireProblem("provenance.certificate", "extended key usage", chain("web"), key("web"), Clock.systemUTC());
        requireProblem("provenance.certificate", "digital signatures", chain("use"), key("use"), Clock.systemUTC());
        requireProblem("provenance.certificate", "vouches for itself", chain("root"), key("root"), Clock.systemUTC());
    }

    @Test
    void aKeyWithoutCertificateIsTold() {
        assertThatExceptionOfType(ProvenanceException.class)
                .isThrownBy(() -> SigningKeys.of(folder, Map.of(SigningKeys.KEY, "key.pem")))
                .withMessageContaining(SigningKeys.CERTIFICATE);
    }

    private static void requireProblem(String code, String words, Path chain, Path key, Clock clock) {
        assertThatExceptionOfType(ProvenanceException.class)
                .isThrownBy(() -> configured(chain, key, clock))
                .withMessageContaining(words)
                .withMessageContaining(folder.toString())
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private static SigningKey configured(Path chain, Path key, Clock clock) {
        return new SigningKeys(folder.resolve("own.pem"), Optional.of(chain), Optional.ofNullable(key))
                .load(clock, remark -> {});
    }

    /** @param more its kind, and further options */
    private static void keytool(String name, String more, String... extensions) throws Exception {
        Path store = folder.resolve("keys.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-dname", "CN=%s,O=Example".formatted(name),
                "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keyalg"));
        command.addAll(List.of(more.split(" ")));
        for (String extension : extensions) {
            command.addAll(List.of("-ext", extension));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        write(store, name);
    }

    private static void write(Path store, String name) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Files.writeString(key(name), pem("PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded()));
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain(name)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(chain(name), chain);
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
    }

    private static Path chain(String name) {
        return folder.resolve(name + ".pem");
    }

    private static Path key(String name) {
        return folder.resolve(name + "-key.pem");
    }
}
