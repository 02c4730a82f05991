package dev.bildwerk.safety.provenance.c2pa;

import java.util.Optional;

/** What came of looking for a file's manifest and checking it. */
public sealed interface ManifestFinding {

    /** There is none. */
    record Absent() implements ManifestFinding {}

    /** The signature fits, and every byte of the file but the manifest's own is as it was when it was signed. */
    record Valid(ManifestFacts facts) implements ManifestFinding {}

    /**
     * There is one of which this program cannot say more.
     *
     * @param code stable
     * @param facts what it says, as far as that was read
     */
    record Unjudged(String code, String sentence, Optional<ManifestFacts> facts) implements ManifestFinding {}

    /**
     * File or manifest were changed after it was signed.
     *
     * @param code stable
     */
    record Altered(String code, String sentence) implements ManifestFinding {}
}
