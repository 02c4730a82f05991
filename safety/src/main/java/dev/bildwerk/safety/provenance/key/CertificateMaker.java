package dev.bildwerk.safety.provenance.key;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes a key of one's own and the certificates that C2PA asks for: one for the key, issued by another whose own key is thrown
 * away when it has done that. They name nobody; a number tells one installation from another.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280">RFC 5280, certificates</a>
 * @see <a href="https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html">C2PA 2.2,
 *     14.5.1, what they must say</a>
 */
final class CertificateMaker {
    private static final String ORGANISATION = "Bildwerk";
    private static final String SHA256_WITH_ECDSA = "1.2.840.10045.4.3.2";
    private static final String ORGANISATION_NAME = "2.5.4.10";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"; // The one purpose that every reader of C2PA accepts.
    private static final byte[] DIGITAL_SIGNATURE = Der.bits(7, new byte[] {(byte) 0x80});
    private static final byte[] SIGNS_CERTIFICATES = Der.bits(2, new byte[] {0x04});

    /** Clocks differ. */
    private static final Duration BEFORE = Duration.ofDays(1);

    /** Pictures carry no time stamp of an authority, so their signature is worth as long as the certificate is. */
    private static final Duration LIFE = Duration.ofDays(30 * 365);

    private CertificateMaker() {}

    static SigningKey make(Instant now) {
        try {
            SecureRandom random = new SecureRandom();
            KeyPair issuer = keyPair(random);
            KeyPair signer = keyPair(random);
            String number = HexFormat.of().formatHex(random(random, 4));
            byte[] issuerName = name("Bildwerk installation " + number);
            byte[] signerName = name("Bildwerk pictures " + number);
            X509Certificate root = certificate(
                    random, now, issuerName, issuerName, issuer.getPublic(), issuer.getPrivate(), issuersExtensions(issuer));
            X509Certificate leaf = certificate(
                    random, now, issuerName, signerName, signer.getPublic(), issuer.getPrivate(),
                    signersExtensions(signer, issuer));
            return new SigningKey(signer.getPrivate(), List.of(leaf, root), CoseAlgorithm.ES256);
        } catch (GeneralSecurityException e) {
            throw new ProvenanceException(
                    "provenance.key", "This Java cannot make a key for signing pictures (%s).".formatted(e.getMessage()));
        }
    }

    private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static byte[] random(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] name(String commonName) {
        return Der.sequence(part(ORGANISATION_NAME, ORGANISATION), part(COMMON_NAME, commonName));
    }

    private static byte[] part(String type, String text) {
        return Der.set(Der.sequence(Der.identifier(type), Der.text(text)));
    }

    private static byte[] issuersExtensions(KeyPair issuer) throws GeneralSecurityException {
        return Der.sequence(
                critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO))),
                critical(KEY_USAGE, SIGNS_CERTIFICATES),
                extension(SUBJECT_KEY, Der.octets(keyIdentifier(issuer.getPublic()))));
    }

    private static byte[] signersExtensions(KeyPair signer, KeyPair issuer) throws GeneralSecurityException {
        return Der.sequence(
                critical(BASIC_CONSTRAINTS, Der.sequence()),
                critical(KEY_USAGE, DIGITAL_SIGNATURE),
                extension(EXTENDED_KEY_USAGE, Der.sequence(Der.identifier(EMAIL_PROTECTION))),
                extension(SUBJECT_KEY, Der.octets(keyIdentifier(signer.getPublic()))),
                extension(AUTHORITY_KEY, Der.sequence(Der.implicit(0, keyIdentifier(issuer.getPublic())))));
    }

    private static byte[] critical(String type, byte[] value) {
        return Der.sequence(Der.identifier(type), Der.yes(), Der.octets(value));
    }

    private static byte[] extension(String type, byte[] value) {
        return Der.sequence(Der.identifier(type), Der.octets(value));
    }

    /** RFC 7093, 2, method 4: the first 160 bits of the SHA-256 of the key with its algorithm. */
    private static byte[] keyIdentifier(PublicKey key) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return Arrays.copyOf(hash, 20);
    }

    private static X509Certificate certificate(
            SecureRandom random,
            Instant now,
            byte[] issuerName,
            byte[] subjectName,
            PublicKey subject,
            PrivateKey issuer,
            byte[] extensions)
            throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.identifier(SHA256_WITH_ECDSA));
        byte[] signed = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)), // Version 3.
                Der.integer(new BigInteger(1, random(random, 16)).setBit(126)),
                algorithm,
                issuerName,
                Der.sequence(Der.time(now.minus(BEFORE)), Der.time(now.plus(LIFE))),
                subjectName,
                subject.getEncoded(),
                Der.explicit(3, extensions));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuer, random);
        signature.update(signed);
        byte[] certificate = Der.sequence(signed, algorithm, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }
}
