package dev.bildwerk.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointOptions;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of the Javadoc and of docs/library.md compiles, draws, and needs nothing but the artifact. */
class LibraryTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path MODEL = ROOT.resolve("models/bildwerk-mini");
    private static final Path EXAMPLE =
            Path.of("src/test/java/dev/bildwerk/safety/LibraryExample.java").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void aProgramWithTheArtifactAloneCompilesAndDraws() throws IOException, InterruptedException {
        String classPath = withoutTests();
        Path picture = folder.resolve("apple.png");

        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-Xlint:all,-path", "-Werror", "-cp", classPath, "-d", folder.toString(), EXAMPLE.toString());
        assertThat(compiled).isZero();
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath + File.pathSeparator + folder,
                        LibraryExample.class.getName(),
                        MODEL.toString(),
                        picture.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();

        assertThat(program.waitFor()).as(() -> read(folder.resolve("out"))).isZero();
        assertThat(folder.resolve("out")).isEmptyFile();
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(List.of(image.getWidth(), image.getHeight())).allMatch(side -> side >= 64);
    }

    /** Its first half is compiled and run by the other test. */
    @Test
    void theLongerExampleChangesAPicture() {
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        try (TextToImage pipeline = TextToImage.open(MODEL, BildwerkGuard.create(), options)) {
            Picture grey = new Picture(64, 64, filled(64 * 64 * 3));
            List<String> heard = new ArrayList<>();
            Picture changed = LibraryExample.change(pipeline, grey, heard::add);
            assertThat(heard).contains("DENOISING 6/6").last().isEqualTo("DECODING 1/1");
            assertThat(changed.rgb()).isNotEqualTo(grey.rgb());
        }
    }

    @Test
    void anAutoencoderGivenApartPassesTheGuardToo() throws IOException {
        Path vae = Files.createDirectory(folder.resolve("vae"));
        for (String name : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
            Files.copy(MODEL.resolve("vae").resolve(name), vae.resolve(name));
        }
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        Checkpoint model = Checkpoint.open(MODEL, CheckpointOptions.NONE.withVae(vae));
        TextToImage.open(model, BildwerkGuard.create(), options).close();

        try (RandomAccessFile weights =
                new RandomAccessFile(vae.resolve("diffusion_pytorch_model.safetensors").toFile(), "rw")) {
            weights.seek(weights.length() - 1);
            int last = weights.read();
            weights.seek(weights.length() - 1);
            weights.write(last ^ 1);
        }
        assertThatThrownBy(() -> TextToImage.open(model, BildwerkGuard.create(), options))
                .isInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).code())
                .isEqualTo(BildwerkGuard.MODEL_NOT_KNOWN_CLEAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"five-lines", "more-control"})
    void thePageShowsTheExampleAsItIs(String region) throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/library.md"))).contains(region(region));
    }

    private static String region(String name) throws IOException {
        return Files.readString(EXAMPLE)
                .replaceFirst("(?s).*// @start region=\"" + name + "\"\n(.*?)\n *// @end.*", "$1")
                .stripIndent();
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 127);
        return bytes;
    }

    /** What a consumer gets: Bildwerk, libtorch and Jackson. */
    private static String withoutTests() {
        List<String> needed = Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(path -> !path.endsWith("test-classes"))
                .filter(path -> path.replace('\\', '/')
                        .matches(".*/(engine|diffusion|safety)/target/.*|.*/bildwerk-[^/]*|"
                                + ".*/org/bytedeco/.*|.*/com/fasterxml/jackson/core/.*"))
                .toList();
        assertThat(needed).hasSizeGreaterThanOrEqualTo(9);
        return needed.stream().collect(Collectors.joining(File.pathSeparator));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
