package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.install.PictureCheckInstaller;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bildwerk safety install}: the picture check, which models that are not known to be clean need. */
@Command(
        name = "install",
        description = {
            "Installs the picture check: a classifier that looks at every picture, and a finder of faces.",
            "Both are fetched with npm in pinned versions, 38 MB together, or taken from archives that are given. With it, models "
                    + "that are not known to be clean are opened too."
        },
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class InstallCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;
    private final Path folder;
    private final PictureCheckInstaller installer;

    @Option(
            names = "--from",
            paramLabel = "FILE.tgz",
            description = "An archive that npm pack gave; repeat for the second. What is not given is fetched.")
    List<Path> archives = List.of();

    InstallCommand(PrintStream out, PrintStream err, Path folder, PictureCheckInstaller installer) {
        this.out = out;
        this.err = err;
        this.folder = folder;
        this.installer = installer;
    }

    @Override
    public Integer call() {
        if (archives.isEmpty() && installer.isInstalled(folder)) {
            err.println("The picture check is installed already.");
        } else {
            installer.install(folder, archives, sentence -> err.println("bildwerk: " + sentence));
        }
        out.println(folder);
        return ExitCode.OK.code();
    }
}
