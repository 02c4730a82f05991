package dev.bildwerk.cli.generate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Pixels to add on each side, typed as {@code 64} for all four or {@code 64,0,64,0} for left, top, right and bottom. */
record Edges(int left, int top, int right, int bottom) {
    private static final Pattern ONE = Pattern.compile("\\d{1,4}");
    private static final Pattern FOUR = Pattern.compile("(\\d{1,4}),(\\d{1,4}),(\\d{1,4}),(\\d{1,4})");

    static Edges parse(String text) {
        String plain = text.replace(" ", "");
        if (ONE.matcher(plain).matches()) {
            int all = Integer.parseInt(plain);
            return new Edges(all, all, all, all);
        }
        Matcher four = FOUR.matcher(plain);
        if (!four.matches()) {
            throw new TypeConversionException(
                    "\"%s\" is no number of pixels: write one, such as 64, or four: left,top,right,bottom".formatted(text));
        }
        return new Edges(
                Integer.parseInt(four.group(1)),
                Integer.parseInt(four.group(2)),
                Integer.parseInt(four.group(3)),
                Integer.parseInt(four.group(4)));
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<Edges> {
        @Override
        public Edges convert(String text) {
            return parse(text);
        }
    }
}
