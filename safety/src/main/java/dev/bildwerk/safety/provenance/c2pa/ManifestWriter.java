package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import dev.bildwerk.safety.provenance.PictureFormat;
import dev.bildwerk.safety.provenance.file.Range;
import dev.bildwerk.safety.provenance.key.SigningKey;
import java.util.UUID;

/**
 * Puts a C2PA manifest into a file: what made the picture, bound to all other bytes of the file and signed. It is the last
 * thing that is written.
 *
 * @see <a href="https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html">C2PA 2.2</a>
 */
public final class ManifestWriter {
    private ManifestWriter() {}

    /**
     * A copy of the file with a manifest.
     *
     * @param file a whole one without manifest
     */
    public static byte[] addTo(byte[] file, PictureFormat format, Statement statement, SigningKey key) {
        Container container = Container.of(format);
        byte[] sha256 = Hashes.sha256(file); // The manifest's place is left out, and the rest is this file.
        String label = "urn:c2pa:" + UUID.randomUUID();
        int start = container.place(file);
        // The manifest tells its own length, and numbers take more bytes the larger they are: it only ever grows.
        int length = 0;
        while (true) {
            byte[] manifest = store(label, statement, new Range(start, length), sha256, key);
            int needed = container.wrapped(manifest).length;
            if (needed == length) {
                return container.insert(file, manifest);
            }
            length = needed;
        }
    }

    private static byte[] store(String label, Statement statement, Range place, byte[] sha256, SigningKey key) {
        byte[] binding = assertion(Labels.DATA_HASH, Assertions.dataHash(place, sha256));
        CBORObject references = CBORObject.NewArray();
        byte[] assertions;
        if (statement.making().isOfAGivenPicture()) {
            byte[] given = assertion(Labels.INGREDIENT, Assertions.given());
            CBORObject toGiven = reference(Labels.INGREDIENT, given);
            byte[] actions = assertion(Labels.ACTIONS, Assertions.actions(statement, toGiven));
            references.Add(reference(Labels.ACTIONS, actions)).Add(toGiven);
            assertions = JumbfWriter.superbox(BoxType.ASSERTIONS, Labels.ASSERTIONS, actions, given, binding);
        } else {
            byte[] actions = assertion(Labels.ACTIONS, Assertions.actions(statement, null));
            references.Add(reference(Labels.ACTIONS, actions));
            assertions = JumbfWriter.superbox(BoxType.ASSERTIONS, Labels.ASSERTIONS, actions, binding);
        }
        references.Add(reference(Labels.DATA_HASH, binding));
        byte[] claim = CBORObject.NewOrderedMap()
                .Add("instanceID", "xmp:iid:" + label.substring(label.lastIndexOf(':') + 1))
                .Add("claim_generator_info", Assertions.software(statement))
                .Add("signature", Labels.full(label, Labels.SIGNATURE))
                .Add("created_assertions", references)
                .Add("alg", "sha256")
                .EncodeToBytes();
        return JumbfWriter.superbox(
                BoxType.STORE,
                Labels.STORE,
                JumbfWriter.superbox(
                        BoxType.MANIFEST,
                        label,
                        assertions,
                        JumbfWriter.cbor(BoxType.CLAIM, Labels.CLAIM, claim),
                        JumbfWriter.cbor(BoxType.SIGNATURE, Labels.SIGNATURE, CoseSign1.sign(key, claim))));
    }

    private static byte[] assertion(String label, CBORObject content) {
        return JumbfWriter.cbor(BoxType.CBOR, label, content.EncodeToBytes());
    }

    private static CBORObject reference(String label, byte[] box) {
        return Assertions.reference(Labels.ASSERTIONS + "/" + label, box);
    }
}
