package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.file.Range;

/**
 * What a manifest asserts, as CBOR.
 *
 * @see <a href="https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html">C2PA 2.2, 18</a>
 */
final class Assertions {
    /** The name of the model that drew the picture. */
    static final String MODEL = "dev.bildwerk.model";

    /** The first digits of the SHA-256 of its weights. */
    static final String MODEL_HASH = "dev.bildwerk.model-sha256";

    private Assertions() {}

    /** The picture that this one was made from; who gave it, and what it is called, is nobody's business. */
    static CBORObject given() {
        return CBORObject.NewOrderedMap().Add("relationship", "parentOf").Add("dc:title", "given picture");
    }

    /** @param given where the manifest tells of the given picture; null where there was none */
    static CBORObject actions(Statement statement, CBORObject given) {
        CBORObject actions = CBORObject.NewArray();
        if (given != null) {
            actions.Add(CBORObject.NewOrderedMap()
                    .Add("action", "c2pa.opened")
                    .Add("parameters", CBORObject.NewOrderedMap().Add("ingredients", CBORObject.NewArray().Add(given))));
        }
        CBORObject action = CBORObject.NewOrderedMap()
                .Add("action", name(statement.making()))
                .Add("softwareAgent", software(statement))
                .Add("digitalSourceType", statement.making().sourceType().uri());
        CBORObject parameters = CBORObject.NewOrderedMap();
        if (statement.making().isByAModel()) {
            statement.model().ifPresent(model -> parameters.Add(MODEL, model));
            statement.modelHash().ifPresent(hash -> parameters.Add(MODEL_HASH, hash));
        }
        if (parameters.size() > 0) {
            action.Add("parameters", parameters);
        }
        return CBORObject.NewOrderedMap().Add("actions", actions.Add(action));
    }

    private static String name(Making making) {
        return switch (making) {
            case Making.Generated made -> "c2pa.created";
            case Making.Changed changed -> "c2pa.edited";
            case Making.Resized resized -> "c2pa.resized";
        };
    }

    /** The program, in the form that claims and actions share. */
    static CBORObject software(Statement statement) {
        CBORObject software = CBORObject.NewOrderedMap().Add("name", statement.software());
        return statement.version().isEmpty() ? software : software.Add("version", statement.version());
    }

    /**
     * The hash that binds the manifest to its file.
     *
     * @param manifest where it lies in the file, which is not hashed
     * @param sha256 of everything else
     */
    static CBORObject dataHash(Range manifest, byte[] sha256) {
        return CBORObject.NewOrderedMap()
                .Add("exclusions", CBORObject.NewArray().Add(CBORObject.NewOrderedMap()
                        .Add("start", manifest.start())
                        .Add("length", manifest.length())))
                .Add("alg", "sha256")
                .Add("hash", sha256)
                .Add("name", "C2PA manifest")
                .Add("pad", new byte[0]);
    }

    /** A part of the manifest and its hash, by which others refer to it. */
    static CBORObject reference(String path, byte[] box) {
        return CBORObject.NewOrderedMap()
                .Add("url", Labels.near(path))
                .Add("hash", Hashes.sha256(JumbfWriter.hashed(box)));
    }
}
