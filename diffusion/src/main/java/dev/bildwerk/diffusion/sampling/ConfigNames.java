package dev.bildwerk.diffusion.sampling;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the constant that a scheduler configuration names. */
final class ConfigNames {
    private ConfigNames() {}

    static <T> T find(String field, String name, T[] values, Function<T, String> nameOf) {
        return Arrays.stream(values)
                .filter(value -> nameOf.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The scheduler configuration says %s \"%s\", which is not known; known are %s."
                                .formatted(
                                        field,
                                        name,
                                        Arrays.stream(values).map(nameOf).collect(Collectors.joining(", ")))));
    }
}
