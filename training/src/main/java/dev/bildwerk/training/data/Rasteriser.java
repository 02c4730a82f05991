package dev.bildwerk.training.data;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.parser.resources.ResourcePolicy;
import com.github.weisj.jsvg.view.ViewBox;
import dev.bildwerk.training.data.DataSetException.Reason;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Draws SVG into a square picture with transparency, type {@link BufferedImage#TYPE_INT_ARGB}. The SVG passes
 * {@link SvgGate} first, and the renderer is told to resolve nothing.
 */
final class Rasteriser {
    private static final LoaderContext CLOSED =
            LoaderContext.builder().externalResourcePolicy(ResourcePolicy.DENY_ALL).build();

    /** The renderer logs every refused drawing with a stack trace; the data set's own list says it in a sentence. */
    private static final Logger RENDERER_LOG = Logger.getLogger("com.github.weisj.jsvg");

    static {
        RENDERER_LOG.setLevel(Level.OFF);
    }

    /** A drawing is first made at this many times the size, so that the part of it that is used is still sharp. */
    private static final int OVERSIZE = 4;

    private Rasteriser() {}

    /** As {@link #draw}, but what is to see fills the picture whatever empty space the drawing has around it. */
    static BufferedImage fitted(String svg, int size, int margin) throws DataSetException {
        BufferedImage large = draw(svg, size * OVERSIZE, 0);
        int[] box = Pixels.opaqueBox(large);
        if (box == null) {
            return new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        }
        int edge = Math.max(box[2], box[3]);
        BufferedImage square = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_ARGB);
        BufferedImage seen = large.getSubimage(box[0], box[1], box[2], box[3]);
        Pixels.over(square, seen, (edge - box[2]) / 2, (edge - box[3]) / 2);
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Pixels.over(image, Pixels.scaled(square, size - 2 * margin), margin, margin);
        return image;
    }

    /**
     * @param size edge in pixels
     * @param margin free pixels at each edge
     * @throws DataSetException PICTURE_REFUSED when the SVG is refused or cannot be drawn
     */
    static BufferedImage draw(String svg, int size, int margin) throws DataSetException {
        String admitted = SvgGate.admit(svg);
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            SVGDocument document = new SVGLoader().load(
                    new ByteArrayInputStream(admitted.getBytes(StandardCharsets.UTF_8)), null, CLOSED);
            if (document == null) {
                throw new DataSetException(Reason.PICTURE_REFUSED, "the SVG is not well formed or uses itself without end");
            }
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
            int content = size - 2 * margin;
            document.render((java.awt.Component) null, graphics, new ViewBox(margin, margin, content, content));
            return image;
        } catch (RuntimeException | StackOverflowError e) {
            throw new DataSetException(Reason.PICTURE_REFUSED,
                    "the SVG cannot be drawn: " + e.getClass().getSimpleName(), e);
        } finally {
            graphics.dispose();
        }
    }
}
