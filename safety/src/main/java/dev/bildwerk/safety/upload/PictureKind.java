package dev.bildwerk.safety.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What a file is by its first bytes, whatever its name says. */
enum PictureKind {
    PNG("PNG", true),
    JPEG("JPEG", true),
    WEBP("WebP", true),
    GIF("GIF", false),
    BMP("BMP", false),
    TIFF("TIFF", false),
    HEIF("HEIF or AVIF", false),
    SVG("SVG", false),
    PDF("PDF", false),
    OTHER("", false);

    private final String title;
    private final boolean taken;

    PictureKind(String title, boolean taken) {
        this.title = title;
        this.taken = taken;
    }

    String title() {
        return title;
    }

    /** Whether pictures of this kind are decoded here. */
    boolean isTaken() {
        return taken;
    }

    static PictureKind of(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 256), ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return WEBP;
        }
        if (start.startsWith("GIF8")) {
            return GIF;
        }
        if (start.startsWith("BM") && start.startsWith("\0\0\0\0", 6)) {
            return BMP;
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return TIFF;
        }
        if (start.startsWith("ftyp", 4)) {
            return HEIF;
        }
        if (start.startsWith("%PDF")) {
            return PDF;
        }
        return start.contains("<svg") ? SVG : OTHER;
    }
}
