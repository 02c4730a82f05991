package dev.bildwerk.safety.provenance.key;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * The ways to sign that C2PA allows.
 *
 * @see <a href="https://www.iana.org/assignments/cose/cose.xhtml#algorithms">COSE algorithms</a>
 */
public enum CoseAlgorithm {
    ES256(-7, "SHA256withECDSAinP1363Format", "SHA-256"),
    ES384(-35, "SHA384withECDSAinP1363Format", "SHA-384"),
    ES512(-36, "SHA512withECDSAinP1363Format", "SHA-512"),
    PS256(-37, "RSASSA-PSS", "SHA-256"),
    PS384(-38, "RSASSA-PSS", "SHA-384"),
    PS512(-39, "RSASSA-PSS", "SHA-512"),
    EDDSA(-8, "Ed25519", "SHA-512");

    private static final int FEWEST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 16_384;

    private final int number;
    private final String name;
    private final String hash;

    CoseAlgorithm(int number, String name, String hash) {
        this.number = number;
        this.name = name;
        this.hash = hash;
    }

    /** As COSE numbers it. */
    public int number() {
        return number;
    }

    public static Optional<CoseAlgorithm> of(int number) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.number == number).findFirst();
    }

    /** The one for signing with this key; empty for a key that C2PA does not allow. */
    static Optional<CoseAlgorithm> forKey(Key key) {
        return switch (key) {
            case ECKey ec -> switch (ec.getParams().getOrder().bitLength()) {
                case 256 -> Optional.of(ES256);
                case 384 -> Optional.of(ES384);
                case 521 -> Optional.of(ES512);
                default -> Optional.empty();
            };
            case RSAKey rsa -> Optional.of(PS256).filter(any -> isLongEnough(rsa));
            default -> Optional.of(EDDSA).filter(any -> key.getAlgorithm().matches("EdDSA|Ed25519"));
        };
    }

    private static boolean isLongEnough(RSAKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= FEWEST_RSA_BITS && bits <= MOST_RSA_BITS;
    }

    /** As many bytes for each key. */
    public byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = signature();
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    /** @throws GeneralSecurityException where key and algorithm do not go together, or it is no signature at all */
    public boolean verify(PublicKey key, byte[] message, byte[] signed) throws GeneralSecurityException {
        if (key instanceof RSAKey rsa && !isLongEnough(rsa)) {
            return false;
        }
        Signature signature = signature();
        signature.initVerify(key);
        signature.update(message);
        return signature.verify(signed);
    }

    private Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(name);
        if (name.equals("RSASSA-PSS")) {
            int salt = Integer.parseInt(hash.substring(4)) / 8;
            signature.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
        }
        return signature;
    }
}
