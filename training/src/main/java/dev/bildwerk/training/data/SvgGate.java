package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets through only SVG that draws by itself: no entities, no scripts, nothing fetched from elsewhere. */
final class SvgGate {
    private static final int LONGEST = 8_000_000;
    private static final Pattern DOCTYPE = Pattern.compile("<!DOCTYPE[^>\\[]*(\\[)?[^>]*>");
    private static final Pattern ACTIVE =
            Pattern.compile("<(?:\\w+:)?(script|foreignObject|iframe|audio|video)\\b");
    private static final Pattern REFERENCE =
            Pattern.compile("(?:xlink:)?\\bhref\\s*=\\s*[\"']\\s*([^#\"'\\s][^\"']*)[\"']");
    private static final Pattern IMAGE = Pattern.compile("<(?:\\w+:)?(image|feImage)\\b");
    private static final Pattern CSS_REFERENCE =
            Pattern.compile("(?:url\\(\\s*[\"']?\\s*(?!#)[^)\"'\\s]|@import)");

    private SvgGate() {}

    /** @return the document without its document type */
    static String admit(String svg) throws DataSetException {
        if (svg.length() > LONGEST) {
            throw refused("is longer than " + LONGEST + " characters");
        }
        if (svg.contains("<!ENTITY")) {
            throw refused("declares entities");
        }
        Matcher doctype = DOCTYPE.matcher(svg);
        if (doctype.find() && doctype.group(1) != null) {
            throw refused("has a document type of its own");
        }
        Matcher active = ACTIVE.matcher(svg);
        if (active.find()) {
            throw refused("has the active element " + active.group(1));
        }
        if (IMAGE.matcher(svg).find()) {
            throw refused("holds a bitmap or refers to one");
        }
        if (CSS_REFERENCE.matcher(svg).find()) {
            throw refused("refers to something outside of itself");
        }
        return doctype.reset().replaceAll("");
    }

    /** True when any link of the document leads elsewhere; such links draw nothing but are worth knowing of. */
    static boolean linksElsewhere(String svg) {
        return REFERENCE.matcher(svg).find();
    }

    private static DataSetException refused(String why) {
        return new DataSetException(Reason.PICTURE_REFUSED, "the SVG " + why);
    }
}
