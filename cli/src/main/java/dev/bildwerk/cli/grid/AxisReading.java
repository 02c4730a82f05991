package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.generate.RequestOptions.Texts;
import dev.bildwerk.cli.generate.Size;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of each kind of axis are read. */
final class AxisReading {
    /** Of one axis; a range is counted before it is written out. */
    static final int MOST_VALUES = 1000;

    /** The CPU generator uses 32 bits of a seed. */
    private static final long SEEDS = 1L << 32;

    private static final long LARGEST_EXACT_INT = Integer.MAX_VALUE;
    private static final int LABEL_PLACES = 8;

    /** One value, and how it is written. */
    record Reading(String text, Change change) {}

    private AxisReading() {}

    static Function<String, List<Reading>> wholeNumbers(
            BiFunction<GenerationRequest, Integer, GenerationRequest> apply) {
        return typed -> longs(typed).stream()
                .map(number -> {
                    if (Math.abs(number) > LARGEST_EXACT_INT) {
                        throw new AxisException("%d is too large".formatted(number));
                    }
                    return new Reading(number.toString(), request(r -> apply.apply(r, number.intValue())));
                })
                .toList();
    }

    /** A seed of -1 is a random one. */
    static Function<String, List<Reading>> seeds(BiFunction<GenerationRequest, Long, GenerationRequest> apply) {
        return typed -> longs(typed).stream()
                .map(number -> number == -1 ? ThreadLocalRandom.current().nextLong(SEEDS) : number)
                .map(seed -> new Reading(seed.toString(), request(r -> apply.apply(r, seed))))
                .toList();
    }

    private static List<Long> longs(String typed) {
        List<Long> numbers = new ArrayList<>();
        for (String value : ValueList.split(typed)) {
            Optional<NumberRange> range = NumberRange.parse(value);
            if (range.isPresent()) {
                requireSome(value, range.get());
                numbers.addAll(range.get().wholeNumbers());
            } else {
                numbers.add(parsed(value, Long::parseLong, "whole number"));
            }
        }
        return requireFew(numbers);
    }

    static Function<String, List<Reading>> numbers(BiFunction<GenerationRequest, Double, GenerationRequest> apply) {
        return typed -> {
            List<Double> numbers = new ArrayList<>();
            for (String value : ValueList.split(typed)) {
                Optional<NumberRange> range = NumberRange.parse(value);
                if (range.isPresent()) {
                    requireSome(value, range.get());
                    numbers.addAll(range.get().numbers());
                } else {
                    numbers.add(parsed(value, AxisReading::finite, "number"));
                }
            }
            return requireFew(numbers).stream()
                    .map(number -> new Reading(plain(number), request(r -> apply.apply(r, number))))
                    .toList();
        };
    }

    private static Double finite(String value) {
        double number = Double.parseDouble(value);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException();
        }
        return number;
    }

    static String plain(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(LABEL_PLACES, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static <T> T parsed(String value, Function<String, T> parse, String what) {
        try {
            return parse.apply(value);
        } catch (NumberFormatException e) {
            throw new AxisException(
                    "\"%s\" is no %s, and no range such as 1-5, 1-9(+2) or 1-9[3]".formatted(value, what));
        }
    }

    private static void requireSome(String value, NumberRange range) {
        if (range.size() == 0) {
            throw new AxisException("\"%s\" holds no number: the step leads away from its end".formatted(value));
        }
        if (range.size() > MOST_VALUES) {
            throw new AxisException("\"%s\" are %,d numbers; an axis may have %,d"
                    .formatted(value, range.size(), MOST_VALUES));
        }
    }

    private static <T> List<T> requireFew(List<T> values) {
        if (values.size() > MOST_VALUES) {
            throw new AxisException("there are %,d values; an axis may have %,d".formatted(values.size(), MOST_VALUES));
        }
        return values;
    }

    static <T> Function<String, List<Reading>> named(
            ITypeConverter<T> converter, BiFunction<GenerationRequest, T, GenerationRequest> apply) {
        return typed -> texts(typed).stream()
                .map(name -> {
                    T value = converted(converter, name);
                    return new Reading(name, request(r -> apply.apply(r, value)));
                })
                .toList();
    }

    @FunctionalInterface
    interface Resize {
        GenerationRequest apply(GenerationRequest request, int width, int height);
    }

    static Function<String, List<Reading>> sizes(Resize apply) {
        return typed -> texts(typed).stream()
                .map(text -> {
                    Size size = converted(new Size.Converter(), text);
                    return new Reading(
                            size.width() + "x" + size.height(),
                            request(r -> apply.apply(r, size.width(), size.height())));
                })
                .toList();
    }

    private static <T> T converted(ITypeConverter<T> converter, String text) {
        try {
            return converter.convert(text);
        } catch (TypeConversionException e) {
            throw new AxisException(e.getMessage());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Function<String, List<Reading>> searchAndReplace() {
        return typed -> {
            List<String> values = texts(typed);
            String search = values.getFirst();
            if (search.isEmpty()) {
                throw new AxisException("the first value is what is searched for, and it is empty");
            }
            return values.stream()
                    .map(value -> new Reading(value, new Change.OfTexts(TextChanges.replace(search, value))))
                    .toList();
        };
    }

    static Function<String, List<Reading>> order() {
        return typed -> {
            List<String> parts = texts(typed);
            if (parts.contains("")) {
                throw new AxisException("one of the parts is empty");
            }
            if (parts.size() > TextChanges.MOST_PARTS) {
                throw new AxisException("%d parts have more orders than a grid has places; %d parts are possible"
                        .formatted(parts.size(), TextChanges.MOST_PARTS));
            }
            return TextChanges.permutations(parts).stream()
                    .map(order -> new Reading(
                            String.join(", ", order), new Change.OfTexts(TextChanges.reorder(order))))
                    .toList();
        };
    }

    static Function<String, List<Reading>> negativePrompts() {
        return typed -> texts(typed).stream()
                .map(text -> new Reading(text, new Change.OfTexts(texts -> new Texts(texts.prompt(), text))))
                .toList();
    }

    static Function<String, List<Reading>> models() {
        return typed -> texts(typed).stream()
                .map(name -> new Reading(fileName(name), new Change.OfModel(path(name))))
                .toList();
    }

    static Function<String, List<Reading>> vaes() {
        return typed -> texts(typed).stream()
                .map(name -> {
                    boolean own = List.of("none", "auto", "automatic").contains(name.toLowerCase(Locale.ROOT));
                    return new Reading(
                            own ? "none" : fileName(name),
                            new Change.OfVae(own ? Optional.empty() : Optional.of(path(name))));
                })
                .toList();
    }

    private static List<String> texts(String typed) {
        return requireFew(ValueList.split(typed));
    }

    private static Path path(String name) {
        if (name.isEmpty()) {
            throw new AxisException("one of the names is empty");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new AxisException("\"%s\" is no name of a file".formatted(name));
        }
    }

    private static String fileName(String name) {
        Path last = path(name).getFileName();
        return last == null ? name : last.toString();
    }

    private static Change request(UnaryOperator<GenerationRequest> change) {
        return new Change.OfRequest(change);
    }
}
