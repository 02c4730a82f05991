package dev.bildwerk.safety.picture;

/**
 * The two files that {@code bildwerk safety install} writes, and how wide their networks are.
 *
 * @param classifier of pictures
 * @param faces finder of faces
 */
public record PictureCheckFiles(
        PinnedFile classifier, MobileNetShape classifierShape, PinnedFile faces, FaceShape facesShape) {

    /** Of this version. The sums are those of what the pinned packages become. */
    public static final PictureCheckFiles PINNED = new PictureCheckFiles(
            new PinnedFile(
                    "classifier.safetensors", "8976b4950d2f83d59d79de03410063da7a5d4b7026e2cab80b177fe610de021a"),
            MobileNetShape.WIDE,
            new PinnedFile("faces.safetensors", "35ac340648b45e3905b371afe36b92c6356157d84c3b69ef1272a3dab787683c"),
            FaceShape.FULL);
}
