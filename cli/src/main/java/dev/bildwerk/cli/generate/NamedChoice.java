package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Samplers and schedules by the name that a user types or that a recipe carries. */
final class NamedChoice {
    private NamedChoice() {}

    private static <T> T find(
            String what, String text, T[] values, Function<T, String> option, Function<T, String> title) {
        return Arrays.stream(values)
                .filter(value -> Stream.of(option.apply(value), title.apply(value)).anyMatch(text::equalsIgnoreCase))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("\"%s\" is no %s; there are %s"
                        .formatted(text, what, Arrays.stream(values).map(option).collect(Collectors.joining(", ")))));
    }

    /** For picocli. */
    static final class Sampler implements ITypeConverter<SamplerName> {
        @Override
        public SamplerName convert(String text) {
            return find("sampler", text, SamplerName.values(), SamplerName::option, SamplerName::title);
        }
    }

    /** For picocli. */
    static final class Schedule implements ITypeConverter<ScheduleName> {
        @Override
        public ScheduleName convert(String text) {
            return find("schedule", text, ScheduleName.values(), ScheduleName::option, ScheduleName::title);
        }
    }

    /** For picocli. */
    static final class Samplers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(SamplerName.values()).map(SamplerName::option).iterator();
        }
    }

    /** For picocli. */
    static final class Schedules implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ScheduleName.values()).map(ScheduleName::option).iterator();
        }
    }
}
