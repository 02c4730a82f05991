package dev.bildwerk.engine.cpu;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How much more memory this process may take before something is ended for it or put out on a disk: what Linux calls available,
 * or what is left of the limit that a container sets, whichever is less. On other systems it is all that the machine has.
 */
public final class AvailableMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path OWN_GROUP = Path.of("/proc/self/cgroup");
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private AvailableMemory() {}

    /** In bytes. */
    public static long now() {
        OptionalLong machine = ofMeminfo(text(MEMINFO));
        return machine.isPresent()
                ? Math.min(machine.getAsLong(), leftInGroups(GROUPS, text(OWN_GROUP)))
                : ofMachine();
    }

    private static long ofMachine() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    /** @param meminfo the text of Linux's {@code /proc/meminfo} */
    static OptionalLong ofMeminfo(String meminfo) {
        return meminfo.lines()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst();
    }

    /**
     * The least that any of the process's control groups leaves, in version 2 or 1 of their files; the largest number where none
     * has a limit.
     *
     * @param own the text of {@code /proc/self/cgroup}
     */
    static long leftInGroups(Path root, String own) {
        long least = Long.MAX_VALUE;
        for (String line : own.lines().toList()) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && (fields[1].isEmpty() || fields[1].equals("memory"))) {
                Path top = fields[1].isEmpty() ? root : root.resolve("memory");
                Path group = top.resolve(fields[2].replaceFirst("^/+", "")).normalize();
                // In a container the path may be one of the machine outside, of which only the top is seen.
                for (Path folder = group; folder != null && folder.startsWith(top); folder = folder.getParent()) {
                    least = Math.min(least, left(folder));
                }
            }
        }
        return least;
    }

    private static long left(Path group) {
        long limit = number(text(group.resolve("memory.max")), text(group.resolve("memory.limit_in_bytes")));
        if (limit < 0) {
            return Long.MAX_VALUE;
        }
        long used = number(text(group.resolve("memory.current")), text(group.resolve("memory.usage_in_bytes")));
        // Pages of files that nobody uses are counted as used and given up when memory is wanted.
        long files = text(group.resolve("memory.stat"))
                .lines()
                .filter(line -> line.startsWith("inactive_file "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        return Math.max(0, limit - Math.max(0, used - files));
    }

    /** The first text that is a number; -1 for none, or for no limit. */
    private static long number(String... texts) {
        for (String text : texts) {
            if (text.strip().matches("\\d{1,18}")) {
                return Long.parseLong(text.strip());
            }
        }
        return -1;
    }

    private static String text(Path file) {
        try {
            return Files.isReadable(file) && Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
