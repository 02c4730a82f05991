package dev.bildwerk.safety.install;

/**
 * A package of npm in one version.
 *
 * @param sha256 of its archive, in lower-case hexadecimal digits
 * @param licence of what is taken from it
 */
record PackagePin(String name, String version, String sha256, String licence) {

    /** Holds the classifier of pictures. */
    static final PackagePin NSFWJS = new PackagePin(
            "nsfwjs", "4.4.0", "585cd178f3b994337c4d10a87b080d342fc52f8b9bf0085c4d1f345a3a1c5382", "MIT");

    /** Holds the finder of faces. */
    static final PackagePin FACE_API = new PackagePin(
            "@vladmandic/face-api",
            "1.7.15",
            "0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031",
            "MIT");

    /** As npm is asked for it. */
    String pinned() {
        return name + "@" + version;
    }
}
