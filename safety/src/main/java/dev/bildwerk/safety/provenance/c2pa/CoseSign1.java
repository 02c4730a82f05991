package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import dev.bildwerk.safety.provenance.key.SigningKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * A signature with the certificates of its key; what it signs lies elsewhere.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9052#section-4.2">RFC 9052, 4.2, COSE_Sign1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9360">RFC 9360, certificates in COSE</a>
 */
final class CoseSign1 {
    static final int TAG = 18;
    static final int ALGORITHM = 1;
    static final int CERTIFICATES = 33;

    private CoseSign1() {}

    static byte[] sign(SigningKey key, byte[] claim) {
        byte[] header = header(key);
        return CBORObject.NewArray()
                .Add(header)
                .Add(CBORObject.NewOrderedMap())
                .Add(CBORObject.Null)
                .Add(key.sign(signed(header, claim)))
                .WithTag(TAG)
                .EncodeToBytes();
    }

    /** What a signature is really made of. */
    static byte[] signed(byte[] header, byte[] claim) {
        return CBORObject.NewArray()
                .Add("Signature1")
                .Add(header)
                .Add(new byte[0])
                .Add(claim)
                .EncodeToBytes();
    }

    private static byte[] header(SigningKey key) {
        CBORObject certificates = CBORObject.NewArray();
        key.chain().forEach(certificate -> certificates.Add(encoded(certificate)));
        return CBORObject.NewOrderedMap()
                .Add(ALGORITHM, key.algorithm().number())
                .Add(CERTIFICATES, key.chain().size() == 1 ? certificates.get(0) : certificates)
                .EncodeToBytes();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
