package dev.bildwerk.training.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Simple pictures for tests. */
final class Pictures {
    private Pictures() {}

    /** A disc of one colour on a transparent ground. */
    static BufferedImage disc(int size, int rgb) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(rgb));
        graphics.fillOval(size / 8, size / 8, size * 3 / 4, size * 3 / 4);
        graphics.dispose();
        return image;
    }

    static String svg(String body) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                + "viewBox=\"0 0 10 10\">" + body + "</svg>";
    }
}
