package dev.bildwerk.safety.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadedPictureTest {
    private static final int[] RED_GREEN_BLUE = {0xffff0000, 0xff00ff00, 0xff0000ff};

    @TempDir
    Path folder;

    /** 3 wide, 2 high: red, green, blue above; white, black, yellow below. */
    private static BufferedImage flag() {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        int[] pixels = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0xffff00};
        for (int i = 0; i < pixels.length; i++) {
            image.setRGB(i % 3, i / 3, pixels[i]);
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
        return bytes.toByteArray();
    }

    /** Behind the header of a PNG. */
    private static byte[] with(byte[] png, byte[]... chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, 33);
        for (byte[] chunk : chunks) {
            out.writeBytes(chunk);
        }
        out.write(png, 33, png.length - 33);
        return out.toByteArray();
    }

    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1})
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    private static int[] row(BufferedImage image, int y) {
        return image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
    }

    private static String code(byte[] bytes) {
        try {
            UploadedPicture.decode(bytes, "given.png");
        } catch (UploadException e) {
            assertThat(e.getMessage()).startsWith("given.png ").endsWith(".");
            return e.code();
        }
        return "taken";
    }

    @Test
    void takesPngAndJpegWhateverTheirNames() throws IOException {
        assertThat(row(UploadedPicture.decode(encoded(flag(), "png"), "x"), 0)).isEqualTo(RED_GREEN_BLUE);
        Path jpeg = folder.resolve("picture.png");
        Files.write(jpeg, encoded(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpg"));
        assertThat(UploadedPicture.read(jpeg).getWidth()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, ff0000 00ff00 0000ff ffffff 000000 ffff00",
        "2, 3, 0000ff 00ff00 ff0000 ffff00 000000 ffffff",
        "3, 3, ffff00 000000 ffffff 0000ff 00ff00 ff0000",
        "4, 3, ffffff 000000 ffff00 ff0000 00ff00 0000ff",
        "5, 2, ff0000 ffffff 00ff00 000000 0000ff ffff00",
        "6, 2, ffffff ff0000 000000 00ff00 ffff00 0000ff",
        "7, 2, ffff00 0000ff 000000 00ff00 ffffff ff0000",
        "8, 2, 0000ff ffff00 00ff00 000000 ff0000 ffffff"
    })
    void turnsPicturesAsTheirExifDataAsks(int orientation, int width, String pixels) throws IOException {
        byte[] turned = with(encoded(flag(), "png"), chunk("eXIf", exif(orientation)));
        BufferedImage image = UploadedPicture.decode(turned, "x");
        StringBuilder found = new StringBuilder();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int pixel : row(image, y)) {
                found.append("%06x ".formatted(pixel & 0xffffff));
            }
        }
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(found.toString().strip()).isEqualTo(pixels);
    }

    @Test
    void turnsJpegsToo() throws IOException {
        byte[] plain = encoded(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpg");
        byte[] content = exif(6);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (content.length + 8)});
        out.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content);
        out.write(plain, 2, plain.length - 2);
        BufferedImage image = UploadedPicture.decode(out.toByteArray(), "x");
        assertThat(new int[] {image.getWidth(), image.getHeight()}).containsExactly(30, 40);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 200, 65535})
    void leavesPicturesAsTheyAreWhereExifSaysNothing(int orientation) throws IOException {
        byte[] odd = with(encoded(flag(), "png"), chunk("eXIf", exif(orientation)));
        assertThat(row(UploadedPicture.decode(odd, "x"), 0)).isEqualTo(RED_GREEN_BLUE);
        for (int length = 0; length < 26; length++) {
            byte[] cut = with(encoded(flag(), "png"), chunk("eXIf", Arrays.copyOf(exif(6), length)));
            assertThat(code(cut)).isEqualTo("taken");
        }
    }

    @Test
    void looksAtTheHeaderBeforeItAllocates() throws IOException {
        for (int[] size : new int[][] {{4097, 1}, {1, 4097}, {2_000_000_000, 1}, {40_000, 40_000}}) {
            byte[] header = ByteBuffer.allocate(13)
                    .putInt(size[0])
                    .putInt(size[1])
                    .put(new byte[] {8, 2, 0, 0, 0})
                    .array();
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            bomb.write(encoded(flag(), "png"), 0, 8);
            bomb.writeBytes(chunk("IHDR", header));
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            try (DeflaterOutputStream zeros = new DeflaterOutputStream(data)) {
                zeros.write(new byte[1 << 20]);
            }
            bomb.writeBytes(chunk("IDAT", data.toByteArray()));
            bomb.writeBytes(chunk("IEND", new byte[0]));
            assertThat(code(bomb.toByteArray())).isEqualTo("picture.size");
        }
        byte[] jpeg = encoded(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpg");
        for (int at = 2; at < jpeg.length; at++) {
            if (jpeg[at] == (byte) 0xff && jpeg[at + 1] == (byte) 0xc0) {
                Arrays.fill(jpeg, at + 5, at + 9, (byte) 0x40); // 16,448 x 16,448
                break;
            }
        }
        assertThat(code(jpeg)).isEqualTo("picture.size");
    }

    @Test
    void takesNoMoreBytesThanItSays() throws IOException {
        Path large = folder.resolve("large.png");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.write(encoded(flag(), "png"));
            file.setLength(UploadedPicture.MOST_BYTES + 1L);
        }
        assertThatThrownBy(() -> UploadedPicture.read(large))
                .isInstanceOfSatisfying(UploadException.class, e -> {
                    assertThat(e.code()).isEqualTo("picture.file-size");
                    assertThat(e).hasMessageContainingAll(large.toString(), "64 MiB");
                });
    }

    @Test
    void refusesAnimationsAndOtherKindsInASentence() throws IOException {
        assertThat(code(with(encoded(flag(), "png"), chunk("acTL", new byte[8])))).isEqualTo("picture.animated");
        assertThat(code(encoded(flag(), "gif"))).isEqualTo("picture.kind");
        assertThat(code(encoded(flag(), "bmp"))).isEqualTo("picture.kind");
        assertThat(code("II*\0........".getBytes(StandardCharsets.US_ASCII))).isEqualTo("picture.kind");
        assertThat(code("....ftypheic....".getBytes(StandardCharsets.US_ASCII))).isEqualTo("picture.kind");
        assertThat(code("<?xml version=\"1.0\"?><svg/>".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("picture.kind");
        assertThat(code("%PDF-1.7".getBytes(StandardCharsets.US_ASCII))).isEqualTo("picture.kind");
    }

    @Test
    void refusesTheColoursOfPrint() throws IOException {
        byte[] jpeg = encoded(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpg");
        for (int at = 2; at < jpeg.length; at++) {
            if (jpeg[at] == (byte) 0xff && jpeg[at + 1] == (byte) 0xc0) {
                jpeg[at + 9] = 4;
                break;
            }
        }
        assertThat(code(jpeg)).isEqualTo("picture.kind");
    }

    @Test
    void refusesWhatIsNoPictureOrDamaged() throws IOException {
        assertThat(code(new byte[0])).isEqualTo("picture.format");
        assertThat(code("some text".getBytes(StandardCharsets.US_ASCII))).isEqualTo("picture.format");
        byte[] png = encoded(flag(), "png");
        for (int length = 8; length < png.length - 12; length += 3) {
            assertThat(code(Arrays.copyOf(png, length))).isIn("picture.broken", "taken");
        }
        assertThat(code(Arrays.copyOf(png, 30))).isEqualTo("picture.broken");
        assertThatThrownBy(() -> UploadedPicture.read(folder.resolve("none.png")))
                .isInstanceOfSatisfying(
                        UploadException.class, e -> assertThat(e.code()).isEqualTo("picture.missing"));
    }
}
