package dev.bildwerk.safety.provenance.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.RecipeJpeg;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.Marks;
import dev.bildwerk.safety.provenance.PictureFormat;
import dev.bildwerk.safety.provenance.file.PngFile;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No file that was changed passes for the one that was signed, and whatever the bytes are, the answer is a finding. */
class AlteredFilesTest {
    private static byte[] png;
    private static byte[] jpeg;
    private static byte[] other;
    private static Optional<X509Certificate> own;

    @BeforeAll
    static void sign(@TempDir Path folder) {
        SigningKeys keys = SigningKeys.of(folder.resolve("key.pem"), Map.of());
        Marks marks = Marks.by("Bildwerk 0.1.0", () -> keys, remark -> {});
        png = marks.file(picture(1), PictureFormat.PNG);
        jpeg = marks.file(picture(1), new PictureFormat.Jpeg(90));
        other = marks.file(picture(2), PictureFormat.PNG);
        own = keys.known();
    }

    private static FinishedPicture picture(int seed) {
        byte[] rgb = new byte[8 * 8 * 3];
        new Random(seed).nextBytes(rgb);
        return FinishedPicture.of(
                new Picture(8, 8, rgb),
                new Infotext("a pear", "", new LinkedHashMap<>(Map.of("Model", "m"))),
                Making.GENERATED);
    }

    private static LayerFinding c2pa(byte[] file) {
        return Verification.of(file, own, Clock.systemUTC()).layers().getFirst();
    }

    private static byte[] file(String format) {
        return (format.equals("png") ? png : jpeg).clone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void anUnchangedFileIsValidAndOnesOwn(String format) {
        assertThat(c2pa(file(format)).state()).as(c2pa(file(format)).sentence()).isEqualTo(State.VALID);
        assertThat(c2pa(file(format)).facts()).containsEntry("own_key", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void whicheverByteIsChangedTheFileIsNoLongerValid(String format) {
        boolean inPng = format.equals("png");
        byte[] file = file(format);
        Set<Integer> absent = new TreeSet<>();
        Set<Integer> valid = new TreeSet<>();
        for (int i = 0; i < file.length; i++) {
            file[i] ^= (byte) (1 << i % 8);
            State state = c2pa(file).state();
            switch (state) {
                case ABSENT -> absent.add(i);
                case VALID -> valid.add(i);
                default -> assertThat(state).as("byte %d", i).isEqualTo(State.ALTERED);
            }
            file[i] ^= (byte) (1 << i % 8);
        }
        // What makes the file a picture, and what makes a part of it a manifest: without that, it has none. In a JPEG
        // that is the segment's marker, its two letters, and the description of its box.
        int start = new String(file, ISO_8859_1).indexOf(inPng ? "caBX" : "\u00ff\u00eb");
        int description = start + 4 + 16 + 8;
        assertThat(absent).allMatch(at -> at < (inPng ? 8 : 3)
                || at >= start && at < start + (inPng ? 4 : 6)
                || !inPng && at >= description && at < description + 16);
        // Nothing binds the number that tells a JPEG's boxes from one another.
        assertThat(valid).isEqualTo(inPng ? Set.of() : Set.of(start + 6, start + 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void whereverTheFileEndsItIsNoLongerValid(String format) {
        byte[] file = file(format);
        for (int length = 4; length < file.length; length++) {
            assertThat(c2pa(Arrays.copyOf(file, length)).state()).as("%d bytes", length).isIn(State.ALTERED, State.ABSENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void whatIsPutBehindTheFileIsFound(String format) {
        byte[] file = file(format);
        assertThat(c2pa(Arrays.copyOf(file, file.length + 1)).code()).isEqualTo("c2pa.data");
    }

    /** The checksum of the chunk would tell of each change; whoever changes a file writes a new one. */
    @Test
    void whicheverByteOfTheManifestIsChangedItIsNoLongerValidThoughItsChecksumFits() {
        byte[] file = png.clone();
        PngFile.Chunk chunk = PngFile.parse(file).chunks("caBX").getFirst();
        for (int i = chunk.start() + 8; i < chunk.end() - 4; i++) {
            file[i] ^= (byte) (1 << i % 8);
            mend(file, chunk);
            assertThat(c2pa(file).state()).as("byte %d", i - chunk.start() - 8).isEqualTo(State.ALTERED);
            file[i] ^= (byte) (1 << i % 8);
        }
    }

    private static void mend(byte[] file, PngFile.Chunk chunk) {
        CRC32 crc = new CRC32();
        crc.update(file, chunk.start() + 4, chunk.end() - 4 - chunk.start() - 4);
        ByteBuffer.wrap(file).putInt(chunk.end() - 4, (int) crc.getValue());
    }

    @Test
    void aDamagedFileThatWasNeverMarkedIsNotCalledAltered() {
        byte[] plain = RecipePng.encode(picture(1).picture());
        byte[] cut = Arrays.copyOf(plain, plain.length - 20);
        byte[] plainJpeg = RecipeJpeg.encode(picture(1).picture(), 90);
        byte[] cutJpeg = Arrays.copyOf(plainJpeg, 100);

        for (byte[] file : List.of(cut, cutJpeg)) {
            assertThat(Verification.of(file, own, Clock.systemUTC()).state()).isEqualTo(State.ABSENT);
        }
    }

    @Test
    void aManifestIsNotTheOneOfAnotherPicture() {
        PngFile.Chunk mine = PngFile.parse(png).chunks("caBX").getFirst();
        PngFile.Chunk others = PngFile.parse(other).chunks("caBX").getFirst();
        byte[] mixed = ByteBuffer.allocate(other.length - (others.end() - others.start()) + mine.end() - mine.start())
                .put(other, 0, others.start())
                .put(png, mine.start(), mine.end() - mine.start())
                .put(other, others.end(), other.length - others.end())
                .array();

        assertThat(c2pa(mixed).code()).isEqualTo("c2pa.data");
    }

    @Test
    void twoManifestsAreOneTooMany() {
        PngFile.Chunk chunk = PngFile.parse(png).chunks("caBX").getFirst();
        byte[] twice = ByteBuffer.allocate(png.length + chunk.end() - chunk.start())
                .put(png, 0, chunk.end())
                .put(png, chunk.start(), png.length - chunk.start())
                .array();

        assertThat(c2pa(twice).code()).isEqualTo("c2pa.several");
    }

    @Test
    void ofDamageAtRandomNothingIsThrownAndNothingIsValid() {
        Random random = new Random(5);
        for (int round = 0; round < 800; round++) {
            byte[] file = file(round % 2 == 0 ? "png" : "jpeg");
            byte[] whole = file.clone();
            for (int i = 1 + random.nextInt(12); i > 0; i--) {
                int at = random.nextInt(file.length);
                switch (random.nextInt(3)) {
                    case 0 -> file[at] = (byte) random.nextInt(256);
                    case 1 -> System.arraycopy(whole, random.nextInt(whole.length - 8), file, Math.min(at, file.length - 8), 8);
                    default -> file[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                }
            }
            if (round % 2 == 0 && !Arrays.equals(file, whole)) {
                PngFile.Chunk chunk = PngFile.parse(whole).chunks("caBX").getFirst();
                mend(file, chunk);
            }
            List<LayerFinding> layers = Verification.of(file, own, Clock.systemUTC()).layers();
            assertThat(layers).hasSize(2).allSatisfy(layer -> assertThat(layer.sentence()).isNotBlank());
            assertThat(layers.getFirst().state() == State.VALID).isEqualTo(Arrays.equals(file, whole));
        }
    }
}
