package dev.bildwerk.safety.provenance.xmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bildwerk.diffusion.recipe.JpegSegments;
import dev.bildwerk.diffusion.recipe.PngText;
import dev.bildwerk.safety.provenance.DigitalSourceType;
import dev.bildwerk.safety.provenance.PictureFormat;
import java.nio.ByteBuffer;

/**
 * What a file says of its picture in XMP: where it comes from, in the property of the IPTC that search engines and libraries of
 * pictures read, and which program made it.
 *
 * @see <a href="https://www.iptc.org/std/photometadata/specification/IPTC-PhotoMetadata#digital-source-type">IPTC Photo
 *     Metadata, Digital Source Type</a>
 */
public record XmpPacket(String text) {
    static final String PNG_KEYWORD = "XML:com.adobe.xmp";
    static final byte[] JPEG_HEADER = "http://ns.adobe.com/xap/1.0/\0".getBytes(ISO_8859_1);
    private static final int APP1 = 0xe1;

    /** @param program such as {@code Bildwerk 0.1.0} */
    public static XmpPacket of(DigitalSourceType sourceType, String program) {
        return new XmpPacket("""
                <?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                  <rdf:Description rdf:about=""
                    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
                   <xmp:CreatorTool>%s</xmp:CreatorTool>
                   <Iptc4xmpExt:DigitalSourceType>%s</Iptc4xmpExt:DigitalSourceType>
                  </rdf:Description>
                 </rdf:RDF>
                </x:xmpmeta>
                <?xpacket end="r"?>""".formatted(escaped(program), sourceType.uri()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /**
     * A copy of the file with this packet.
     *
     * @param file a whole one without XMP
     */
    public byte[] addTo(byte[] file, PictureFormat format) {
        return switch (format) {
            case PictureFormat.Png png -> PngText.addUtf8(file, PNG_KEYWORD, text);
            case PictureFormat.Jpeg jpeg -> JpegSegments.insert(file, JpegSegments.segment(APP1, segmentData()));
        };
    }

    private byte[] segmentData() {
        byte[] packet = text.getBytes(UTF_8);
        return ByteBuffer.allocate(JPEG_HEADER.length + packet.length).put(JPEG_HEADER).put(packet).array();
    }
}
