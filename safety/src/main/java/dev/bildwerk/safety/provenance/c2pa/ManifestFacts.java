package dev.bildwerk.safety.provenance.c2pa;

import com.upokecenter.cbor.CBORObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a manifest says. The texts are a stranger's.
 *
 * @param program that made it
 * @param actions in their order, such as {@code c2pa.created}
 * @param sourceType the last one that an action names, a URI of the IPTC
 * @param model that drew the picture, in Bildwerk's words
 */
public record ManifestFacts(
        Optional<String> program,
        List<String> actions,
        Optional<String> sourceType,
        Optional<String> model,
        Optional<String> modelHash,
        Signer signer) {
    private static final int MOST_ACTIONS = 20;

    public ManifestFacts {
        actions = List.copyOf(actions);
    }

    static ManifestFacts of(Manifest manifest, CBORObject claim, Signer signer) {
        List<CBORObject> actions = Stream.of(Labels.ACTIONS, Labels.OLD_ACTIONS)
                .flatMap(label -> manifest.assertion(label).stream())
                .flatMap(assertion -> Cbor.list(assertion, "actions").stream())
                .limit(MOST_ACTIONS)
                .toList();
        return new ManifestFacts(
                program(claim),
                actions.stream().flatMap(action -> Cbor.text(action, "action").stream()).toList(),
                actions.stream().flatMap(action -> Cbor.text(action, "digitalSourceType").stream()).reduce((a, b) -> b),
                parameter(actions, Assertions.MODEL),
                parameter(actions, Assertions.MODEL_HASH),
                signer);
    }

    /** Before the second version it is a text. */
    private static Optional<String> program(CBORObject claim) {
        return Cbor.get(claim, "claim_generator_info")
                .flatMap(info -> Cbor.text(info, "name").map(name ->
                        Cbor.text(info, "version").map(version -> name + " " + version).orElse(name)))
                .or(() -> Cbor.text(claim, "claim_generator"));
    }

    private static Optional<String> parameter(List<CBORObject> actions, String name) {
        return actions.stream()
                .flatMap(action -> Cbor.get(action, "parameters").stream())
                .flatMap(parameters -> Cbor.text(parameters, name).stream())
                .findFirst();
    }
}
