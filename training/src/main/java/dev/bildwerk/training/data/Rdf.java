package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What an SVG file says of itself in RDF (Dublin Core and Creative Commons, as Inkscape and Openclipart write it).
 *
 * @param title or null
 * @param creator or null
 * @param keywords in the file's order
 * @param licences every licence that the file names, as addresses
 */
record Rdf(String title, String creator, List<String> keywords, List<String> licences) {
    private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    Rdf {
        keywords = List.copyOf(keywords);
        licences = List.copyOf(licences);
    }

    /** @throws DataSetException PICTURE_REFUSED when the document is not well formed */
    static Rdf of(String svg) throws DataSetException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        Deque<String> path = new ArrayDeque<>();
        List<String> keywords = new ArrayList<>();
        List<String> licences = new ArrayList<>();
        String title = null;
        String creator = null;
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(svg));
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        path.push(reader.getLocalName());
                        String resource = reader.getAttributeValue(RDF, "resource");
                        if (reader.getLocalName().equals("license") && resource != null && !resource.isBlank()) {
                            licences.add(resource.strip());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> path.pop();
                    case XMLStreamConstants.CHARACTERS -> {
                        String text = reader.getText().strip();
                        if (text.isEmpty() || !path.contains("Work")) {
                            continue;
                        }
                        if (path.peek().equals("title") && path.contains("creator")) {
                            creator = creator == null ? text : creator;
                        } else if (path.peek().equals("title") && parent(path).equals("Work")) {
                            title = title == null ? text : title;
                        } else if (path.peek().equals("li") && path.contains("subject")) {
                            keywords.add(text);
                        }
                    }
                    default -> { }
                }
            }
        } catch (XMLStreamException | RuntimeException e) {
            throw new DataSetException(Reason.PICTURE_REFUSED, "the SVG is not well formed", e);
        }
        return new Rdf(title, creator, keywords, licences);
    }

    private static String parent(Deque<String> path) {
        return path.stream().skip(1).findFirst().orElse("");
    }
}
