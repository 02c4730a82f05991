package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.Marks;
import dev.bildwerk.safety.provenance.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Progress that also keeps a file with the picture as it stands, for a program that watches it. The file is whole at any
 * time, and gone when the drawing ends, as it should.
 */
final class PreviewFile implements ProgressListener, AutoCloseable {
    private final Path file;
    private final Progress progress;
    private final Marks marks;
    private final Making making;
    private final BooleanSupplier stop;
    private final PreviewPace pace = new PreviewPace(System::nanoTime);
    private long asked;

    /**
     * @param file null for none
     * @param making of the picture
     * @param stop whether to stop after the step
     */
    PreviewFile(Path file, Progress progress, Marks marks, Making making, BooleanSupplier stop) {
        this.file = file;
        this.progress = progress;
        this.marks = marks;
        this.making = making;
        this.stop = stop;
    }

    /** @throws CommandException where the file is not to be written */
    static void requireUsable(Path file, boolean force) {
        if (file == null) {
            return;
        }
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw CommandException.usage(
                    "preview.name", "The preview is a PNG: choose a name for it that ends with .png, not \"%s\".".formatted(file));
        }
        if (Files.exists(file) && !force) {
            throw CommandException.usage(
                    "preview.taken",
                    "%s is there already, and the preview would take its place: choose another name, or add --force."
                            .formatted(file));
        }
    }

    @Override
    public boolean progress(Stage stage, int step, int steps) {
        progress.at(stage, step, steps);
        return !stop.getAsBoolean();
    }

    /** The last step's picture is the finished one. */
    @Override
    public boolean wantsPreview(int step, int steps) {
        asked = System.nanoTime();
        return file != null && step < steps && pace.isDue();
    }

    @Override
    public void preview(int step, int steps, Picture picture) {
        FinishedPicture soFar = new FinishedPicture(picture, Optional.empty(), making);
        WholeFile.replace(file, marks.file(soFar, PictureFormat.PNG));
        pace.took(asked);
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw WholeFile.cannotWrite(file, e);
        }
    }
}
