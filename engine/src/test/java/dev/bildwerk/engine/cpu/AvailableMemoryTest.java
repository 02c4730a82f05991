package dev.bildwerk.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path groups;

    @Test
    void thisMachineHasSome() {
        assertThat(AvailableMemory.now()).isBetween(64 * MIB, 1L << 45);
    }

    @Test
    void readsWhatLinuxCallsAvailable() {
        assertThat(AvailableMemory.ofMeminfo("MemTotal:  2048 kB\nMemFree:  10 kB\nMemAvailable:   1024 kB\n"))
                .hasValue(MIB);
        assertThat(AvailableMemory.ofMeminfo("MemTotal:  2048 kB\n")).isEmpty();
    }

    @Test
    void theTightestOfAllGroupsAboveCounts() throws IOException {
        write("memory.max", "max");
        write("a/memory.max", 1000 * MIB + "\n");
        write("a/memory.current", 400 * MIB + "\n");
        write("a/memory.stat", "anon 5\ninactive_file " + 100 * MIB + "\nactive_file 7\n");
        write("a/b/memory.max", 2000 * MIB + "\n");
        write("a/b/memory.current", 1 + "\n");
        assertThat(AvailableMemory.leftInGroups(groups, "0::/a/b\n")).isEqualTo(700 * MIB);
        assertThat(AvailableMemory.leftInGroups(groups, "0::/\n")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void insideAContainerItsOwnTopIsSeen() throws IOException {
        write("memory.max", "1048576");
        write("memory.current", "48576");
        assertThat(AvailableMemory.leftInGroups(groups, "0::/docker/1234/../5\n")).isEqualTo(1_000_000);
    }

    @Test
    void theFirstVersionOfGroupsIsReadToo() throws IOException {
        write("memory/job/memory.limit_in_bytes", "5000");
        write("memory/job/memory.usage_in_bytes", "6000");
        assertThat(AvailableMemory.leftInGroups(groups, "7:memory:/job\n3:cpu,cpuacct:/x\n")).isZero();
        // What it says where there is no limit.
        write("memory/free/memory.limit_in_bytes", "9223372036854771712");
        assertThat(AvailableMemory.leftInGroups(groups, "7:memory:/free\n")).isEqualTo(Long.MAX_VALUE);
    }

    private void write(String file, String text) throws IOException {
        Path path = groups.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
