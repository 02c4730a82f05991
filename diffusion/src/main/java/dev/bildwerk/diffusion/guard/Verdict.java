package dev.bildwerk.diffusion.guard;

/** What a guard says of a request or a picture: it is admitted, or it is refused for a stated reason. */
public sealed interface Verdict {

    record Admitted() implements Verdict {}

    record Refused(Refusal refusal) implements Verdict {}

    static Verdict admitted() {
        return new Admitted();
    }

    static Verdict refused(String code, String message) {
        return new Refused(new Refusal(code, message));
    }
}
