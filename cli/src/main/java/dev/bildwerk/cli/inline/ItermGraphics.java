package dev.bildwerk.cli.inline;

import java.util.Base64;

/**
 * A PNG file in iTerm2's escape code.
 *
 * @see <a href="https://iterm2.com/documentation-images.html">the inline images protocol</a>
 */
final class ItermGraphics {
    private ItermGraphics() {}

    static String encode(byte[] png) {
        String base64 = Base64.getEncoder().encodeToString(png);
        return "\u001b]1337;File=inline=1;size=" + png.length + ":" + base64 + "\u0007";
    }
}
