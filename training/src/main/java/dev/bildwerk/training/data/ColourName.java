package dev.bildwerk.training.data;

/**
 * The colour words of the data set, the basic colour terms of both languages.
 *
 * <p>The German adjective is one that takes endings; orange, rosa and lila do not, so they become orangefarben,
 * rosafarben and violett.
 */
enum ColourName {
    RED("red", "rot", 0xdc2626),
    ORANGE("orange", "orangefarben", 0xf97f16),
    YELLOW("yellow", "gelb", 0xfacc15),
    GREEN("green", "grün", 0x2f9e44),
    BLUE("blue", "blau", 0x2563eb),
    PURPLE("purple", "violett", 0x8b3fd1),
    PINK("pink", "rosafarben", 0xf58ac0),
    BROWN("brown", "braun", 0x8a5a34),
    BLACK("black", "schwarz", 0x1f1f1f),
    GREY("gray", "grau", 0x9a9a9a),
    WHITE("white", "weiß", 0xffffff);

    final String english;
    final String german;
    /** A typical value, 0xRRGGBB. */
    final int rgb;

    ColourName(String english, String german, int rgb) {
        this.english = english;
        this.german = german;
        this.rgb = rgb;
    }

    /** The word for a colour, 0xRRGGBB, by hue, saturation and brightness (HSV). */
    static ColourName of(int rgb) {
        float[] hsv = java.awt.Color.RGBtoHSB(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, null);
        float hue = hsv[0] * 360;
        float saturation = hsv[1];
        float brightness = hsv[2];
        if (brightness < 0.2f) {
            return BLACK;
        }
        if (saturation < 0.14f || saturation * brightness < 0.1f) {
            return brightness > 0.88f ? WHITE : brightness < 0.3f ? BLACK : GREY;
        }
        if (hue < 14 || hue >= 342) {
            return brightness > 0.75f && saturation < 0.58f ? PINK : brightness < 0.42f && hue < 14 ? BROWN : RED;
        }
        if (hue < 40) {
            return brightness < 0.72f || saturation < 0.42f && brightness < 0.85f ? BROWN : ORANGE;
        }
        if (hue < 66) {
            return brightness < 0.5f ? BROWN : YELLOW;
        }
        if (hue < 168) {
            return GREEN;
        }
        if (hue < 250) {
            return BLUE;
        }
        if (hue < 296) {
            return PURPLE;
        }
        return saturation < 0.45f || hue > 312 && brightness > 0.65f ? PINK : PURPLE;
    }
}
