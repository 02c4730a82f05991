package dev.bildwerk.safety.provenance.verify;

import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.provenance.file.JpegFile;
import dev.bildwerk.safety.provenance.file.PngFile;
import dev.bildwerk.safety.watermark.WatermarkKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Which marks a picture's file carries, and what they are worth.
 *
 * @param layers each kind of mark once, the strongest first
 */
public record Verification(List<LayerFinding> layers) {
    private static final long LARGEST_FILE = 128L << 20;

    public Verification {
        layers = List.copyOf(layers);
    }

    /**
     * @param own this installation's certificate, to know its own pictures again
     * @param watermarks the key whose watermarks are looked for; empty where there is none yet
     * @throws ProvenanceException {@code verify.file}, {@code verify.large} or {@code verify.format} where it is no file that
     *     can be looked into
     */
    public static Verification of(
            Path file, Optional<X509Certificate> own, Optional<WatermarkKey> watermarks, Clock clock) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ProvenanceException("verify.file", "There is no picture %s: check the path.".formatted(file));
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw new ProvenanceException(
                        "verify.large", "%s is larger than %,d bytes.".formatted(file, LARGEST_FILE));
            }
            byte[] bytes = Files.readAllBytes(file);
            if (!PngFile.isPng(bytes) && !JpegFile.isJpeg(bytes)) {
                throw new ProvenanceException(
                        "verify.format", "%s is no PNG or JPEG: marks are looked for in these.".formatted(file));
            }
            return of(bytes, own, watermarks, clock);
        } catch (IOException e) {
            throw new ProvenanceException(
                    "verify.file", "%s cannot be read: see that you may read it.".formatted(file));
        }
    }

    /**
     * Never throws, whatever the bytes are.
     *
     * @param file a PNG or JPEG by its first bytes; not to be changed meanwhile
     */
    public static Verification of(
            byte[] file, Optional<X509Certificate> own, Optional<WatermarkKey> watermarks, Clock clock) {
        return of(file, List.of(new C2paCheck(own, clock), new WatermarkCheck(watermarks), new XmpCheck()));
    }

    /**
     * Without looking at the pixels. Never throws, whatever the bytes are.
     *
     * @param file a PNG or JPEG by its first bytes; not to be changed meanwhile
     */
    public static Verification of(byte[] file, Optional<X509Certificate> own, Clock clock) {
        return of(file, List.of(new C2paCheck(own, clock), new XmpCheck()));
    }

    private static Verification of(byte[] file, List<LayerCheck> checks) {
        return new Verification(checks.stream().map(check -> check.check(file)).toList());
    }

    /** Altered where one is, else the strongest of them. */
    public State state() {
        for (State state : List.of(State.ALTERED, State.VALID, State.PRESENT)) {
            if (layers.stream().anyMatch(layer -> layer.state() == state)) {
                return state;
            }
        }
        return State.ABSENT;
    }
}
