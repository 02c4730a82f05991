package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a small checkout of its own. What it builds there is a program that prints what it was given, and the
 * {@code mvn} on its path is a script.
 */
class LauncherTest {
    private static final String PROGRAM = """
            package dev.bildwerk.cli;
            public class Main {
                public static void main(String[] arguments) {
                    System.setOut(new java.io.PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8));
                    System.out.println("home=" + System.getProperty("bildwerk.home"));
                    System.out.println("cuda=" + System.getProperty("bildwerk.cuda"));
                    for (String argument : arguments) System.out.println("[" + argument + "]");
                }
            }
            """;

    private static final String BUILD = """
            echo started >> "$BUILDS"
            mkdir -p "$CHECKOUT/cli/target/lib"
            case "$*" in *-Pcuda*) cp "$PROGRAM" "$CHECKOUT/cli/target/lib/pytorch-1-linux-x86_64-gpu.jar" ;; esac
            cp "$PROGRAM" "$CHECKOUT/cli/target/bildwerk-cli-1.jar"
            cp "$PROGRAM" "$CHECKOUT/cli/target/lib/bildwerk-engine-1.jar"
            """;

    /** Without Java's options the launcher keeps a cache, which takes a second and which most tests do without. */
    private static final Map<String, String> CACHED = Map.of("BILDWERK_JAVA_OPTIONS", "");

    @TempDir
    Path temporary;

    private Path checkout;
    private Path tools;

    record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = Files.createDirectories(temporary.toRealPath().resolve("a folder").resolve("bildwerk"));
        Path source = Path.of("").toAbsolutePath().getParent();
        Files.createDirectories(checkout.resolve("cli/launcher"));
        Files.createDirectories(checkout.resolve("cli/src/main"));
        Files.copy(source.resolve("bildwerk"), checkout.resolve("bildwerk"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String part : List.of("find-jdk.sh", "find-cuda.sh")) {
            Files.copy(source.resolve("cli/launcher").resolve(part), checkout.resolve("cli/launcher").resolve(part));
        }
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Files.writeString(checkout.resolve("cli/src/main/Main.java"), PROGRAM);
        tools = Files.createDirectory(temporary.resolve("tools"));
        buildProgram(temporary.resolve("program.jar"));
        mvn(BUILD);
    }

