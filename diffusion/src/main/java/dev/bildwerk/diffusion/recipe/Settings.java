package dev.bildwerk.diffusion.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** Settings that are taken out one by one; what is no number or out of its range is noted, never an error. */
final class Settings {
    private static final int LONGEST_NUMBER = 40; // Reading a number of a million digits takes minutes.

    private final SequencedMap<String, String> left;
    private final List<NotHonoured> notHonoured = new ArrayList<>();

    Settings(Map<String, String> settings) {
        left = new LinkedHashMap<>(settings);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(left.remove(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Optional<Integer> integer(String key) {
        return number(key, value -> {
            int number = Integer.parseInt(value);
            return number >= 0 ? number : null;
        }, "it is no whole number from 0 on");
    }

    Optional<Long> seed(String key) {
        return number(key, value -> {
            long number = Long.parseLong(value);
            return number >= 0 ? number : null;
        }, "it is no whole number from 0 to 2^63 - 1");
    }

    Optional<Long> signed(String key) {
        return number(key, Long::parseLong, "it is no whole number");
    }

    Optional<Double> decimal(String key) {
        return number(key, value -> {
            double number = Double.parseDouble(value);
            return Double.isFinite(number) && number >= 0 ? number : null;
        }, "it is no number from 0 on");
    }

    Optional<PictureSize> size(String key) {
        return number(key, value -> PictureSize.parse(value).orElse(null), "it is no size such as 512x768");
    }

    private <T> Optional<T> number(String key, Function<String, T> parse, String complaint) {
        return text(key).flatMap(value -> {
            Optional<T> number = value.length() > LONGEST_NUMBER ? Optional.empty() : attempt(parse, value);
            if (number.isEmpty()) {
                note(key, value, complaint);
            }
            return number;
        });
    }

    private static <T> Optional<T> attempt(Function<String, T> parse, String value) {
        try {
            return Optional.ofNullable(parse.apply(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    void note(String field, String value, String reason) {
        notHonoured.add(new NotHonoured(field, value, reason));
    }

    List<NotHonoured> notHonoured() {
        return notHonoured;
    }

    /** What nobody took. */
    SequencedMap<String, String> left() {
        return left;
    }
}
