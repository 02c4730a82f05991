package dev.bildwerk.cli.generate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A part of the steps, typed as {@code 0.2-0.8}. */
record Span(double from, double to) {
    private static final Pattern FORM = Pattern.compile("(\\d(?:\\.\\d{1,9})?)-(\\d(?:\\.\\d{1,9})?)");

    static Span parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new TypeConversionException(
                    "\"%s\" is no part of the steps: write two numbers from 0 to 1, such as 0.2-0.8".formatted(text));
        }
        return new Span(Double.parseDouble(form.group(1)), Double.parseDouble(form.group(2)));
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<Span> {
        @Override
        public Span convert(String text) {
            return parse(text);
        }
    }
}
