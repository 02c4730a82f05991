package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.Upscaler;
import dev.bildwerk.diffusion.prompt.Dialect;
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
public final class NamedChoice {
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
    public static final class Sampler implements ITypeConverter<SamplerName> {
        @Override
        public SamplerName convert(String text) {
            return find("sampler", text, SamplerName.values(), SamplerName::option, SamplerName::title);
        }
    }

    /** For picocli. */
    public static final class Schedule implements ITypeConverter<ScheduleName> {
        @Override
        public ScheduleName convert(String text) {
            return find("schedule", text, ScheduleName.values(), ScheduleName::option, ScheduleName::title);
        }
    }

    /** For picocli. */
    public static final class Samplers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(SamplerName.values()).map(SamplerName::option).iterator();
        }
    }

    /** For picocli. */
    public static final class Schedules implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ScheduleName.values()).map(ScheduleName::option).iterator();
        }
    }

    /** For picocli. */
    public static final class DialectName implements ITypeConverter<Dialect> {
        @Override
        public Dialect convert(String text) {
            return find("dialect", text, Dialect.values(), Dialect::option, Dialect::option);
        }
    }

    /** For picocli. */
    public static final class Dialects implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Dialect.values()).map(Dialect::option).iterator();
        }
    }

    /** For picocli. */
    public static final class Noise implements ITypeConverter<NoiseDevice> {
        @Override
        public NoiseDevice convert(String text) {
            return find("noise device", text, NoiseDevice.values(), NoiseDevice::option, NoiseDevice::option);
        }
    }

    /** For picocli. */
    public static final class Noises implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(NoiseDevice.values()).map(NoiseDevice::option).iterator();
        }
    }

    /** For picocli. */
    public static final class UpscalerName implements ITypeConverter<Upscaler> {
        @Override
        public Upscaler convert(String text) {
            return find("upscaler", text, Upscaler.values(), Upscaler::option, Upscaler::option);
        }
    }

    /** For picocli. */
    public static final class Upscalers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Upscaler.values()).map(Upscaler::option).iterator();
        }
    }

    /** For picocli. */
    public static final class FillingName implements ITypeConverter<Start.Filling> {
        @Override
        public Start.Filling convert(String text) {
            return find("filling", text, Start.Filling.values(), Start.Filling::option, Start.Filling::option);
        }
    }

    /** For picocli. */
    public static final class Fillings implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Start.Filling.values()).map(Start.Filling::option).iterator();
        }
    }
}
