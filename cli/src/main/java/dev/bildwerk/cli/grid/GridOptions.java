package dev.bildwerk.cli.grid;

import picocli.CommandLine.Option;

/** What the grid varies. */
final class GridOptions {
    @Option(names = "--x", paramLabel = "AXIS=VALUES", description = "What changes from column to column.")
    String x;

    @Option(names = "--y", paramLabel = "AXIS=VALUES", description = "What changes from row to row.")
    String y;

    @Option(names = "--z", paramLabel = "AXIS=VALUES", description = "What changes from sheet to sheet.")
    String z;

    @Option(names = "--keep-cells", description = "Write each picture into a file of its own as well.")
    boolean keepCells;
}
