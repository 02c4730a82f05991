package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.guide.Preparation;
import dev.bildwerk.diffusion.picture.Picture;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A ControlNet or T2I-Adapter as typed: {@code FILE=PICTURE}, and behind it settings, such as {@code ,weight=0.8}.
 * Colons and blanks may stand in both paths; an equals sign may stand in a file's name where that file is there.
 *
 * @param file of the network
 * @param picture that it is shown
 */
record GuideChoice(Path file, Path picture, Preparation preparation, double weight, double from, double until) {
    private static final Pattern LAST_SETTING = Pattern.compile("(.*=.*),\\s*([A-Za-z]+)\\s*=([^,=]*)", Pattern.DOTALL);
    private static final String USUAL = "write FILE=PICTURE, such as canny.safetensors=edges.png,weight=0.8";

    /** The names of the settings. */
    private enum Setting {
        WEIGHT,
        FROM,
        UNTIL,
        PREPARE;

        String option() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final class Converter implements ITypeConverter<GuideChoice> {
        @Override
        public GuideChoice convert(String text) {
            return parse(text);
        }
    }

    static GuideChoice parse(String text) {
        Map<Setting, String> settings = new LinkedHashMap<>();
        String paths = text;
        for (Matcher last = LAST_SETTING.matcher(paths); last.matches(); last = LAST_SETTING.matcher(paths)) {
            Setting setting = setting(last.group(2));
            if (settings.put(setting, last.group(3).strip()) != null) {
                throw new TypeConversionException("\"%s\" says %s twice".formatted(text, setting.option()));
            }
            paths = last.group(1);
        }
        int equals = separator(paths);
        if (equals < 1 || equals == paths.length() - 1) {
            throw new TypeConversionException("\"%s\" names no network and picture: %s".formatted(text, USUAL));
        }
        return new GuideChoice(
                path(paths.substring(0, equals)),
                path(paths.substring(equals + 1)),
                preparation(settings.getOrDefault(Setting.PREPARE, Preparation.NONE.option())),
                number(settings, Setting.WEIGHT, 1),
                number(settings, Setting.FROM, 0),
                number(settings, Setting.UNTIL, 1));
    }

    /**
     * Where the network's path ends: at the first sign behind the name of something that is there, else at the
     * first one.
     */
    private static int separator(String paths) {
        for (int at = paths.indexOf('='); at > 0; at = paths.indexOf('=', at + 1)) {
            try {
                if (Files.exists(Path.of(paths.substring(0, at)))) {
                    return at;
                }
            } catch (InvalidPathException e) {
                break;
            }
        }
        return paths.indexOf('=');
    }

    private static Setting setting(String name) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.option().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("\"%s\" is no setting of a control; there are %s"
                        .formatted(name, options(Setting.values(), Setting::option))));
    }

    private static Preparation preparation(String name) {
        return Arrays.stream(Preparation.values())
                .filter(preparation -> preparation.option().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("\"%s\" is no way to prepare a picture; there are %s"
                        .formatted(name, options(Preparation.values(), Preparation::option))));
    }

    private static <T> String options(T[] values, Function<T, String> option) {
        return Arrays.stream(values).map(option).collect(Collectors.joining(", "));
    }

    private static double number(Map<Setting, String> settings, Setting setting, double usual) {
        String text = settings.get(setting);
        try {
            return text == null ? usual : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("%s=%s is no number".formatted(setting.option(), text));
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text.strip());
        } catch (InvalidPathException e) {
            throw new TypeConversionException("\"%s\" is no name of a file: %s".formatted(text, e.getReason()));
        }
    }

    /**
     * With the picture's pixels.
     *
     * @throws dev.bildwerk.cli.CommandException where there is no such picture
     * @throws dev.bildwerk.diffusion.pipeline.InvalidRequestException where a number is out of its range
     */
    GuideUse toUse() {
        return new GuideUse(file, Picture.of(PictureFile.read(picture)), preparation, weight, from, until);
    }
}
