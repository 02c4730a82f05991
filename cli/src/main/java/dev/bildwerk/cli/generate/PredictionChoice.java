package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.sampling.PredictionType;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a model predicts, as typed: {@code epsilon}, {@code v} or {@code sample}. */
final class PredictionChoice implements ITypeConverter<PredictionType> {
    @Override
    public PredictionType convert(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "epsilon", "eps" -> PredictionType.EPSILON;
            case "v", "v_prediction", "v-prediction" -> PredictionType.V_PREDICTION;
            case "sample" -> PredictionType.SAMPLE;
            default -> throw new TypeConversionException(
                    "\"%s\" is nothing that a model predicts: say epsilon, v or sample".formatted(text));
        };
    }
}
