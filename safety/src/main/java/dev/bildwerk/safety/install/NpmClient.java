package dev.bildwerk.safety.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Fetches archives of packages with the user's own {@code npm}, and so from the registry that it is set to. Nothing of them is run. */
final class NpmClient {
    private static final long TIME_LIMIT_MINUTES = 15;

    private NpmClient() {}

    /**
     * @param work takes a folder with the archive
     * @return the archive
     */
    static Path fetch(PackagePin wanted, Path work) {
        try {
            Path folder = Files.createTempDirectory(work, "npm-");
            Path log = folder.resolve("log");
            Process process = new ProcessBuilder(List.of(command(), "pack", "--silent", wanted.pinned()))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(TIME_LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw failure(wanted, "it took more than %d minutes".formatted(TIME_LIMIT_MINUTES));
            }
            if (process.exitValue() != 0) {
                throw failure(wanted, lastLine(log));
            }
            return archive(wanted, folder);
        } catch (IOException e) {
            throw new InstallException(
                    "install.npm",
                    "npm could not be run to fetch %s: install Node.js, or give the package's archive with --from."
                            .formatted(wanted.pinned()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(wanted, "it was interrupted");
        }
    }

    private static String command() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows") ? "npm.cmd" : "npm";
    }

    private static Path archive(PackagePin wanted, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() -> failure(wanted, "it fetched nothing"));
        } catch (IOException e) {
            throw failure(wanted, e.getMessage());
        }
    }

    private static String lastLine(Path log) throws IOException {
        String said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        return said.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((first, last) -> last)
                .orElse("it gave no reason");
    }

    private static InstallException failure(PackagePin wanted, String reason) {
        return new InstallException(
                "install.fetch",
                "npm could not fetch %s (%s): check the network, or give the package's archive with --from."
                        .formatted(wanted.pinned(), reason));
    }
}
