package dev.bildwerk.diffusion.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How near a device comes to the reference's pictures, for a machine without Maven: {@code DeviceParity DEVICE MODEL}, where the
 * model is the default one's folder. One line for each number format and fixture; the exit code is 1 where one is too far off.
 */
public final class DeviceParity {
    /** As {@link PictureParityTest} asks of the processor. */
    private static final double FP32_DECIBELS = 60;

    private static final double HALF_DECIBELS = 36;

    private static boolean near = true;

    private DeviceParity() {}

    public static void main(String[] arguments) throws IOException {
        Device device = Device.parse(arguments[0]);
        for (DType format : device.isCuda() ? List.of(DType.F32, DType.BF16, DType.F16) : List.of(DType.F32, DType.BF16)) {
            for (Family family : Family.values()) {
                family(family, new EngineOptions(device, format, 0));
            }
            defaultModel(Path.of(arguments[1]), new EngineOptions(device, format, 0));
        }
        System.exit(near ? 0 : 1);
    }

    private static void family(Family family, EngineOptions options) {
        Path model = FixtureFile.path(family.folder());
        FixtureGuard guard = FixtureGuard.of(model, PictureCases.request("ddim"));
        try (FixtureFile expected = family.open("pictures.safetensors");
                TextToImage pipeline = TextToImage.open(model, guard, options)) {
            List<String> names = options.precision() == DType.F32 ? PictureCases.names(expected) : List.of("ddim");
            for (String name : names) {
                tell(options, family + " " + name, Closeness.psnr(
                        Closeness.unit(pipeline.generate(PictureCases.request(name)).rgb()),
                        Closeness.unit(expected.bytes(name + ".picture"))));
            }
        }
    }

    private static void defaultModel(Path model, EngineOptions options) throws IOException {
        try (FixtureFile expected = FixtureFile.open("default-model.safetensors")) {
            GenerationRequest request =
                    DefaultModelParityTest.request(new ObjectMapper().readTree(expected.metadata("request")));
            try (TextToImage pipeline = TextToImage.open(model, FixtureGuard.of(model, request), options)) {
                double decibels = Closeness.psnr(
                        Closeness.unit(pipeline.generate(request).rgb()), Closeness.unit(expected.bytes("picture")));
                System.out.printf("%s %s default model: %.1f dB%n", options.device(), options.precision(), decibels);
            }
        }
    }

    private static void tell(EngineOptions options, String name, double decibels) {
        double least = options.precision() == DType.F32 ? FP32_DECIBELS : HALF_DECIBELS;
        boolean isNear = decibels >= least;
        near &= isNear;
        System.out.printf(
                "%s %s %s: %.1f dB%s%n",
                options.device(),
                options.precision(),
                name,
                decibels,
                isNear ? "" : ", less than " + least);
    }
}
