package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import dev.bildwerk.safety.provenance.ProvenanceException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the C2PA manifest of a stranger's PNG or JPEG and checks it: the signature over the claim, the claim's hashes of
 * its assertions, and their hash of the file. Not checked are who stands behind a certificate, whether it was revoked, time
 * stamps, and manifests of what the picture was made from.
 *
 * @see <a href="https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html">C2PA 2.2, 15</a>
 */
public final class ManifestReader {
    /** What is in order as far as one can tell, and goes beyond what is checked here. */
    private static final Set<String> UNJUDGED = Set.of("c2pa.kind", "c2pa.hash", "c2pa.large");

    private ManifestReader() {}

    /**
     * Never throws, whatever the bytes are.
     *
     * @param file a PNG or JPEG; not to be changed meanwhile
     * @param own this installation's certificate
     */
    public static ManifestFinding read(byte[] file, Optional<X509Certificate> own, Instant now) {
        try {
            return Embedded.find(file)
                    .map(embedded -> check(file, embedded, own, now))
                    .orElseGet(ManifestFinding.Absent::new);
        } catch (ProvenanceException e) {
            return UNJUDGED.contains(e.code())
                    ? new ManifestFinding.Unjudged(e.code(), e.getMessage(), Optional.empty())
                    : new ManifestFinding.Altered(e.code(), e.getMessage());
        }
    }

    private static ManifestFinding check(byte[] file, Embedded embedded, Optional<X509Certificate> own, Instant now) {
        Manifest manifest = Manifest.activeOf(embedded.store());
        CBORObject claim = Cbor.decode(manifest.claim());
        Signed signed = Signed.parse(manifest.signature());
        boolean names = Cbor.text(claim, "signature").filter(uri -> manifest.isMeant(uri, Labels.SIGNATURE)).isPresent();
        if (!names || !signed.isOf(manifest.claim())) {
            return new ManifestFinding.Altered(
                    "c2pa.signature.other",
                    "The signature is not one of this C2PA manifest: it was changed after it was signed.");
        }
        if (!signed.isChained()) {
            return new ManifestFinding.Altered(
                    "c2pa.certificate", "The certificates of the C2PA manifest do not vouch for one another.");
        }
        String algorithm = Cbor.text(claim, "alg").orElse("sha256");
        References.require(manifest, claim, algorithm);
        ManifestFacts facts = ManifestFacts.of(manifest, claim, Signer.of(signed.certificate(), own));
        return bound(file, embedded, manifest, algorithm)
                .or(() -> facts.signer().isValidAt(now) ? Optional.empty() : Optional.of(new Problem(
                        "c2pa.expired",
                        "The signature fits, but its certificate is not valid now, and time stamps are not checked here.")))
                .<ManifestFinding>map(problem ->
                        new ManifestFinding.Unjudged(problem.code(), problem.sentence(), Optional.of(facts)))
                .orElseGet(() -> new ManifestFinding.Valid(facts));
    }

    private record Problem(String code, String sentence) {}

    /**
     * What of the file is not bound, if anything.
     *
     * @throws ProvenanceException {@code c2pa.data} where it was changed
     */
    private static Optional<Problem> bound(byte[] file, Embedded embedded, Manifest manifest, String algorithm) {
        List<String> bindings = manifest.assertions().stream()
                .map(JumbfBox::label)
                .filter(label -> label.startsWith("c2pa.hash."))
                .toList();
        if (!bindings.equals(List.of(Labels.DATA_HASH))) {
            return Optional.of(new Problem(
                    "c2pa.binding",
                    "The signature fits, but the C2PA manifest is bound to its file in a way that is not checked here."));
        }
        DataHash hash = DataHash.parse(manifest.assertion(Labels.DATA_HASH).orElseThrow(), algorithm, file.length);
        if (!hash.isOf(file)) {
            throw DataHash.other();
        }
        return hash.leavesOutNothingBut(embedded.place()) ? Optional.empty() : Optional.of(new Problem(
                "c2pa.exclusions", "The signature fits, but it leaves out parts of the file: these may have been changed."));
    }
}
