package dev.bildwerk.cli.generate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Width and height in pixels, typed as {@code 512x768}. */
public record Size(int width, int height) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*[xX\u00d7*]\\s*(\\d{1,6})");

    static Size parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new TypeConversionException("\"%s\" is no size: write it like 512x768".formatted(text));
        }
        return new Size(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** For picocli. */
    public static final class Converter implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            return parse(text);
        }
    }
}
