package dev.bildwerk.diffusion.picture;

/**
 * Spreads the colours around a mask into it, by a pyramid: the picture is halved, masked pixels not counting, until every pixel
 * has a colour, and each masked pixel takes that of the finest step that has one.
 */
public final class Surroundings {
    private Surroundings() {}

    /** @param mask as large as the picture; what it is above 0 at is filled, the more, the whiter */
    public static Picture fill(Picture picture, Mask mask) {
        int pixels = picture.width() * picture.height();
        float[] colours = new float[pixels * 3];
        float[] weights = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            weights[i] = 1 - (mask.values()[i] & 0xff) / 255f;
            for (int c = 0; c < 3; c++) {
                colours[i * 3 + c] = (picture.rgb()[i * 3 + c] & 0xff) * weights[i];
            }
        }
        float[] filled = filled(colours, weights, picture.width(), picture.height());
        byte[] rgb = new byte[pixels * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.clamp(Math.round(filled[i]), 0, 255);
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    /** @param colours already multiplied by their weights, 0 to 1 */
    private static float[] filled(float[] colours, float[] weights, int width, int height) {
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        if (width == 1 && height == 1) {
            float weight = weights[0];
            return weight == 0
                    ? new float[] {127.5f, 127.5f, 127.5f}
                    : new float[] {colours[0] / weight, colours[1] / weight, colours[2] / weight};
        }
        float[] halfColours = new float[halfWidth * halfHeight * 3];
        float[] halfWeights = new float[halfWidth * halfHeight];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = y * width + x;
                int to = y / 2 * halfWidth + x / 2;
                halfWeights[to] += weights[from];
                for (int c = 0; c < 3; c++) {
                    halfColours[to * 3 + c] += colours[from * 3 + c];
                }
            }
        }
        for (int i = 0; i < halfWeights.length; i++) {
            float scale = halfWeights[i] > 1 ? 1 / halfWeights[i] : 1;
            halfWeights[i] *= scale;
            for (int c = 0; c < 3; c++) {
                halfColours[i * 3 + c] *= scale;
            }
        }
        float[] coarse = filled(halfColours, halfWeights, halfWidth, halfHeight);
        float[] result = new float[colours.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int to = y * width + x;
                for (int c = 0; c < 3; c++) {
                    float behind = between(coarse, halfWidth, halfHeight, x, y, c);
                    result[to * 3 + c] = colours[to * 3 + c] + (1 - weights[to]) * behind;
                }
            }
        }
        return result;
    }

    /** The coarse picture at the middle of a fine pixel, on a plane between its four neighbours. */
    private static float between(float[] coarse, int width, int height, int x, int y, int c) {
        float atX = Math.clamp((x + 0.5f) / 2 - 0.5f, 0, width - 1);
        float atY = Math.clamp((y + 0.5f) / 2 - 0.5f, 0, height - 1);
        int left = (int) atX;
        int top = (int) atY;
        int right = Math.min(left + 1, width - 1);
        int bottom = Math.min(top + 1, height - 1);
        float byX = atX - left;
        float byY = atY - top;
        float above = coarse[(top * width + left) * 3 + c] * (1 - byX) + coarse[(top * width + right) * 3 + c] * byX;
        float below = coarse[(bottom * width + left) * 3 + c] * (1 - byX) + coarse[(bottom * width + right) * 3 + c] * byX;
        return above * (1 - byY) + below * byY;
    }
}
