package dev.bildwerk.safety.provenance.c2pa;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.upokecenter.cbor.CBORObject;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.PngText;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.PictureFormat;
import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.provenance.file.PngFile;
import dev.bildwerk.safety.provenance.key.SigningKey;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests that somebody made on purpose: with a key of one's own, or with boxes and values that have no end. */
class HostileManifestTest {
    private static final byte[] PNG = RecipePng.encode(new Picture(4, 4, new byte[48]));
    private static final Statement STATEMENT =
            new Statement(Making.GENERATED, "Bildwerk", "1", Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private SigningKey key() {
        return SigningKeys.of(folder.resolve("key.pem"), Map.of()).load(Clock.systemUTC(), remark -> {});
    }

    private static ManifestFinding read(byte[] store) {
        return ManifestReader.read(PngText.insert(PNG, "caBX", store), Optional.empty(), Instant.now());
    }

    @Test
    void whoSignsOnlyAPartOfTheFileIsToldFromWhoSignsAllOfIt() {
        byte[] binding = new byte[0];
        byte[] store = {};
        for (int round = 0; round < 4; round++) { // The store's length is part of it.
            binding = JumbfWriter.cbor(BoxType.CBOR, Labels.DATA_HASH, CBORObject.NewOrderedMap()
                    .Add("exclusions", CBORObject.NewArray()
                            .Add(CBORObject.NewOrderedMap().Add("start", 33).Add("length", 12 + store.length))
                            .Add(CBORObject.NewOrderedMap()
                                    .Add("start", 33 + 12 + store.length)
                                    .Add("length", PNG.length - 33)))
                    .Add("alg", "sha256")
                    .Add("hash", Hashes.sha256(Arrays.copyOf(PNG, 33)))
                    .Add("pad", new byte[0])
                    .EncodeToBytes());
            store = store(List.of(binding), List.of(binding));
        }

        assertThat(read(store)).isInstanceOfSatisfying(ManifestFinding.Unjudged.class, finding ->
                assertThat(finding.code()).isEqualTo("c2pa.exclusions"));
    }

    @Test
    void assertionsThatTheClaimDoesNotNameAreFound() {
        byte[] named = JumbfWriter.cbor(BoxType.CBOR, "a", CBORObject.NewMap().EncodeToBytes());
        byte[] added = JumbfWriter.cbor(BoxType.CBOR, "b", CBORObject.NewMap().EncodeToBytes());

        assertThat(read(store(List.of(named), List.of(named)))).isInstanceOf(ManifestFinding.Unjudged.class);
        assertThat(read(store(List.of(named, added), List.of(named)))).isInstanceOfSatisfying(
                ManifestFinding.Altered.class, finding -> assertThat(finding.code()).isEqualTo("c2pa.assertion"));
        assertThat(read(store(List.of(named), List.of(named, added)))).isInstanceOf(ManifestFinding.Altered.class);
        assertThat(read(store(List.of(named, named), List.of(named)))).isInstanceOf(ManifestFinding.Altered.class);
    }

    /** Signed by a key of one's own, so that nothing but the content is wrong. */
    private byte[] store(List<byte[]> assertions, List<byte[]> named) {
        CBORObject references = CBORObject.NewArray();
        named.forEach(box -> references.Add(Assertions.reference(Labels.ASSERTIONS + "/" + JumbfBox.parse(box).label(), box)));
        byte[] claim = CBORObject.NewOrderedMap()
                .Add("signature", Labels.near(Labels.SIGNATURE))
                .Add("created_assertions", references)
                .EncodeToBytes();
        return JumbfWriter.superbox(BoxType.STORE, Labels.STORE, JumbfWriter.superbox(
                BoxType.MANIFEST,
                "urn:c2pa:x",
                JumbfWriter.superbox(BoxType.ASSERTIONS, Labels.ASSERTIONS, assertions.toArray(byte[][]::new)),
                JumbfWriter.cbor(BoxType.CLAIM, Labels.CLAIM, claim),
                JumbfWriter.cbor(BoxType.SIGNATURE, Labels.SIGNATURE, CoseSign1.sign(key(), claim))));
    }

    @Test
    void boxesInBoxesHaveAnEnd() {
        byte[] deep = JumbfWriter.superbox(BoxType.CBOR, "x");
        for (int i = 0; i < 5000; i++) {
            deep = JumbfWriter.superbox(BoxType.CBOR, "x", deep);
        }
        byte[] many = JumbfWriter.superbox(BoxType.STORE, Labels.STORE, ByteBuffer.allocate(8 * 20_000).array());
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer.wrap(many).putInt(many.length - 8 * (i + 1), 8);
        }

        for (byte[] hostile : new byte[][] {deep, many, {}, new byte[100], longBox()}) {
            assertThatExceptionOfType(ProvenanceException.class)
                    .isThrownBy(() -> JumbfBox.parse(hostile))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("c2pa.boxes"));
        }
    }

    /** It says that it is nearly 2^63 bytes long. */
    private static byte[] longBox() {
        return ByteBuffer.allocate(32).putInt(1).put("jumb".getBytes(ISO_8859_1)).putLong(Long.MAX_VALUE).array();
    }

    @Test
    void valuesInValuesAndLengthsThatNothingFillsHaveAnEnd() {
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x81);
        byte[] tags = new byte[100_000];
        Arrays.fill(tags, (byte) 0xc1);
        byte[] endless = new byte[100_000];
        Arrays.fill(endless, (byte) 0x9f);
        HexFormat hex = HexFormat.of();

        for (byte[] hostile : new byte[][] {
            deep,
            tags,
            endless,
            hex.parseHex("9b7fffffffffffffff"), // an array of 2^63 values
            hex.parseHex("bb7fffffffffffffff"),
            hex.parseHex("5b7fffffffffffffff"), // as many bytes
            hex.parseHex("7b7fffffffffffffff"),
            hex.parseHex("a201010102"), // a key twice
            hex.parseHex("61ff"), // no UTF-8
            new byte[2 << 20],
            {}
        }) {
            assertThatExceptionOfType(ProvenanceException.class)
                    .isThrownBy(() -> Cbor.decode(hostile))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("c2pa.cbor"));
        }
    }

    @Test
    void valuesOfAnotherKindThanExpectedAreAFindingToo() {
        byte[] whole = ManifestWriter.addTo(PNG, PictureFormat.PNG, STATEMENT, key());
        PngFile png = PngFile.parse(whole);
        byte[] store = png.data(png.chunks("caBX").getFirst());
        Random random = new Random(8);
        List<byte[]> odd = List.of(
                CBORObject.Null.EncodeToBytes(),
                CBORObject.FromObject(-1).EncodeToBytes(),
                CBORObject.FromObject(1e300).EncodeToBytes(),
                CBORObject.NewMap().EncodeToBytes(),
                CBORObject.FromObject(new byte[] {1}).EncodeToBytes());
        for (int round = 0; round < 3000; round++) {
            byte[] changed = store.clone();
            byte[] value = odd.get(random.nextInt(odd.size()));
            int at = random.nextInt(changed.length - value.length);
            System.arraycopy(value, 0, changed, at, value.length);
            assertThat(Arrays.equals(changed, store) ? new ManifestFinding.Absent() : read(changed))
                    .isNotInstanceOf(ManifestFinding.Valid.class);
        }
    }
}
