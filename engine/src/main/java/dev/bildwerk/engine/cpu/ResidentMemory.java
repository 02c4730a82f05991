package dev.bildwerk.engine.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much of the machine's memory this process holds, as Linux counts it; on other systems nothing is known. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String FORGET_PEAK = "5";

    private ResidentMemory() {}

    /** In bytes, mapped files included. */
    public static OptionalLong now() {
        return line("VmRSS");
    }

    /** In bytes, without mapped files. */
    public static OptionalLong own() {
        return line("RssAnon");
    }

    /** The most in bytes, since {@link #forgetPeak()} or the process began. */
    public static OptionalLong peak() {
        return line("VmHWM");
    }

    /** The peak begins again at what is held now, where the system allows it. */
    public static void forgetPeak() {
        try {
            if (Files.isWritable(CLEAR)) {
                Files.writeString(CLEAR, FORGET_PEAK);
            }
        } catch (IOException e) {
            // The peak then stays that of the whole process, which is never less.
        }
    }

    private static OptionalLong line(String name) {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
