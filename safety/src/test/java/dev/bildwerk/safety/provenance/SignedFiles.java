package dev.bildwerk.safety.provenance;

import dev.bildwerk.diffusion.recipe.RecipeJpeg;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program that writes the files which the official library is asked about ({@code reference/c2pa}). The arguments are a
 * folder for them and a file for the key.
 */
final class SignedFiles {
    private SignedFiles() {}

    /** @param arguments for example {@code fixtures /tmp/key.pem} */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Marks marks = Marks.by(
                "Bildwerk 0.1.0", () -> SigningKeys.of(Path.of(arguments[1]), Map.of()), System.err::println);
        Map<String, Making> makings = new LinkedHashMap<>();
        makings.put("generated", Making.GENERATED);
        makings.put("changed", new Making.Changed(Making.Given.UNKNOWN));
        makings.put("resized", new Making.Resized(Making.Given.UNKNOWN));
        PictureFormat jpeg = new PictureFormat.Jpeg(90);
        for (Map.Entry<String, Making> making : makings.entrySet()) {
            FinishedPicture finished =
                    FinishedPicture.of(MarksTest.picture(), MarksTest.recipe("a pear"), making.getValue());
            Files.write(folder.resolve(making.getKey() + ".png"), marks.file(finished, PictureFormat.PNG));
            Files.write(folder.resolve(making.getKey() + ".jpg"), marks.file(finished, jpeg));
        }
        Files.write(folder.resolve("plain.png"), RecipePng.encode(MarksTest.picture()));
        Files.write(folder.resolve("plain.jpg"), RecipeJpeg.encode(MarksTest.picture(), 90));
    }
}
