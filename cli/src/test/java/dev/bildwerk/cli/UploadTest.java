package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a given picture's file goes into a drawn one. */
class UploadTest {
    private static final String SECRET = "taken at 47.3769 N, 8.5417 E";

    @TempDir
    Path folder;

    private record Run(int exitCode, String out, String err) {}

    private static Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), AppleGuard::new, arguments);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** A JPEG of 72 x 48 pixels that is to be turned by a quarter and says where it was taken. */
    private Path turnedJpeg() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(72, 48, BufferedImage.TYPE_INT_RGB), "jpg", plain);
        byte[] exif = ByteBuffer.allocate(26 + SECRET.length())
                .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1})
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 6)
                .putShort((short) 0)
                .putInt(0)
                .put(SECRET.getBytes(ISO_8859_1))
                .array();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain.toByteArray(), 0, 2);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.length + 8)});
        out.writeBytes("Exif\0\0".getBytes(ISO_8859_1));
        out.writeBytes(exif);
        out.write(plain.toByteArray(), 2, plain.size() - 2);
        return Files.write(folder.resolve("in.jpg"), out.toByteArray());
    }

    @Test
    void itsPixelsDoTurnedAsExifAsksAndNothingElse() throws IOException {
        Path given = turnedJpeg();
        assertThat(Files.readString(given, ISO_8859_1)).contains(SECRET);
        Path drawn = folder.resolve("out.png");
        Run run = run(
                "generate", "an apple", "--model", MiniatureModel.folder().toString(), "--steps", "1", "--seed", "1",
                "--init", given.toString(), "-o", drawn.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        BufferedImage image = ImageIO.read(drawn.toFile());
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(48, 72);
        assertThat(Files.readString(drawn, ISO_8859_1)).doesNotContain(SECRET, "eXIf");
    }

    @Test
    void anotherKindOfPictureIsRefusedInASentence() throws IOException {
        Path gif = folder.resolve("in.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "gif", gif.toFile());
        Run run = run(
                "generate", "an apple", "--model", MiniatureModel.folder().toString(), "--init", gif.toString(), "-o",
                folder.resolve("out.png").toString(), "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.out()).contains("\"picture.kind\"", "of the kind GIF");
        assertThat(folder.resolve("out.png")).doesNotExist();
    }
}
