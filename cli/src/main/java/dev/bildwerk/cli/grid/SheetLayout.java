package dev.bildwerk.cli.grid;

/**
 * Where things lie on a sheet, in pixels.
 *
 * @param columns of pictures
 * @param rows of pictures
 * @param cellWidth of the widest picture
 * @param cellHeight of the highest picture
 * @param left what row labels take
 * @param title what the sheet's own label takes at the top
 * @param top what the title and the column labels take
 */
record SheetLayout(int columns, int rows, int cellWidth, int cellHeight, int left, int title, int top) {

    /** Between two pictures. */
    static final int GAP = 2;

    int width() {
        return left + columns * (cellWidth + GAP) - GAP;
    }

    int height() {
        return top + rows * (cellHeight + GAP) - GAP;
    }

    int cellLeft(int column) {
        return left + column * (cellWidth + GAP);
    }

    int cellTop(int row) {
        return top + row * (cellHeight + GAP);
    }
}
