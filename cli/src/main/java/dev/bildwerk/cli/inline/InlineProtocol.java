package dev.bildwerk.cli.inline;

import dev.bildwerk.diffusion.picture.Picture;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The ways in which terminals show a picture among their text. */
public enum InlineProtocol {
    KITTY,
    ITERM,
    SIXEL;

    /**
     * What the terminal of this environment understands, told by the variables that terminals set. Inside tmux and
     * screen nothing is assumed: they swallow pictures unless told otherwise.
     */
    public static Optional<InlineProtocol> of(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "").toLowerCase(Locale.ROOT);
        String program = environment.getOrDefault("TERM_PROGRAM", "").toLowerCase(Locale.ROOT);
        if (environment.containsKey("TMUX") || term.startsWith("screen") || term.startsWith("tmux")) {
            return Optional.empty();
        }
        if (environment.containsKey("KITTY_WINDOW_ID")
                || term.equals("xterm-kitty")
                || term.equals("xterm-ghostty")
                || program.equals("ghostty")) {
            return Optional.of(KITTY);
        }
        if (program.equals("iterm.app")
                || program.equals("wezterm")
                || environment.getOrDefault("LC_TERMINAL", "").equalsIgnoreCase("iTerm2")) {
            return Optional.of(ITERM);
        }
        if (program.equals("mintty")
                || term.startsWith("foot")
                || term.startsWith("mlterm")
                || term.contains("sixel")) {
            return Optional.of(SIXEL);
        }
        return Optional.empty();
    }

    /**
     * The control sequence that shows a picture, without a line break after it.
     *
     * @param png the same picture as a file
     */
    public String encode(Picture picture, byte[] png) {
        return switch (this) {
            case KITTY -> KittyGraphics.encode(png);
            case ITERM -> ItermGraphics.encode(png);
            case SIXEL -> SixelGraphics.encode(picture);
        };
    }
}
