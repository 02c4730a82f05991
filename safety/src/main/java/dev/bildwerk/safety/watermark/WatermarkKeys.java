package dev.bildwerk.safety.watermark;

import dev.bildwerk.safety.DataFolder;
import dev.bildwerk.safety.OwnersFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which key marks: one that an operator shares among machines, else this installation's own. A key's file has 64 hexadecimal
 * digits.
 *
 * @param own the file of the own one; it need not be there yet
 * @param shared the file of the shared one, if there is one
 */
public record WatermarkKeys(Path own, Optional<Path> shared) {
    /** Names the file of a shared key. */
    public static final String SHARED = "BILDWERK_WATERMARK_KEY";

    private static final int LONGEST_FILE = 1024;

    /**
     * As the environment says, with the own key in the user's data folder.
     *
     * @throws WatermarkException where the name is no name of a file
     */
    public static WatermarkKeys ofInstallation() {
        return of(DataFolder.watermarkKey(), System.getenv());
    }

    /** @throws WatermarkException where the name is no name of a file */
    public static WatermarkKeys of(Path own, Map<String, String> environment) {
        String name = environment.getOrDefault(SHARED, "");
        try {
            return new WatermarkKeys(own, name.isBlank() ? Optional.empty() : Optional.of(Path.of(name)));
        } catch (InvalidPathException e) {
            throw new WatermarkException("%s is \"%s\", which is no name of a file.".formatted(SHARED, name));
        }
    }

    public boolean isShared() {
        return shared.isPresent();
    }

    /**
     * Reads or makes it. Where an own one cannot be kept, one that lasts as long as this process.
     *
     * @param remarks hears of that
     * @throws WatermarkException where there is one that cannot be used
     */
    public WatermarkKey load(Consumer<String> remarks) {
        Optional<WatermarkKey> known = known();
        if (known.isPresent()) {
            return known.get();
        }
        byte[] secret = new byte[WatermarkKey.BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            byte[] text = (HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.US_ASCII);
            return OwnersFile.make(own, text) ? new WatermarkKey(secret) : read(own);
        } catch (IOException e) {
            remarks.accept(("The key of watermarks cannot be kept in %s: this time another one is used, whose marks nobody "
                            + "finds again. BILDWERK_DATA names another folder.")
                    .formatted(own));
            return new WatermarkKey(secret);
        }
    }

    /**
     * The key that would mark, as far as it is there; nothing is made.
     *
     * @throws WatermarkException where there is one that cannot be used
     */
    public Optional<WatermarkKey> known() {
        return shared.map(WatermarkKeys::read).or(() -> Files.exists(own) ? Optional.of(read(own)) : Optional.empty());
    }

    private static WatermarkKey read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_FILE) {
                String digits = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
                if (digits.length() == 2 * WatermarkKey.BYTES) {
                    return new WatermarkKey(HexFormat.of().parseHex(digits));
                }
            }
        } catch (IOException e) {
            throw new WatermarkException("%s cannot be read: see that it is there and that you may read it.".formatted(file));
        } catch (IllegalArgumentException e) {
            throw damaged(file);
        }
        throw damaged(file);
    }

    private static WatermarkException damaged(Path file) {
        return new WatermarkException(
                "%s is no key of watermarks: such a file has 64 hexadecimal digits, and no more.".formatted(file));
    }
}
