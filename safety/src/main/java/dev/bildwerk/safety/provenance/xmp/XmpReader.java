package dev.bildwerk.safety.provenance.xmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bildwerk.diffusion.recipe.PngText;
import dev.bildwerk.diffusion.recipe.RecipeException;
import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.provenance.file.Bytes;
import dev.bildwerk.safety.provenance.file.JpegFile;
import dev.bildwerk.safety.provenance.file.PngFile;
import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads what a stranger's file says in XMP of where its picture comes from. */
public final class XmpReader {
    private static final String IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/";
    private static final String SOURCE_TYPE = "DigitalSourceType";
    private static final int LONGEST = 4 << 20;
    private static final int LONGEST_VALUE = 1000;
    private static final int DEEPEST = 100;
    private static final int APP1 = 0xe1;

    private XmpReader() {}

    /**
     * What a packet says.
     *
     * @param sourceType the URI of the IPTC's DigitalSourceType
     */
    public record Found(Optional<String> sourceType, Optional<String> creatorTool) {}

    /**
     * Of the first packet in a PNG or JPEG file; empty where there is none, also where the file is damaged and nothing looks
     * like one.
     *
     * @throws ProvenanceException {@code xmp.broken} where there is one that cannot be read, or the code of a damaged file
     */
    public static Optional<Found> read(byte[] file) {
        try {
            return packet(file).map(XmpReader::parse);
        } catch (ProvenanceException e) {
            if (e.code().endsWith(".damaged") && !Bytes.contain(file, SOURCE_TYPE.getBytes(UTF_8))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<String> packet(byte[] file) {
        if (PngFile.isPng(file)) {
            try {
                return PngText.read(file, XmpPacket.PNG_KEYWORD);
            } catch (RecipeException e) {
                throw new ProvenanceException("png.damaged", "The PNG file is damaged or ends too early.");
            }
        }
        if (JpegFile.isJpeg(file)) {
            JpegFile jpeg = JpegFile.parse(file);
            return jpeg.segments(APP1, XmpPacket.JPEG_HEADER).stream()
                    .findFirst()
                    .map(segment -> new String(jpeg.data(segment, XmpPacket.JPEG_HEADER.length), UTF_8));
        }
        return Optional.empty();
    }

    static Found parse(String packet) {
        if (packet.length() > LONGEST) {
            throw broken();
        }
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(packet.replace("\ufeff", "")));
            return parse(xml);
        } catch (XMLStreamException | RuntimeException e) {
            throw broken();
        }
    }

    private static Found parse(XMLStreamReader xml) throws XMLStreamException {
        Optional<String> sourceType = Optional.empty();
        Optional<String> tool = Optional.empty();
        int depth = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--; // Its end was read, too.
            }
            if (event == XMLStreamConstants.DTD) {
                throw broken(); // XMP has none, and entities come from there.
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (++depth > DEEPEST) {
                throw broken();
            }
            sourceType = sourceType.or(() -> value(xml.getAttributeValue(IPTC, SOURCE_TYPE)));
            tool = tool.or(() -> value(xml.getAttributeValue(XMP, "CreatorTool")));
            boolean ofType = is(xml, IPTC, SOURCE_TYPE) && sourceType.isEmpty();
            boolean ofTool = is(xml, XMP, "CreatorTool") && tool.isEmpty();
            if (ofType || ofTool) {
                Optional<String> value = value(xml.getElementText());
                depth--; // Its end was read, too.
                sourceType = ofType ? value : sourceType;
                tool = ofTool ? value : tool;
            }
        }
        return new Found(sourceType, tool);
    }

    private static boolean is(XMLStreamReader xml, String namespace, String name) {
        return name.equals(xml.getLocalName()) && namespace.equals(xml.getNamespaceURI());
    }

    private static Optional<String> value(String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(value -> !value.isEmpty() && value.length() <= LONGEST_VALUE);
    }

    /** Nothing outside of the text is read, and nothing in it grows. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    private static ProvenanceException broken() {
        return new ProvenanceException("xmp.broken", "The picture's XMP cannot be read: it is damaged.");
    }
}
