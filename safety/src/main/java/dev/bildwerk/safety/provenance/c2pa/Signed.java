package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.provenance.key.CoseAlgorithm;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A signature as read.
 *
 * @param header what of it is signed, too
 * @param chain the signer's certificate first
 */
record Signed(byte[] header, CoseAlgorithm algorithm, List<X509Certificate> chain, byte[] signature) {
    private static final int MOST_CERTIFICATES = 10;
    private static final int LONGEST_SIGNATURE = 4096;

    Signed {
        chain = List.copyOf(chain);
    }

    /** @throws ProvenanceException {@code c2pa.signature} where it is none that C2PA allows */
    static Signed parse(byte[] cose) {
        CBORObject outer = Cbor.decode(cose);
        boolean tagged = outer.isTagged() && outer.HasOneTag(CoseSign1.TAG);
        if (outer.isTagged() && !tagged || outer.getType() != CBORType.Array || outer.size() != 4) {
            throw broken();
        }
        CBORObject header = outer.get(0);
        CBORObject signature = outer.get(3);
        if (header.getType() != CBORType.ByteString
                || outer.get(1).getType() != CBORType.Map
                || !outer.get(2).isNull()
                || signature.getType() != CBORType.ByteString
                || signature.GetByteString().length > LONGEST_SIGNATURE) {
            throw broken();
        }
        CBORObject values = Cbor.decode(header.GetByteString());
        CoseAlgorithm algorithm = Cbor.number(values, CoseSign1.ALGORITHM)
                .filter(number -> Math.abs(number) < Integer.MAX_VALUE)
                .flatMap(number -> CoseAlgorithm.of(number.intValue()))
                .orElseThrow(Signed::broken);
        return new Signed(
                header.GetByteString(), algorithm, certificates(values, outer.get(1)), signature.GetByteString());
    }

    /** Older manifests have them under a name, or where they are not signed. */
    private static List<X509Certificate> certificates(CBORObject header, CBORObject unsigned) {
        CBORObject value = Cbor.get(header, CoseSign1.CERTIFICATES)
                .or(() -> Cbor.get(header, "x5chain"))
                .or(() -> Cbor.get(unsigned, CoseSign1.CERTIFICATES))
                .or(() -> Cbor.get(unsigned, "x5chain"))
                .orElseThrow(Signed::broken);
        List<CBORObject> encoded = switch (value.getType()) {
            case ByteString -> List.of(value);
            case Array -> List.copyOf(value.getValues());
            default -> throw broken();
        };
        if (encoded.isEmpty() || encoded.size() > MOST_CERTIFICATES) {
            throw broken();
        }
        return encoded.stream().map(Signed::certificate).toList();
    }

    private static X509Certificate certificate(CBORObject encoded) {
        if (encoded.getType() != CBORType.ByteString) {
            throw broken();
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded.GetByteString()));
        } catch (CertificateException | RuntimeException e) {
            throw broken();
        }
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    boolean isOf(byte[] claim) {
        try {
            return algorithm.verify(certificate().getPublicKey(), CoseSign1.signed(header, claim), signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** Whether each certificate was issued by the next one. */
    boolean isChained() {
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException | RuntimeException e) {
                return false;
            }
            if (!chain.get(i).getIssuerX500Principal().equals(chain.get(i + 1).getSubjectX500Principal())) {
                return false;
            }
        }
        return true;
    }

    private static ProvenanceException broken() {
        return new ProvenanceException(
                "c2pa.signature",
                "The signature of the C2PA manifest cannot be read, or is of a kind that C2PA does not allow.");
    }
}
