package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.picture.Picture;

/** What is made of a picture before a guide sees it; without any model. */
public enum Preparation {
    /** It is a picture of edges, depth or a pose already. */
    NONE("none", "none"),
    /** White lines on black, of a drawing on white. */
    INVERT("invert", "invert (from white bg & black line)"),
    /** White edges on black, as {@code cv2.Canny(picture, 100, 200)} finds them. */
    CANNY("canny", "canny");

    private final String option;
    private final String title;

    Preparation(String option, String title) {
        this.option = option;
        this.title = title;
    }

    /** As typed on the command line. */
    public String option() {
        return option;
    }

    /** What AUTOMATIC1111's extension calls it. */
    public String title() {
        return title;
    }

    /** The picture as the network is to see it, of the same size. */
    public Picture of(Picture picture) {
        return switch (this) {
            case NONE -> picture;
            case INVERT -> inverted(picture);
            case CANNY -> CannyEdges.of(picture, CannyEdges.USUAL_LOW, CannyEdges.USUAL_HIGH);
        };
    }

    private static Picture inverted(Picture picture) {
        byte[] rgb = new byte[picture.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ~picture.rgb()[i];
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }
}
