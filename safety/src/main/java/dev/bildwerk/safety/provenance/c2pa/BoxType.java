package dev.bildwerk.safety.provenance.c2pa;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a box of JUMBF holds. Its identifier is four letters and an ending that all of ISO's have.
 *
 * @see <a href="https://www.iso.org/standard/84635.html">ISO/IEC 19566-5, JUMBF</a>
 */
enum BoxType {
    STORE("c2pa"),
    MANIFEST("c2ma"),
    UPDATE_MANIFEST("c2um"),
    ASSERTIONS("c2as"),
    CLAIM("c2cl"),
    SIGNATURE("c2cs"),
    CBOR("cbor");

    private final byte[] identifier;

    BoxType(String letters) {
        identifier = Arrays.copyOf(letters.getBytes(ISO_8859_1), 16);
        byte[] ending = HexFormat.of().parseHex("00110010800000aa00389b71");
        System.arraycopy(ending, 0, identifier, 4, ending.length);
    }

    /** 16 bytes. */
    byte[] identifier() {
        return identifier.clone();
    }

    /** Empty for one that a manifest may have and nothing here reads. */
    static Optional<BoxType> of(byte[] identifier) {
        return Arrays.stream(values()).filter(type -> Arrays.equals(type.identifier, identifier)).findFirst();
    }
}
