package dev.bildwerk.cli.inline;

import java.util.Base64;

/**
 * A PNG file in kitty's escape codes: base64 in pieces of at most 4096 characters, {@code m=1} on all but the last.
 *
 * @see <a href="https://sw.kovidgoyal.net/kitty/graphics-protocol/">the terminal graphics protocol</a>
 */
final class KittyGraphics {
    private static final int PIECE = 4096;

    private KittyGraphics() {}

    static String encode(byte[] png) {
        String base64 = Base64.getEncoder().encodeToString(png);
        StringBuilder sequence = new StringBuilder();
        for (int start = 0; start < base64.length(); start += PIECE) {
            int end = Math.min(start + PIECE, base64.length());
            // a=T: transmit and display; f=100: PNG; q=2: the terminal answers nothing.
            sequence.append("\u001b_G")
                    .append(start == 0 ? "a=T,f=100,q=2," : "")
                    .append(end < base64.length() ? "m=1;" : "m=0;")
                    .append(base64, start, end)
                    .append("\u001b\\");
        }
        return sequence.toString();
    }
}
