package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import dev.bildwerk.safety.provenance.ProvenanceException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The manifest of a store that speaks of the file itself.
 *
 * @param claim its bytes, which are signed
 * @param assertions by label, each once
 * @param signature as it was read
 */
record Manifest(String label, byte[] claim, List<JumbfBox> assertions, byte[] signature) {
    Manifest {
        assertions = List.copyOf(assertions);
    }

    /**
     * The last one of a store, which C2PA calls the active one.
     *
     * @throws ProvenanceException {@code c2pa.boxes} where a part is missing, {@code c2pa.kind} for a manifest that only adds
     *     to another one
     */
    static Manifest activeOf(byte[] store) {
        JumbfBox root = JumbfBox.parse(store);
        if (!root.is(BoxType.STORE) || !root.label().equals(Labels.STORE) || root.boxes().isEmpty()) {
            throw JumbfBox.broken();
        }
        JumbfBox last = root.boxes().getLast();
        if (last.is(BoxType.UPDATE_MANIFEST)) {
            throw new ProvenanceException(
                    "c2pa.kind", "The C2PA manifest only adds to another one; such manifests are not checked here.");
        }
        if (!last.is(BoxType.MANIFEST)) {
            throw JumbfBox.broken();
        }
        JumbfBox assertions = one(last.labelled(Labels.ASSERTIONS), BoxType.ASSERTIONS);
        Set<String> labels = new HashSet<>();
        if (!assertions.contents().isEmpty() || !assertions.boxes().stream().map(JumbfBox::label).allMatch(labels::add)) {
            throw JumbfBox.broken();
        }
        List<JumbfBox> claims = Stream.of(Labels.CLAIM, Labels.OLD_CLAIM)
                .flatMap(name -> last.labelled(name).stream())
                .toList();
        return new Manifest(
                last.label(),
                one(claims, BoxType.CLAIM).cbor(),
                assertions.boxes(),
                one(last.labelled(Labels.SIGNATURE), BoxType.SIGNATURE).cbor());
    }

    private static JumbfBox one(List<JumbfBox> boxes, BoxType type) {
        if (boxes.size() != 1 || !boxes.getFirst().is(type)) {
            throw JumbfBox.broken();
        }
        return boxes.getFirst();
    }

    /** The assertion with this label, read as CBOR. */
    Optional<CBORObject> assertion(String name) {
        return assertions.stream().filter(box -> box.label().equals(name)).findFirst().map(box -> Cbor.decode(box.cbor()));
    }

    /** Whether a claim or an assertion means a part of this manifest. */
    boolean isMeant(String uri, String path) {
        return uri.equals(Labels.near(path)) || uri.equals(Labels.full(label, path));
    }
}
