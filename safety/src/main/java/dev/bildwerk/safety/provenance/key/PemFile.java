package dev.bildwerk.safety.provenance.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys and certificates as text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468, textual encodings</a>
 */
final class PemFile {
    private static final long LARGEST = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PemFile() {}

    /** @throws ProvenanceException {@code provenance.key} that names the file */
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Matcher block = BLOCK.matcher(read(file)); block.find(); ) {
                if (block.group(1).equals("CERTIFICATE")) {
                    byte[] der = Base64.getMimeDecoder().decode(block.group(2));
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw problem("%s holds a certificate that cannot be read: it is damaged.".formatted(file));
        }
        if (certificates.isEmpty()) {
            throw problem("%s holds no certificate: PEM text with \"BEGIN CERTIFICATE\" is needed.".formatted(file));
        }
        return certificates;
    }

    /**
     * @param algorithm of the key, such as {@code EC}
     * @throws ProvenanceException {@code provenance.key} that names the file
     */
    static PrivateKey key(Path file, String algorithm) {
        String text = read(file);
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            if (block.group(1).equals("PRIVATE KEY")) {
                try {
                    byte[] der = Base64.getMimeDecoder().decode(block.group(2));
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    throw problem("%s holds a key that cannot be read, or not the one of the certificate.".formatted(file));
                }
            }
        }
        throw problem((text.contains("PRIVATE KEY-----")
                        ? "%s holds a key in another form than PKCS #8 without a password: "
                                + "\"openssl pkcs8 -topk8 -nodes\" brings it into that."
                        : "%s holds no key: PEM text with \"BEGIN PRIVATE KEY\" is needed.")
                .formatted(file));
    }

    static byte[] write(SigningKey key) {
        StringBuilder text = new StringBuilder("""
                The key that Bildwerk signs pictures with, made on this machine. Whoever has it can sign in its name: keep it
                to yourself. Without this file a new one is made.

                """);
        try {
            text.append(block("PRIVATE KEY", key.key().getEncoded()));
            for (X509Certificate certificate : key.chain()) {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return text.toString().getBytes(US_ASCII);
    }

    private static String block(String name, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(name, LINES.encodeToString(der), name);
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw problem("%s is too large for a key or certificate.".formatted(file));
            }
            return new String(Files.readAllBytes(file), US_ASCII);
        } catch (IOException e) {
            throw problem("%s cannot be read: see that it is there and that you may read it.".formatted(file));
        }
    }

    private static ProvenanceException problem(String sentence) {
        return new ProvenanceException("provenance.key", sentence);
    }
}
