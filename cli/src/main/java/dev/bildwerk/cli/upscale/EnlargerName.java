package dev.bildwerk.cli.upscale;

import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.picture.EnlargingFilter;
import dev.bildwerk.diffusion.upscale.ShippedUpscaler;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An upscaler as typed, by its option or its title. */
final class EnlargerName implements ITypeConverter<Enlarger> {
    @Override
    public Enlarger convert(String text) {
        return all().filter(one -> one.option().equalsIgnoreCase(text) || one.title().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("\"%s\" is no upscaler; there are %s"
                        .formatted(text, all().map(Enlarger::option).collect(Collectors.joining(", ")))));
    }

    private static Stream<Enlarger> all() {
        return Stream.concat(Arrays.stream(EnlargingFilter.values()), Stream.of(ShippedUpscaler.INSTANCE));
    }

    /** For picocli. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return all().map(Enlarger::option).iterator();
        }
    }
}
