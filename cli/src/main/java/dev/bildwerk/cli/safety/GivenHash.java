package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.generate.PictureFile;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.safety.hash.PdqHash;
import dev.bildwerk.safety.hash.PictureHash;
import java.nio.file.Path;

/** A hash as typed: its digits, or a picture that has it. */
final class GivenHash {
    private GivenHash() {}

    /** Whatever quality the picture has. */
    static PdqHash of(String typed) {
        return PdqHash.isHash(typed) ? PdqHash.parse(typed) : hash(typed).hash();
    }

    /** @throws CommandException where the picture shows too little to tell it from others */
    static PdqHash good(String typed) {
        if (PdqHash.isHash(typed)) {
            return PdqHash.parse(typed);
        }
        PictureHash hash = hash(typed);
        if (!hash.isGood()) {
            throw CommandException.usage(
                    "hashes.quality",
                    "%s shows too little to be told from other pictures: its quality is %d, and %d is needed."
                            .formatted(typed, hash.quality(), PictureHash.GOOD));
        }
        return hash.hash();
    }

    private static PictureHash hash(String file) {
        return PictureHash.of(Picture.of(PictureFile.read(Path.of(file))));
    }
}
