package dev.bildwerk.safety.provenance.verify;

import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.provenance.xmp.XmpReader;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** Whether the file says in XMP where its picture comes from, in the property of the IPTC. */
record XmpCheck() implements LayerCheck {
    private static final String NAME = "xmp";

    @Override
    public LayerFinding check(byte[] file) {
        try {
            Optional<XmpReader.Found> found = XmpReader.read(file);
            Optional<String> sourceType = found.flatMap(XmpReader.Found::sourceType);
            SequencedMap<String, Object> fields = new LinkedHashMap<>();
            sourceType.ifPresent(type -> fields.put("digital_source_type", Shown.text(type)));
            found.flatMap(XmpReader.Found::creatorTool).ifPresent(tool -> fields.put("creator_tool", Shown.text(tool)));
            String sentence = sourceType.isPresent()
                    ? "XMP tells a source; it is not signed, so anybody may have written it."
                    : "XMP tells no source.";
            return new LayerFinding(NAME, sourceType.isPresent() ? State.PRESENT : State.ABSENT, "", sentence, fields);
        } catch (ProvenanceException e) {
            return new LayerFinding(NAME, State.ALTERED, e.code(), e.getMessage(), new LinkedHashMap<>());
        }
    }
}
