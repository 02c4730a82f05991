package dev.bildwerk.cli.verify;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import dev.bildwerk.safety.provenance.verify.State;
import dev.bildwerk.safety.provenance.verify.Verification;
import dev.bildwerk.safety.watermark.WatermarkKey;
import dev.bildwerk.safety.watermark.WatermarkKeys;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk verify}: whether pictures are marked as made by a machine, and whether the marks still fit. */
@Command(
        name = "verify",
        description = {
            "Tells of each mark (C2PA, watermark, XMP) whether it is in the picture, and whether it still fits.",
            "Exit code 7 where a picture or mark was changed afterwards, else 8 where a picture has no mark."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        separator = " ",
        customSynopsis = "bildwerk verify PICTURE... [--json]",
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  bildwerk verify house.png", "  bildwerk verify *.jpg --json | jq -r .state"})
public final class VerifyCommand implements Callable<Integer> {
    private final PrintStream out;
    private final Supplier<SigningKeys> keys;
    private final Supplier<WatermarkKeys> watermarkKeys;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "A PNG or JPEG.")
    List<Path> pictures = List.of();

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    /**
     * @param out hears what was found, nothing else
     * @param keys whose pictures are one's own
     * @param watermarkKeys whose watermarks are looked for
     */
    public VerifyCommand(PrintStream out, Supplier<SigningKeys> keys, Supplier<WatermarkKeys> watermarkKeys) {
        this.out = out;
        this.keys = keys;
        this.watermarkKeys = watermarkKeys;
    }

    @Override
    public Integer call() {
        Optional<X509Certificate> own = keys.get().known();
        Optional<WatermarkKey> watermarks = watermarkKeys.get().known();
        Set<State> states = EnumSet.noneOf(State.class);
        for (Path picture : pictures) {
            Verification verification = Verification.of(picture, own, watermarks, Clock.systemUTC());
            states.add(verification.state());
            out.println(json ? VerificationText.json(picture, verification) : VerificationText.words(picture, verification));
        }
        if (states.contains(State.ALTERED)) {
            return ExitCode.ALTERED.code();
        }
        return states.contains(State.ABSENT) ? ExitCode.UNMARKED.code() : ExitCode.OK.code();
    }
}