    @Test
    void buildsOnceHoweverManyStartAtTheSameTime() throws Exception {
        mvn("sleep 1\n" + BUILD);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            processes.add(start(checkout, Map.of(), checkout.resolve("bildwerk").toString(), "generate"));
        }
        for (Process process : processes) {
            Run run = finish(process);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("[generate]");
        }

        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void saysInOneLineWhatItIsDoingAndNothingTheSecondTime() throws Exception {
        assertThat(launch().err()).isEqualTo("Building Bildwerk (first start only, about a minute) ...\n");
        assertThat(launch().err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void rebuildsBesideTheOldBuildWhereASourceIsNewer() throws Exception {
        launch();
        Instant later = Instant.now().plusSeconds(5);
        Files.setLastModifiedTime(checkout.resolve("cli/src/main/Main.java"), FileTime.from(later));

        assertThat(launch().err()).startsWith("Rebuilding Bildwerk");

        assertThat(builds()).isEqualTo(2);
        try (Stream<Path> files = Files.list(checkout.resolve("cli/target/run"))) {
            assertThat(files.filter(Files::isDirectory)).as("a running program keeps its jars").hasSize(2);
        }
    }

    @Test
    void handsOnArgumentsAsTheyAre() throws Exception {
        Run run = launch("a red apple", "", "*", "$HOME `id` \"'\\", "two\nlines", "--", "-x");

        assertThat(run.out())
                .endsWith("[a red apple]\n[]\n[*]\n[$HOME `id` \"'\\]\n[two\nlines]\n[--]\n[-x]\n");
    }

    @Test
    void readsEveryLanguageAlsoWhereNoLocaleIsSet() throws Exception {
        String prompt = "\u00c4pfel \u8d64\u3044 \ud83c\udf4e";
        String script = "exec ./bildwerk \"$(cat prompt)\"";
        Files.writeString(checkout.resolve("prompt"), prompt);

        for (Map<String, String> locale : List.of(Map.of("LC_ALL", "C"), Map.of("LC_ALL", "", "LANG", ""))) {
            assertThat(finish(start(checkout, locale, "sh", "-c", script)).out()).contains("[" + prompt + "]");
        }
    }

    @Test
    void findsItsCheckoutThroughSymbolicLinks() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("one"), Path.of("..", "a folder", "bildwerk", "bildwerk"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));

        Run run = finish(start(Path.of("/"), Map.of(), folder.resolve("two").toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("home=" + checkout + "\n");
    }

    @Test
    void takesOverFromABuilderThatDied() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(checkout.resolve("cli/target/run"));
        Files.createSymbolicLink(checkout.resolve("cli/target/run/building"), Path.of("pid-" + dead.pid()));

        assertThat(launch().exitCode()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsWithCudaWhereItIsAskedForAndKeepsThatBuild() throws Exception {
        assertThat(launch().err()).isEqualTo("Building Bildwerk (first start only, about a minute) ...\n");

        assertThat(launchWith(Map.of("BILDWERK_CUDA", "1")).err()).startsWith("Building Bildwerk with CUDA");
        assertThat(launchWith(Map.of("BILDWERK_CUDA", "1")).err()).isEmpty();
        assertThat(launch().err()).as("it runs on a processor too").isEmpty();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void keepsCudaOutOfUseWhereThatIsAskedFor() throws Exception {
        assertThat(launchWith(Map.of("BILDWERK_CUDA", "1")).out()).contains("cuda=on\n");
        assertThat(launchWith(Map.of("BILDWERK_CUDA", "0")).out()).contains("cuda=off\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void saysThatTheBuildWithCudaFailedWhereItWasAskedFor() throws Exception {
        mvn("case \"$*\" in *-Pcuda*) echo '[ERROR] no network'; exit 1 ;; esac\n" + BUILD);

        assertThat(launchWith(Map.of("BILDWERK_CUDA", "1")).exitCode()).isEqualTo(70);
        assertThat(launch().exitCode()).as("without it").isZero();
    }

    @Test
    void saysInOneSentenceThatTheBuildFailedAndTriesAgainNextTime() throws Exception {
        mvn("echo '[ERROR] No space left on device'; exit 1");

        Run failed = launch();

        assertThat(failed.exitCode()).isEqualTo(70);
        assertThat(failed.err().lines().toList()).hasSize(2);
        assertThat(failed.err()).contains("bildwerk: The build failed (No space left on device); its log is ");

        mvn(BUILD);
        assertThat(launch().exitCode()).isZero();
    }

    @Test
    void saysWhatToInstallWhereTheNamedJdkIsNone() throws Exception {
        for (String version : List.of("1.8.0_412", "17.0.15", "24", "")) {
            Path jdk = fakeJdk(version);

            Run run = launchWith(Map.of("BILDWERK_JAVA_HOME", jdk.toString()));

            assertThat(run.exitCode()).isEqualTo(69);
            assertThat(run.err()).hasLineCount(1).contains("no JDK 25 or newer").contains(jdk.toString());
        }
        assertThat(Files.exists(temporary.resolve("builds"))).isFalse();
    }

    @Test
    void acceptsNewerJdks() throws Exception {
        for (String version : List.of("25", "25.0.3", "26-ea", "100.1")) {
            Run run = launchWith(Map.of("BILDWERK_JAVA_HOME", fakeJdk(version).toString()));

            assertThat(run.out()).as(version).startsWith("fake java ");
        }
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Path withoutMaven = Files.createDirectory(temporary.resolve("without-maven"));
        for (String tool : List.of("sh", "readlink", "dirname", "find", "head", "mkdir", "ln", "rm", "sleep", "stty")) {
            executable(withoutMaven.resolve(tool), "exec " + which(tool) + " \"$@\"");
        }

        Run run = launchWith(Map.of("PATH", withoutMaven.toString()));

        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.err()).hasLineCount(1).contains("install Maven");
    }

    @Test
    void keepsWhatJavaDoesAtEachStart() throws Exception {
        assertThat(launchWith(CACHED).err()).isEqualTo("Building Bildwerk (first start only, about a minute) ...\n");
        Path cache = onlyCache();
        FileTime made = Files.getLastModifiedTime(cache);
        Path log = temporary.resolve("classes.log");

        Run second = launchWith(Map.of("BILDWERK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log), "generate");

        assertThat(second.out()).endsWith("[generate]\n");
        assertThat(second.err()).isEmpty();
        assertThat(log).content().containsPattern("dev\\.bildwerk\\.cli\\.Main source: shared objects file");
        assertThat(Files.getLastModifiedTime(onlyCache())).isEqualTo(made);
    }

    @Test
    void keepsItAnewForANewBuild() throws Exception {
        launchWith(CACHED);
        Path old = onlyCache();
        Instant later = Instant.now().plusSeconds(5);
        Files.setLastModifiedTime(checkout.resolve("cli/src/main/Main.java"), FileTime.from(later));

        assertThat(launchWith(CACHED).exitCode()).isZero();

        assertThat(onlyCache().getParent()).isNotEqualTo(old.getParent());
    }

    @Test
    void keepsItForEachJdk() throws Exception {
        Path one = cachingJdk("One-25+1");
        Path other = cachingJdk("Other-25+2");

        launchWith(Map.of("BILDWERK_JAVA_OPTIONS", "", "BILDWERK_JAVA_HOME", one.toString()));
        Map<String, String> withOther = Map.of("BILDWERK_JAVA_OPTIONS", "", "BILDWERK_JAVA_HOME", other.toString());

        assertThat(launchWith(withOther).err())
                .isEqualTo("Preparing quick starts (once for each JDK, some seconds) ...\n");
        assertThat(launchWith(withOther).err()).isEmpty();
        assertThat(caches()).extracting(cache -> cache.getFileName().toString())
                .containsExactlyInAnyOrder("One-25+1_25-test.aot", "Other-25+2_25-test.aot");
    }

    @Test
    void startsAlsoWithADamagedCache() throws Exception {
        launchWith(CACHED);
        Path cache = onlyCache();
        byte[] whole = Files.readAllBytes(cache);
        byte[] otherHeader = whole.clone();
        Arrays.fill(otherHeader, 0, 64, (byte) 7);
        for (byte[] damaged : List.of(
                new byte[0], "no cache".getBytes(UTF_8), Arrays.copyOf(whole, whole.length / 2), otherHeader)) {
            Files.write(cache, damaged);

            Run run = launchWith(CACHED, "generate");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("home=" + checkout + "\ncuda=on\n[generate]\n");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void startsAlsoWhereNothingCanBeKept() throws Exception {
        launch();
        Path run = checkout.resolve("cli/target/run");
        String build = Files.readString(run.resolve("current")).strip();
        Set<PosixFilePermission> readable = PosixFilePermissions.fromString("r-xr-xr-x");
        Files.setPosixFilePermissions(run.resolve(build), readable);
        Files.setPosixFilePermissions(run, readable);

        Run started = launchWith(CACHED, "generate");

        assertThat(started.exitCode()).as(started.err()).isZero();
        assertThat(started.out()).endsWith("[generate]\n");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(run.resolve(build), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void triesOnceToKeepItWhereAJdkCannot() throws Exception {
        Path jdk = cachingJdk("Odd-25");
        executable(jdk.resolve("bin/java"), "echo \"$1\" >> \"$CHECKOUT/calls\"");
        Map<String, String> environment = Map.of("BILDWERK_JAVA_OPTIONS", "", "BILDWERK_JAVA_HOME", jdk.toString());

        launchWith(environment);
        launchWith(environment);

        assertThat(caches()).isEmpty();
        assertThat(Files.readAllLines(checkout.resolve("calls"))).hasSize(3)
                .filteredOn(option -> option.startsWith("-XX:AOTCacheOutput=")).hasSize(1);
    }

    @Test
    void keepsItOnceHoweverManyStartAtTheSameTime() throws Exception {
        Path jdk = cachingJdk("Slow-25");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            processes.add(start(
                    checkout,
                    Map.of("BILDWERK_JAVA_OPTIONS", "", "BILDWERK_JAVA_HOME", jdk.toString()),
                    checkout.resolve("bildwerk").toString()));
        }
        for (Process process : processes) {
            assertThat(finish(process).exitCode()).isZero();
        }

        List<String> calls = Files.readAllLines(checkout.resolve("calls"));
        assertThat(calls).filteredOn(option -> option.startsWith("-XX:AOTCacheOutput=")).hasSize(1);
        String use = "-XX:AOTCache=" + onlyCache();
        assertThat(calls).filteredOn(option -> option.equals(use)).hasSize(5);
    }

    @Test
    void leavesJavasOwnArchivesToWhoeverSpeaksOfThem() throws Exception {
        Run run = launchWith(Map.of("BILDWERK_JAVA_OPTIONS", "-Xshare:off"), "generate");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(caches()).isEmpty();
    }

    private Path onlyCache() throws IOException {
        assertThat(caches()).hasSize(1);
        return caches().getFirst();
    }

    private List<Path> caches() throws IOException {
        try (Stream<Path> files = Files.walk(checkout.resolve("cli/target/run"))) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }

    /** Writes down its first option, and the cache that it is told to make. */
    private Path cachingJdk(String name) throws IOException {
        Path jdk = fakeJdk("25");
        executable(jdk.resolve("bin/java"), """
                echo "$1" >> "$CHECKOUT/calls"
                case $1 in
                    -XX:AOTCacheOutput=*) sleep 1; echo cache > "${1#*=}" ;;
                esac
                """);
        Files.writeString(
                jdk.resolve("release"),
                "\nJAVA_RUNTIME_VERSION=\"25-test\"\n",
                StandardOpenOption.APPEND);
        Files.writeString(
                jdk.resolve("release"),
                "IMPLEMENTOR_VERSION=\"%s\"\n%s".formatted(name, Files.readString(jdk.resolve("release"))));
        return jdk;
    }

    private Run launch(String... arguments) throws Exception {
        return launchWith(Map.of(), arguments);
    }

    private Run launchWith(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("./bildwerk"));
        command.addAll(List.of(arguments));
        return finish(start(checkout, environment, command.toArray(String[]::new)));
    }

    private Process start(Path folder, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(Map.of(
                "PATH", tools + ":" + System.getenv("PATH"),
                "BILDWERK_JAVA_HOME", System.getProperty("java.home"),
                "BILDWERK_JAVA_OPTIONS", "-Xshare:auto",
                "CHECKOUT", checkout.toString(),
                "PROGRAM", temporary.resolve("program.jar").toString(),
                "BUILDS", temporary.resolve("builds").toString()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Run finish(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }

    private long builds() throws IOException {
        try (Stream<String> lines = Files.lines(temporary.resolve("builds"))) {
            return lines.count();
        }
    }

    private void mvn(String script) throws IOException {
        executable(tools.resolve("mvn"), script);
    }

    private Path fakeJdk(String version) throws IOException {
        Path jdk = Files.createTempDirectory(temporary, "jdk");
        Files.createDirectory(jdk.resolve("bin"));
        executable(jdk.resolve("bin/java"), "echo fake java \"$@\"");
        executable(jdk.resolve("bin/javac"), "");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"y\"");
        return jdk;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path which(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void buildProgram(Path jar) throws IOException {
        Path classes = Files.createDirectory(temporary.resolve("classes"));
        Path source = Files.writeString(classes.resolve("Main.java"), PROGRAM);
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(compiled).isZero();
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("dev/bildwerk/cli/Main.class"));
            Files.copy(classes.resolve("dev/bildwerk/cli/Main.class"), entries);
            entries.closeEntry();
        }
    }
}
