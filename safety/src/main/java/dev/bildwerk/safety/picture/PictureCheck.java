package dev.bildwerk.safety.picture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The picture check of this machine: two files in one folder, which {@code bildwerk safety install} writes. Once they are read, what
 * is done to them does not count until the process ends. Thread-safe.
 */
public final class PictureCheck {
    private final Path folder;
    private final PictureCheckFiles files;
    private final PictureThresholds thresholds;
    private volatile InstalledCheck installed;

    /** @param folder need not be there */
    public PictureCheck(Path folder) {
        this(folder, PictureCheckFiles.PINNED, PictureThresholds.shipped());
    }

    public PictureCheck(Path folder, PictureCheckFiles files, PictureThresholds thresholds) {
        this.folder = folder;
        this.files = files;
        this.thresholds = thresholds;
    }

    public Path folder() {
        return folder;
    }

    /**
     * The check, empty where it is not installed.
     *
     * @throws PictureCheckException where it is installed and cannot be used
     */
    public Optional<InstalledCheck> current() {
        if (installed == null && isThere()) {
            synchronized (this) {
                if (installed == null) {
                    installed = InstalledCheck.read(folder, files, thresholds);
                }
            }
        }
        return Optional.ofNullable(installed);
    }

    private boolean isThere() {
        return Files.exists(folder.resolve(files.classifier().name()))
                || Files.exists(folder.resolve(files.faces().name()));
    }
}
