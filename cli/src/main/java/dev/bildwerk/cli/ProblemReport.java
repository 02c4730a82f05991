package dev.bildwerk.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Tells the user of a {@link Problem}: a sentence on the error stream, and a JSON object where JSON was asked for. */
final class ProblemReport {
    private final PrintStream out;
    private final PrintStream err;

    ProblemReport(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** @return the exit code of the process */
    int tell(Throwable failure, boolean json, boolean debug) {
        Problem problem = Problem.of(failure);
        if (debug) {
            failure.printStackTrace(err);
        }
        if (problem.exitCode() == ExitCode.INTERRUPTED) {
            return problem.exitCode().code(); // Whoever pressed Ctrl-C knows.
        }
        err.println("bildwerk: " + problem.sentence() + (debug ? "" : logged(problem, failure)));
        if (json) {
            out.println(asJson(problem));
        }
        return problem.exitCode().code();
    }

    private static String asJson(Problem problem) {
        try {
            return new ObjectMapper()
                    .writeValueAsString(Map.of("error", Map.of("code", problem.code(), "message", problem.sentence())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String logged(Problem problem, Throwable failure) {
        if (problem.exitCode() != ExitCode.INTERNAL) {
            return "";
        }
        try {
            Path log = Files.createTempFile("bildwerk-", ".log");
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            Files.writeString(log, "bildwerk %s, Java %s, %s %s%n%n%s".formatted(
                    Installation.version(),
                    System.getProperty("java.runtime.version"),
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    trace));
            return " Please report it with the log " + log + ".";
        } catch (IOException noLog) {
            return " Run it again with --debug to see where.";
        }
    }
}
