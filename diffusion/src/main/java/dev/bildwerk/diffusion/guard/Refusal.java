package dev.bildwerk.diffusion.guard;

import java.util.Objects;

/**
 * Why a request or a picture was refused.
 *
 * @param code stable, machine-readable reason, such as {@code prompt.sexual}; never renamed once released
 * @param message one sentence for the user, in the user's language; says what was refused, never how to evade
 */
public record Refusal(String code, String message) {
    public Refusal {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
