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

/**
 * Draws SVG into a square picture with transparency, type {@link BufferedImage#TYPE_INT_ARGB}. The SVG passes
 * {@link SvgGate} first, and the renderer is told to resolve nothing.
 */
final class Rasteriser {
    private static final LoaderContext CLOSED =
            LoaderContext.builder().externalResourcePolicy(ResourcePolicy.DENY_ALL).build();

    private Rasteriser() {}

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
                throw new DataSetException(Reason.PICTURE_REFUSED, "the SVG is not well formed");
            }
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
            int content = size - 2 * margin;
            document.render((java.awt.Component) null, graphics, new ViewBox(margin, margin, content, content));
            return image;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new DataSetException(Reason.PICTURE_REFUSED,
                    "the SVG cannot be drawn: " + e.getClass().getSimpleName(), e);
        } finally {
            graphics.dispose();
        }
    }
}
