package dev.bildwerk.safety.provenance.c2pa;

/**
 * Names of the parts of a manifest.
 *
 * @see <a href="https://spec.c2pa.org/specifications/specifications/2.2/specs/C2PA_Specification.html">C2PA 2.2, 11 and 18</a>
 */
final class Labels {
    static final String STORE = "c2pa";
    static final String ASSERTIONS = "c2pa.assertions";
    static final String CLAIM = "c2pa.claim.v2";
    static final String OLD_CLAIM = "c2pa.claim";
    static final String SIGNATURE = "c2pa.signature";
    static final String ACTIONS = "c2pa.actions.v2";
    static final String OLD_ACTIONS = "c2pa.actions";
    static final String DATA_HASH = "c2pa.hash.data";
    static final String INGREDIENT = "c2pa.ingredient.v3";

    /** Where a part of a manifest is, seen from the file. */
    static final String URI = "self#jumbf=";

    private Labels() {}

    /** Of a part, seen from its manifest. */
    static String near(String path) {
        return URI + path;
    }

    /** Of a part, seen from the store. */
    static String full(String manifest, String path) {
        return URI + "/" + STORE + "/" + manifest + "/" + path;
    }
}
