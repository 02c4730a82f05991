package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.adapter.AdapterException;
import dev.bildwerk.diffusion.adapter.AdapterUse;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An adapter as typed: {@code FILE}, {@code FILE:0.8}, or {@code FILE:0.8:0.4} with a strength of its own for the text. */
final class AdapterChoice implements ITypeConverter<AdapterUse> {
    private static final String NUMBER = "-?\\d{1,3}(?:\\.\\d{1,9})?";
    private static final Pattern FORM = Pattern.compile("(.+?)(?::(" + NUMBER + "))?(?::(" + NUMBER + "))?");

    @Override
    public AdapterUse convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException(
                    "\"%s\" names no file: write it like style.safetensors:0.8".formatted(text));
        }
        double unet = form.group(2) == null ? 1 : Double.parseDouble(form.group(2));
        double words = form.group(3) == null ? unet : Double.parseDouble(form.group(3));
        try {
            return new AdapterUse(Path.of(form.group(1)), unet, words);
        } catch (AdapterException | InvalidPathException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
