package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fetches pinned packages by the ordinary package clients ({@code npm}, {@code apt-get}) into a cache folder and
 * unpacks them there. A package that is already there is not fetched again. An archive whose hash differs from the
 * pinned one is refused before it is unpacked.
 */
public final class PackageFetcher {
    private static final long TIME_LIMIT_MINUTES = 15;

    private final Path cache;

    public PackageFetcher(Path cache) {
        this.cache = cache;
    }

    /** The folder that holds the unpacked package. */
    public Path fetch(PackageSource source) throws DataSetException {
        Path folder = cache.resolve(source.id() + "-" + source.version().replace(':', '_'));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path work = cache.resolve(folder.getFileName() + ".part");
        try {
            Trees.delete(work);
            Path download = Files.createDirectories(work.resolve("download"));
            Path unpacked = Files.createDirectories(work.resolve("unpacked"));
            Path archive = download(source, download);
            checkIntegrity(source, archive);
            unpack(source, archive, unpacked);
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
            Trees.delete(work);
            return folder;
        } catch (IOException e) {
            throw new DataSetException(Reason.FETCH_FAILED, "The package %s could not be stored under %s: %s."
                    .formatted(source.pinned(), cache, e.getMessage()), e);
        }
    }

    private static Path download(PackageSource source, Path folder) throws DataSetException, IOException {
        List<String> command = switch (source.channel()) {
            case NPM -> List.of("npm", "pack", "--silent", source.pinned());
            case DEBIAN -> List.of("apt-get", "-q", "download", source.pinned());
        };
        run(command, folder, source);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.endsWith("log")).findFirst()
                    .orElseThrow(() -> new DataSetException(Reason.FETCH_FAILED,
                            "%s fetched no file for %s; check the version and the network."
                                    .formatted(command.getFirst(), source.pinned())));
        }
    }

    private static void unpack(PackageSource source, Path archive, Path folder) throws DataSetException, IOException {
        run(switch (source.channel()) {
            case NPM -> List.of("tar", "-xzf", archive.toString());
            case DEBIAN -> List.of("dpkg", "-x", archive.toString(), folder.toString());
        }, folder, source);
    }

    static void checkIntegrity(PackageSource source, Path archive) throws DataSetException, IOException {
        String algorithm = source.integrity().startsWith("sha256-") ? "SHA-256" : "SHA-512";
        byte[] digest = digest(archive, algorithm);
        String found = algorithm.equals("SHA-256")
                ? "sha256-" + HexFormat.of().formatHex(digest)
                : "sha512-" + Base64.getEncoder().encodeToString(digest);
        if (!found.equals(source.integrity())) {
            throw new DataSetException(Reason.INTEGRITY_MISMATCH,
                    "The package %s has the hash %s, not the pinned %s; look at the change before pinning it anew."
                            .formatted(source.pinned(), found, source.integrity()));
        }
    }

    private static byte[] digest(Path file, String algorithm) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance(algorithm))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return in.getMessageDigest().digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm + ".", e);
        }
    }

    private static void run(List<String> command, Path folder, PackageSource source) throws DataSetException {
        Path log = folder.resolve("log");
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            process.getOutputStream().close();
            if (!process.waitFor(TIME_LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new DataSetException(Reason.FETCH_FAILED, "%s took more than %d minutes for %s; try again later."
                        .formatted(command.getFirst(), TIME_LIMIT_MINUTES, source.pinned()));
            }
            if (process.exitValue() != 0) {
                throw new DataSetException(Reason.FETCH_FAILED, "%s failed for %s with status %d: %s"
                        .formatted(command.getFirst(), source.pinned(), process.exitValue(), lastLine(log)));
            }
            Files.delete(log);
        } catch (IOException e) {
            throw new DataSetException(Reason.CLIENT_MISSING,
                    "%s could not be run to fetch %s; install it or leave out %s."
                            .formatted(command.getFirst(), source.pinned(), source.id()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataSetException(
                    Reason.FETCH_FAILED, "Fetching %s was interrupted.".formatted(source.pinned()), e);
        }
    }

    private static String lastLine(Path log) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank()).reduce((first, last) -> last).orElse("no message").strip();
        }
    }
}
