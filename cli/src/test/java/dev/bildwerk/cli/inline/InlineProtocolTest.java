package dev.bildwerk.cli.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.picture.Picture;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InlineProtocolTest {
    private static final Pattern KITTY =
            Pattern.compile("\u001b_G(a=T,f=100,q=2,)?m=([01]);([A-Za-z0-9+/=]{1,4096})\u001b\\\\");

    @Test
    void knowsTerminalsByTheirVariables() {
        assertThat(InlineProtocol.of(Map.of("TERM", "xterm-kitty"))).contains(InlineProtocol.KITTY);
        assertThat(InlineProtocol.of(Map.of("TERM", "xterm-256color", "KITTY_WINDOW_ID", "1")))
                .contains(InlineProtocol.KITTY);
        assertThat(InlineProtocol.of(Map.of("TERM_PROGRAM", "ghostty"))).contains(InlineProtocol.KITTY);
        assertThat(InlineProtocol.of(Map.of("TERM_PROGRAM", "iTerm.app"))).contains(InlineProtocol.ITERM);
        assertThat(InlineProtocol.of(Map.of("TERM_PROGRAM", "WezTerm"))).contains(InlineProtocol.ITERM);
        assertThat(InlineProtocol.of(Map.of("LC_TERMINAL", "iTerm2"))).contains(InlineProtocol.ITERM);
        assertThat(InlineProtocol.of(Map.of("TERM", "foot-extra"))).contains(InlineProtocol.SIXEL);
        assertThat(InlineProtocol.of(Map.of("TERM_PROGRAM", "mintty"))).contains(InlineProtocol.SIXEL);
    }

    @Test
    void assumesNothingOfOtherTerminalsNorInsideTmux() {
        assertThat(InlineProtocol.of(Map.of())).isEmpty();
        assertThat(InlineProtocol.of(Map.of("TERM", "xterm-256color"))).isEmpty();
        assertThat(InlineProtocol.of(Map.of("TERM", "xterm-kitty", "TMUX", "/tmp/tmux-0/default,1,0"))).isEmpty();
        assertThat(InlineProtocol.of(Map.of("TERM", "screen-256color", "TERM_PROGRAM", "iTerm.app"))).isEmpty();
    }

    @Test
    void kittyGetsTheWholeFileInPieces() {
        byte[] png = randomBytes(10_000);

        Matcher pieces = KITTY.matcher(InlineProtocol.KITTY.encode(null, png));
        StringBuilder base64 = new StringBuilder();
        int end = 0;
        String more = "1";
        for (int piece = 0; pieces.find(); piece++) {
            assertThat(pieces.start()).isEqualTo(end);
            assertThat(pieces.group(1) != null).as("only the first piece says what it is").isEqualTo(piece == 0);
            assertThat(more).isEqualTo("1");
            more = pieces.group(2);
            base64.append(pieces.group(3));
            end = pieces.end();
        }

        assertThat(more).isEqualTo("0");
        assertThat(Base64.getDecoder().decode(base64.toString())).isEqualTo(png);
    }

    @Test
    void itermGetsTheWholeFileAtOnce() {
        byte[] png = randomBytes(5000);

        String sequence = InlineProtocol.ITERM.encode(null, png);

        assertThat(sequence).startsWith("\u001b]1337;File=inline=1;size=5000:").endsWith("\u0007");
        assertThat(Base64.getDecoder().decode(sequence.substring(sequence.indexOf(':') + 1, sequence.length() - 1)))
                .isEqualTo(png);
    }

    @Test
    void sixelsDrawEveryPixelInItsColor() {
        Picture picture = new Picture(37, 20, randomBytes(37 * 20 * 3));
        int[] colors = SixelGraphics.quantize(picture);

        int[][] drawn = drawSixels(InlineProtocol.SIXEL.encode(picture, null), 37, 20);

        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 37; x++) {
                assertThat(drawn[y][x]).as("pixel %d, %d", x, y).isEqualTo(colors[y * 37 + x]);
            }
        }
    }

    @Test
    void sixelsKeepTheMeanColor() {
        byte[] rgb = new byte[64 * 64 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) 100;
            rgb[i + 1] = (byte) 200;
            rgb[i + 2] = 30;
        }
        long[] sums = new long[3];
        for (int color : SixelGraphics.quantize(new Picture(64, 64, rgb))) {
            sums[0] += color / 42 * 51;
            sums[1] += Math.round(color / 6 % 7 * 42.5);
            sums[2] += color % 6 * 51;
        }

        assertThat(sums[0] / 4096.0).isBetween(97.0, 103.0);
        assertThat(sums[1] / 4096.0).isBetween(197.0, 203.0);
        assertThat(sums[2] / 4096.0).isBetween(27.0, 33.0);
    }

    /** A terminal's side of the sixel protocol: palette numbers by row and column, -1 where nothing was drawn. */
    private static int[][] drawSixels(String sequence, int width, int height) {
        assertThat(sequence).startsWith("\u001bP0;1;0q\"1;1;%d;%d".formatted(width, height)).endsWith("\u001b\\");
        int[][] drawn = new int[height][width];
        for (int[] row : drawn) {
            Arrays.fill(row, -1);
        }
        Matcher token = Pattern.compile("#(\\d+)(;2;\\d+;\\d+;\\d+)?|!(\\d+)([?-~])|([?-~])|(\\$)|(-)")
                .matcher(sequence.substring(sequence.indexOf('#'), sequence.length() - 2));
        int color = -1;
        int x = 0;
        int top = 0;
        int end = 0;
        while (token.find()) {
            assertThat(token.start()).isEqualTo(end);
            end = token.end();
            if (token.group(1) != null) {
                color = Integer.parseInt(token.group(1));
            } else if (token.group(6) != null) {
                x = 0;
            } else if (token.group(7) != null) {
                x = 0;
                top += 6;
            } else {
                int count = token.group(3) != null ? Integer.parseInt(token.group(3)) : 1;
                int sixel = (token.group(4) != null ? token.group(4) : token.group(5)).charAt(0) - '?';
                for (int i = 0; i < count; i++, x++) {
                    for (int bit = 0; bit < 6; bit++) {
                        if ((sixel >> bit & 1) == 1) {
                            drawn[top + bit][x] = color;
                        }
                    }
                }
            }
        }
        return drawn;
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
