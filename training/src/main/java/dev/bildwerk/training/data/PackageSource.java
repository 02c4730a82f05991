package dev.bildwerk.training.data;

import java.util.Objects;

/**
 * A package whose pictures or captions go into the data set, pinned.
 *
 * @param id short name, the first part of a picture's id
 * @param channel the client that fetches it
 * @param name the package's name in its registry
 * @param version exactly this version
 * @param integrity {@code sha512-<base64>} or {@code sha256-<hex>} of the archive
 * @param author who made its pictures, where the package itself does not say so; null to ask the package
 * @param licence the licence that the package must state, as an SPDX identifier
 * @param format how its pictures are read
 * @param style the word that captions use for the look of its pictures
 */
public record PackageSource(
        String id,
        Channel channel,
        String name,
        String version,
        String integrity,
        String licence,
        String author,
        Format format,
        String style) {

    /** A package client. */
    public enum Channel {
        NPM,
        DEBIAN
    }

    /** How a package holds its pictures. */
    public enum Format {
        /** Iconify JSON whose icons are named after emoji. */
        ICONIFY_EMOJI,
        /** Picture files named by the code points of their emoji. */
        EMOJI_FOLDER,
        /** SVG files, each with its own RDF: title, keywords, author, licence. */
        OPENCLIPART,
        /** emojibase: no pictures, but names and keywords. */
        CAPTIONS
    }

    public PackageSource {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(integrity, "integrity");
        Objects.requireNonNull(licence, "licence");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(style, "style");
    }

    boolean hasPictures() {
        return format != Format.CAPTIONS;
    }

    /** Name and version as the clients write them. */
    String pinned() {
        return channel == Channel.NPM ? name + "@" + version : name + "=" + version;
    }
}
