package dev.bildwerk.safety.provenance.verify;

import dev.bildwerk.safety.provenance.c2pa.ManifestFacts;
import dev.bildwerk.safety.provenance.c2pa.ManifestFinding;
import dev.bildwerk.safety.provenance.c2pa.ManifestReader;
import dev.bildwerk.safety.provenance.c2pa.Signer;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Whether the file has a C2PA manifest and is as it was when that was signed.
 *
 * @param own this installation's certificate
 */
record C2paCheck(Optional<X509Certificate> own, Clock clock) implements LayerCheck {
    private static final String NAME = "c2pa";

    @Override
    public LayerFinding check(byte[] file) {
        return switch (ManifestReader.read(file, own, clock.instant())) {
            case ManifestFinding.Absent absent ->
                finding(State.ABSENT, "", "There is no C2PA manifest.", Optional.empty());
            case ManifestFinding.Altered(String code, String sentence) ->
                finding(State.ALTERED, code, sentence, Optional.empty());
            case ManifestFinding.Unjudged(String code, String sentence, Optional<ManifestFacts> facts) ->
                finding(State.PRESENT, code, sentence, facts);
            case ManifestFinding.Valid(ManifestFacts facts) ->
                finding(State.VALID, "", sentence(facts.signer()), Optional.of(facts));
        };
    }

    private static String sentence(Signer signer) {
        return signer.own()
                ? "Signed with this installation's own key, and the file is as it was then."
                : "The signature fits, and the file is as it was then. The signer is unknown here: the name is what the "
                        + "certificate says, and nobody was asked.";
    }

    private static LayerFinding finding(State state, String code, String sentence, Optional<ManifestFacts> facts) {
        return new LayerFinding(NAME, state, code, sentence, facts.map(C2paCheck::fields).orElseGet(LinkedHashMap::new));
    }

    private static SequencedMap<String, Object> fields(ManifestFacts facts) {
        SequencedMap<String, Object> fields = new LinkedHashMap<>();
        facts.program().ifPresent(program -> fields.put("program", Shown.text(program)));
        fields.put("actions", facts.actions().stream().map(Shown::text).toList());
        facts.sourceType().ifPresent(type -> fields.put("digital_source_type", Shown.text(type)));
        facts.model().ifPresent(model -> fields.put("model", Shown.text(model)));
        facts.modelHash().ifPresent(hash -> fields.put("model_sha256", Shown.text(hash)));
        fields.put("signer", Shown.text(facts.signer().subject()));
        fields.put("issuer", Shown.text(facts.signer().issuer()));
        fields.put("own_key", facts.signer().own());
        fields.put("certificate_from", facts.signer().from().toString());
        fields.put("certificate_until", facts.signer().until().toString());
        return fields;
    }
}
