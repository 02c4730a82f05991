package dev.bildwerk.safety.install;

import dev.bildwerk.engine.safetensors.SafetensorsException;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.safety.picture.PictureCheckFiles;
import dev.bildwerk.safety.picture.PinnedFile;
import dev.bildwerk.safety.tfjs.TfjsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Obtains the networks of the picture check from two pinned packages of npm, converts them and stores them in the user's data folder.
 * A package whose SHA-256 is not the pinned one is not opened; a file that does not become the pinned one is not kept.
 */
public final class PictureCheckInstaller {
    private final PackagePin classifier;
    private final PackagePin faces;
    private final PictureCheckFiles files;

    /** With the packages of this version. */
    public PictureCheckInstaller() {
        this(PackagePin.NSFWJS, PackagePin.FACE_API, PictureCheckFiles.PINNED);
    }

    PictureCheckInstaller(PackagePin classifier, PackagePin faces, PictureCheckFiles files) {
        this.classifier = classifier;
        this.faces = faces;
        this.files = files;
    }

    /** Reads weights of a package's files. */
    private interface Conversion {
        List<TensorData> of(Map<String, byte[]> files) throws TfjsException;
    }

    /** One of the two files, and what it is made from. */
    private record Source(PackagePin pin, Set<String> needed, Conversion conversion, PinnedFile target) {}

    private List<Source> sources() {
        return List.of(
                new Source(
                        classifier, ClassifierConversion.FILES, ClassifierConversion::of, files.classifier()),
                new Source(faces, FaceConversion.FILES, FaceConversion::of, files.faces()));
    }

    /** Whether both files are there, bit for bit. */
    public boolean isInstalled(Path folder) {
        try {
            for (PinnedFile file : List.of(files.classifier(), files.faces())) {
                Path there = folder.resolve(file.name());
                if (!Files.exists(there) || !file.is(there)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Installs the check. What is not given as an archive is fetched by {@code npm}.
     *
     * @param folder that takes it; made where it is not there
     * @param archives of the packages
     * @param tell hears a sentence of each thing that is done
     * @throws InstallException where a package cannot be fetched, is another one, or cannot be stored
     */
    public void install(Path folder, List<Path> archives, Consumer<String> tell) {
        List<Path> given = archives.stream().map(this::known).toList();
        try {
            Files.createDirectories(folder);
            Path work = Files.createTempDirectory(folder, ".part-");
            try {
                for (Source source : sources()) {
                    write(source, given, work, tell);
                }
                // Only now, when nothing is missing, is anything changed.
                for (Source source : sources()) {
                    Path file = folder.resolve(source.target().name());
                    Files.move(
                            work.resolve(source.target().name()),
                            file,
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.ATOMIC_MOVE);
                    tell.accept("%s: from %s, %s licence".formatted(file, source.pin().pinned(), source.pin().licence()));
                }
            } finally {
                delete(work);
            }
        } catch (IOException | SafetensorsException e) {
            throw notWritten(folder, e);
        }
    }

    /** An archive that is given must be one of the two. */
    private Path known(Path archive) {
        if (!isOneOf(archive, classifier) && !isOneOf(archive, faces)) {
            throw new InstallException(
                    "install.integrity",
                    "%s is neither the archive of %s (SHA-256 %s) nor that of %s (SHA-256 %s), so it is not opened."
                            .formatted(
                                    archive, classifier.pinned(), classifier.sha256(), faces.pinned(), faces.sha256()));
        }
        return archive;
    }

    private static boolean isOneOf(Path archive, PackagePin pin) {
        try {
            return PinnedFile.sha256(archive).equals(pin.sha256());
        } catch (IOException e) {
            throw new InstallException(
                    "install.file", "%s cannot be read: check the path and its permissions.".formatted(archive), e);
        }
    }

    private static void write(Source source, List<Path> given, Path work, Consumer<String> tell) throws IOException {
        PackagePin pin = source.pin();
        Path archive = given.stream()
                .filter(one -> isOneOf(one, pin))
                .findFirst()
                .orElseGet(() -> fetched(pin, work, tell));
        Path file = work.resolve(source.target().name());
        SafetensorsWriter.write(file, converted(archive, source), Map.of("package", pin.pinned()));
        if (!source.target().is(file)) {
            throw new InstallException(
                    "install.integrity",
                    "What %s becomes has the SHA-256 %s and not the expected %s, so it is not installed."
                            .formatted(pin.pinned(), PinnedFile.sha256(file), source.target().sha256()));
        }
    }

    private static Path fetched(PackagePin pin, Path work, Consumer<String> tell) {
        tell.accept("fetching %s with npm".formatted(pin.pinned()));
        Path archive = NpmClient.fetch(pin, work);
        if (!isOneOf(archive, pin)) {
            throw new InstallException(
                    "install.integrity",
                    "The archive of %s that npm fetched is not the one that was looked at, so it is not opened."
                            .formatted(pin.pinned()));
        }
        return archive;
    }

    private static List<TensorData> converted(Path archive, Source source) {
        try {
            return source.conversion().of(PackageArchive.read(archive, source.needed()));
        } catch (TfjsException | IOException e) {
            throw new InstallException(
                    "install.package",
                    "The archive of %s cannot be used: %s".formatted(source.pin().pinned(), e.getMessage()),
                    e);
        }
    }

    private static void delete(Path work) throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static InstallException notWritten(Path folder, Exception e) {
        return new InstallException(
                "install.write",
                "The picture check cannot be stored in %s: check that it may be written to and that there is room."
                        .formatted(folder),
                e);
    }
}
