package dev.bildwerk.cli;

import dev.bildwerk.cli.bench.BenchCommand;
import dev.bildwerk.cli.credits.CreditsCommand;
import dev.bildwerk.cli.generate.GenerateCommand;
import dev.bildwerk.cli.grid.GridCommand;
import dev.bildwerk.cli.models.ModelsCommand;
import dev.bildwerk.cli.safety.SafetyCommand;
import dev.bildwerk.cli.train.TrainCommand;
import dev.bildwerk.cli.upscale.UpscaleCommand;
import dev.bildwerk.cli.verify.VerifyCommand;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.engine.LibTorch;
import dev.bildwerk.safety.BildwerkGuard;
import dev.bildwerk.safety.DataFolder;
import dev.bildwerk.safety.consent.RegistryStore;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import dev.bildwerk.safety.watermark.WatermarkKeys;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code bildwerk}. */
@Command(
        name = "bildwerk",
        description = "Turns words into pictures: Stable Diffusion, written in Java.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = CommandLine.HelpCommand.class,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bildwerk generate \"a red apple\"",
            "  bildwerk generate \"a blue house\" --seed 7 --size 128x128 -o house.png",
            "",
            "Each command explains itself: bildwerk help generate"
        })
public final class Main implements Runnable {
    private static final Set<String> DRAWING = Set.of("generate", "grid", "upscale", "credits");
    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show where in the program an error arose.")
    boolean debug;

    @Spec
    CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Optional<Thread> loading = willDraw(arguments) ? Optional.of(LibTorch.begin()) : Optional.empty();
        if (loading.isPresent()) {
            BildwerkGuard.begin();
        }
        int exitCode = run(System.out, System.err, BildwerkGuard::create, arguments);
        if (loading.isPresent()) {
            loading.get().join(); // After a wrong option: to end in the middle of it may crash.
        }
        System.exit(exitCode);
    }

    /** Whether libtorch will most likely be needed. */
    private static boolean willDraw(String[] arguments) {
        List<String> given = List.of(arguments);
        return !given.isEmpty()
                && DRAWING.contains(given.getFirst())
                && given.stream().noneMatch(HELP::contains);
    }

    /** Runs one command; the answer is the exit code. */
    static int run(PrintStream out, PrintStream err, Supplier<Guard> guard, String... arguments) {
        System.setProperty("picocli.ansi", Boolean.toString(wantsColor()));
        ProblemReport report = new ProblemReport(out, err);
        CommandLine commandLine = new CommandLine(new Main());
        asked(arguments, commands(out, err, guard)).forEach(command -> commandLine.addSubcommand(command.get()));
        commandLine
                .setExpandAtFiles(false) // A prompt may start with @.
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setUsageHelpWidth(Math.min(TerminalStreams.columns(), 100))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler((e, given) -> tellUsage(report, e, given))
                .setExecutionExceptionHandler((e, command, result) -> report.tell(
                        e,
                        command.getParseResult().hasMatchedOption("--json"),
                        command.getParseResult().hasMatchedOption("--debug") || result.hasMatchedOption("--debug")));
        commandLine.getSubcommands().values().forEach(Main::listExitCodes);
        listExitCodes(commandLine);
        try {
            return commandLine.execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
            return report.tell(e, false, false); // picocli hands on exceptions only.
        }
    }

    /** By their names, in the order of the help. */
    private static Map<String, Supplier<Object>> commands(PrintStream out, PrintStream err, Supplier<Guard> guard) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("generate", () -> new GenerateCommand(out, err, guard));
        commands.put("grid", () -> new GridCommand(out, err, guard));
        commands.put("upscale", () -> new UpscaleCommand(out, err, guard));
        commands.put("credits", () -> new CreditsCommand(out));
        commands.put("models", () -> ModelsCommand.create(out, err));
        commands.put("verify", () -> new VerifyCommand(out, SigningKeys::ofInstallation, WatermarkKeys::ofInstallation));
        commands.put("safety", () -> SafetyCommand.create(
                out,
                err,
                new HashStore(DataFolder.blockedHashes()),
                DataFolder.pictureCheck(),
                new RegistryStore(DataFolder.consentRegistry())));
        commands.put("bench", () -> new BenchCommand(out, err));
        commands.put("train", () -> TrainCommand.create(out, err, guard));
        return commands;
    }

    /** The one command that is named first, because describing all of them takes a third of a second; else all. */
    private static Collection<Supplier<Object>> asked(String[] arguments, Map<String, Supplier<Object>> commands) {
        Supplier<Object> named = arguments.length == 0 ? null : commands.get(arguments[0]);
        return named == null ? commands.values() : List.of(named);
    }

    private static void listExitCodes(CommandLine command) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitCode exitCode : ExitCode.values()) {
            meanings.put(Integer.toString(exitCode.code()), exitCode.meaning());
        }
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(meanings);
    }

    private static int tellUsage(ProblemReport report, CommandLine.ParameterException e, String[] given) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String sentence = UsageSentence.of(e.getMessage());
        String end = sentence.endsWith(".") ? "" : ".";
        CommandException usage = new CommandException(
                ExitCode.USAGE, "usage", "%s%s See %s --help.".formatted(sentence, end, name));
        return report.tell(usage, List.of(given).contains("--json"), false);
    }

    private static boolean wantsColor() {
        String noColor = System.getenv("NO_COLOR");
        return TerminalStreams.output() && TerminalStreams.error() && (noColor == null || noColor.isEmpty());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What {@code --version} says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "bildwerk %s (Java %s)".formatted(Installation.version(), System.getProperty("java.version"))
            };
        }
    }
}
