package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import dev.bildwerk.safety.provenance.ProvenanceException;
import java.util.List;
import java.util.Optional;

/** Reads a stranger's CBOR: of limited length, without keys that come twice, and without surprises on the way. */
final class Cbor {
    private static final int LONGEST = 1 << 20;
    private static final CBOREncodeOptions STRICT = new CBOREncodeOptions("allowduplicatekeys=false;allowempty=false");

    private Cbor() {}

    /** @throws ProvenanceException {@code c2pa.cbor} whatever is wrong with it */
    static CBORObject decode(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw broken();
        }
        try {
            return CBORObject.DecodeFromBytes(bytes, STRICT);
        } catch (RuntimeException e) {
            throw broken();
        }
    }

    /** The value of a key in a map; empty if there is none, or no map. */
    static Optional<CBORObject> get(CBORObject map, Object key) {
        return map.getType() == CBORType.Map ? Optional.ofNullable(map.get(CBORObject.FromObject(key))) : Optional.empty();
    }

    static Optional<String> text(CBORObject map, Object key) {
        return get(map, key).filter(value -> value.getType() == CBORType.TextString).map(CBORObject::AsString);
    }

    static Optional<byte[]> bytes(CBORObject map, Object key) {
        return get(map, key).filter(value -> value.getType() == CBORType.ByteString).map(CBORObject::GetByteString);
    }

    /** A number that is no fraction and fits. */
    static Optional<Long> number(CBORObject map, Object key) {
        return get(map, key)
                .filter(value -> value.isNumber() && value.AsNumber().CanFitInInt64() && value.AsNumber().IsInteger())
                .map(CBORObject::AsInt64Value);
    }

    /** The values of an array; none if there is no array. */
    static List<CBORObject> list(CBORObject map, Object key) {
        return get(map, key)
                .filter(value -> value.getType() == CBORType.Array)
                .map(value -> List.copyOf(value.getValues()))
                .orElse(List.of());
    }

    static ProvenanceException broken() {
        return new ProvenanceException("c2pa.cbor", "The C2PA manifest is damaged: its values cannot be read.");
    }
}
