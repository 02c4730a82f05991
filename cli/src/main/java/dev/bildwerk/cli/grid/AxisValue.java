package dev.bildwerk.cli.grid;

/**
 * One column, row or sheet.
 *
 * @param text of the value alone, as in {@code 20}
 * @param label what the sheet says of it, as in {@code Steps: 20}
 */
record AxisValue(String text, String label, Change change) {}
