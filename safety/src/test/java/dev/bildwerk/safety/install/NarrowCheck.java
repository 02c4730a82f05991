package dev.bildwerk.safety.install;

import dev.bildwerk.safety.picture.FaceShape;
import dev.bildwerk.safety.picture.MobileNetShape;
import dev.bildwerk.safety.picture.PictureCheck;
import dev.bildwerk.safety.picture.PictureCheckFiles;
import dev.bildwerk.safety.picture.PictureThresholds;
import dev.bildwerk.safety.picture.PinnedFile;
import java.nio.file.Path;
import java.util.List;

/** A picture check of small networks with random weights, in the formats of the real packages. */
public final class NarrowCheck {
    static final Path FIXTURES = Path.of("src/test/resources/fixtures/picture-check");
    static final Path CLASSIFIER = FIXTURES.resolve("classifier.tgz");
    static final Path FACES = FIXTURES.resolve("faces.tgz");

    public static final PictureCheckFiles FILES = new PictureCheckFiles(
            new PinnedFile("classifier.safetensors", "fad8fa71ca4b5f5149f95f393012c7624ad835da3fd32ab495223035f34c2bde"),
            new MobileNetShape(8, List.of(4, 6, 6, 8, 8, 8, 10, 10, 10, 10, 12, 12, 12, 14, 14, 14, 16), 20),
            new PinnedFile("faces.safetensors", "eb8c033ff51689b74f76924549338bf6f367f7046c6f9cc65790997d7cb1b8d0"),
            new FaceShape(
                    List.of(4, 6, 8, 8, 10, 10, 12, 12, 12, 12, 12, 12, 14, 14), List.of(10, 12, 8, 10, 8, 10, 6, 8)));

    private NarrowCheck() {}

    static PictureCheckInstaller installer() {
        return installer(FILES.faces());
    }

    static PictureCheckInstaller installer(PinnedFile faces) {
        return new PictureCheckInstaller(
                new PackagePin("nsfwjs", "0.0.1", "760fed89f25c2043482d7497a4f61133d92d08164ffde3beb09cfec9da344206", "MIT"),
                new PackagePin("@vladmandic/face-api", "0.0.1", "3f2178959330e5653ae6e58f88183419f236e147c18f137d3c029ef2a92973be", "MIT"),
                new PictureCheckFiles(FILES.classifier(), FILES.classifierShape(), faces, FILES.facesShape()));
    }

    /** Installed into a folder. */
    public static PictureCheck in(Path folder, PictureThresholds thresholds) {
        installer().install(folder, List.of(FACES, CLASSIFIER), sentence -> {});
        return new PictureCheck(folder, FILES, thresholds);
    }
}
