package dev.bildwerk.cli.grid;

import dev.bildwerk.diffusion.picture.Picture;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One sheet of a grid while it is filled: white, with labels, and a note wherever there is no picture yet. */
final class Sheet {
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = Color.BLACK;
    private static final Color EMPTY = new Color(0xdd, 0xdd, 0xdd);
    private static final int FEWEST_LABEL_LINES = 3;

    private final SheetLayout layout;
    private final Optional<Font> font;
    private final BufferedImage image;

    private Sheet(SheetLayout layout, Optional<Font> font, BufferedImage image) {
        this.layout = layout;
        this.font = font;
        this.image = image;
    }

    /**
     * An empty sheet.
     *
     * @param columns labels from the left
     * @param rows labels from the top
     * @param title of the sheet; empty for none
     */
    static Sheet of(
            List<String> columns, List<String> rows, String title, int cellWidth, int cellHeight, Optional<Font> font) {
        Labels labels = new Labels(font, cellWidth, cellHeight);
        int left = labels.leftOf(rows);
        int titleHeight = labels.heightOf(List.of(title), columns.size() * cellWidth);
        int top = titleHeight + labels.heightOf(columns, cellWidth);
        SheetLayout layout =
                new SheetLayout(columns.size(), rows.size(), cellWidth, cellHeight, left, titleHeight, top);
        Sheet sheet = new Sheet(
                layout, font, new BufferedImage(layout.width(), layout.height(), BufferedImage.TYPE_INT_RGB));
        sheet.paint(pen -> {
            pen.setColor(PAPER);
            pen.fillRect(0, 0, layout.width(), layout.height());
            pen.setColor(INK);
            int pictures = layout.width() - left;
            labels.draw(pen, title, left, 0, pictures, titleHeight);
            for (int column = 0; column < columns.size(); column++) {
                labels.draw(
                        pen, columns.get(column), layout.cellLeft(column), titleHeight, cellWidth, top - titleHeight);
            }
            for (int row = 0; row < rows.size(); row++) {
                labels.draw(pen, rows.get(row), 0, layout.cellTop(row), left, cellHeight);
            }
        });
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                sheet.note(column, row, "not drawn");
            }
        }
        return sheet;
    }

    /** @param picture not larger than a cell; laid into its middle */
    void put(int column, int row, Picture picture) {
        paint(pen -> {
            pen.setColor(PAPER);
            pen.fillRect(layout.cellLeft(column), layout.cellTop(row), layout.cellWidth(), layout.cellHeight());
            pen.drawImage(
                    picture.toImage(),
                    layout.cellLeft(column) + (layout.cellWidth() - picture.width()) / 2,
                    layout.cellTop(row) + (layout.cellHeight() - picture.height()) / 2,
                    null);
        });
    }

    /** Says in a picture's place why there is none. */
    void note(int column, int row, String text) {
        paint(pen -> {
            pen.setColor(EMPTY);
            pen.fillRect(layout.cellLeft(column), layout.cellTop(row), layout.cellWidth(), layout.cellHeight());
            pen.setColor(INK);
            new Labels(font, layout.cellWidth(), layout.cellHeight()).draw(
                    pen, text, layout.cellLeft(column), layout.cellTop(row), layout.cellWidth(), layout.cellHeight());
        });
    }

    Picture picture() {
        return Picture.of(image);
    }

    SheetLayout layout() {
        return layout;
    }

    private void paint(Consumer<Graphics2D> painting) {
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        try {
            painting.accept(pen);
        } finally {
            pen.dispose();
        }
    }

    /** How labels are set; without a font they take no room. */
    private record Labels(Optional<Font> font, int cellWidth, int cellHeight) {

        private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

        int leftOf(List<String> rows) {
            boolean none = font.isEmpty() || rows.stream().allMatch(String::isEmpty);
            return none ? 0 : Math.max(cellWidth * 3 / 4, font.get().getSize() * 6);
        }

        int heightOf(List<String> texts, int width) {
            int most = texts.stream().mapToInt(text -> lines(text, width, cellHeight).size()).max().orElse(0);
            return most == 0 ? 0 : most * lineHeight() + margin() * 2;
        }

        void draw(Graphics2D pen, String text, int left, int top, int width, int height) {
            if (font.isEmpty()) {
                return;
            }
            pen.setFont(font.get());
            List<String> lines = lines(text, width, height);
            int y = top + (height - lines.size() * lineHeight()) / 2 + ascent();
            for (String line : lines) {
                pen.drawString(line, (float) (left + (width - widthOf(line)) / 2), y);
                y += lineHeight();
            }
        }

        private List<String> lines(String text, int width, int height) {
            if (font.isEmpty() || text.isEmpty()) {
                return Collections.emptyList();
            }
            int most = Math.max(FEWEST_LABEL_LINES, (height - 2 * margin()) / lineHeight());
            return WrappedText.lines(text, width - 2.0 * margin(), most, this::widthOf);
        }

        private double widthOf(String line) {
            return font.orElseThrow().getStringBounds(line, CONTEXT).getWidth();
        }

        private int lineHeight() {
            return (int) Math.ceil(font.orElseThrow().getSize() * 1.3);
        }

        private int ascent() {
            return (int) Math.ceil(font.orElseThrow().getLineMetrics("Ag", CONTEXT).getAscent());
        }

        private int margin() {
            return font.orElseThrow().getSize() / 2;
        }
    }
}
