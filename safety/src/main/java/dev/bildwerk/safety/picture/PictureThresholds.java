package dev.bildwerk.safety.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * From where on the picture check says no: {@code thresholds.properties}, which tells why.
 *
 * @param explicit of {@link PictureScores#explicit}
 * @param sexual of {@link PictureScores#sexual}
 * @param face how sure the finder of faces is
 * @param strength above which a picture of a person is not made anew
 */
public record PictureThresholds(double explicit, double sexual, double face, double strength) {
    private static final String SHIPPED = "thresholds.properties";

    public PictureThresholds {
        for (double threshold : new double[] {explicit, sexual, face, strength}) {
            if (!(threshold > 0 && threshold < 1)) {
                throw new IllegalArgumentException("The threshold %s is not between 0 and 1.".formatted(threshold));
            }
        }
    }

    /** Those that come with this program. */
    public static PictureThresholds shipped() {
        Properties lines = new Properties();
        try (InputStream file = PictureThresholds.class.getResourceAsStream(SHIPPED)) {
            lines.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The file %s of this program cannot be read.".formatted(SHIPPED), e);
        }
        return new PictureThresholds(
                value(lines, "explicit"), value(lines, "sexual"), value(lines, "face"), value(lines, "strength"));
    }

    private static double value(Properties lines, String name) {
        return Double.parseDouble(lines.getProperty(name));
    }

    /** Whether a picture with these scores is shown to nobody. */
    public boolean areSexual(PictureScores scores) {
        return !(scores.explicit() < explicit && scores.sexual() < sexual); // What is no number is refused too.
    }
}
