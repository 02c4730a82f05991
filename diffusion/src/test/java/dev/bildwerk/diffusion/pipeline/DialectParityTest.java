package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.DamagedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The latents of ComfyUI and AUTOMATIC1111, computed by their own samplers over the same weights. */
class DialectParityTest {
    private static final double BOUND = 1e-5;

    /** It chooses its steps by an estimated error, in which 32-bit floats show. */
    private static final double ADAPTIVE_BOUND = 1e-3;

    /** Turns of the first noise that are not more than rounding, as parts of the way to another one. */
    private static final List<Double> ROUNDING = List.of(1e-7, 3e-7, 1e-6);

    private static final int SIDE = 32;

    @ParameterizedTest
    @CsvSource({"a1111, A1111, 44", "comfyui, COMFYUI, 32"})
    void reachesTheLatentsOfTheProgram(String file, Dialect dialect, int cases, @TempDir Path temporary) {
        Checkpoint folder = Checkpoint.open(FixtureFile.path(Family.SD1.folder()));
        try (FixtureFile expected = Family.SD1.open(file + ".safetensors");
                LoadedModel model = LoadedModel.read(folder, new Placement(Device.CPU, DType.F32));
                PromptedModel refiner = refiner(temporary)) {
            LatentDrawing drawing = new LatentDrawing(model);
            Map<String, Double> differences = new TreeMap<>();
            Map<String, Double> bounds = new TreeMap<>();
            for (String name : expected.names()) {
                if (name.split("\\.").length < 3) {
                    continue;
                }
                int size = Math.toIntExact(expected.shape(name)[0]);
                float[] latents = expected.floats(name);
                for (int i = 0; i < size; i++) {
                    try (Scope scope = Scope.open()) {
                        GenerationRequest request = request(name, dialect, new BatchPlace(i, size), expected);
                        float[] actual = drawing.latent(
                                        request,
                                        request.controls().additions().refiner().isOn() ? refiner : null,
                                        ProgressListener.NONE)
                                .toFloats();
                        float[] slice = Arrays.copyOfRange(latents, i * actual.length, (i + 1) * actual.length);
                        differences.merge(name, Closeness.relativeError(actual, slice), Math::max);
                        bounds.merge(name, bound(name, drawing, request, actual), Math::max);
                    }
                }
            }
            assertThat(differences).hasSize(cases).allSatisfy((name, difference) -> assertThat(difference)
                    .as("%s of %s", name, differences)
                    .isLessThan(bounds.get(name)));
        }
    }

    /**
     * Where steps are chosen by an estimate, rounding can decide whether one is taken again. Then no program reaches its own
     * latent again on another processor, and ours may be as far from the other's as from itself.
     */
    private static double bound(String name, LatentDrawing drawing, GenerationRequest request, float[] latent) {
        if (!name.contains("adaptive")) {
            return BOUND;
        }
        double ownDistance = 0;
        for (double turn : ROUNDING) {
            Controls turned = request.controls().withVariation(new Variation(77, turn));
            float[] other = drawing.latent(request.with(turned), null, ProgressListener.NONE).toFloats();
            ownDistance = Math.max(ownDistance, Closeness.relativeError(other, latent));
        }
        return Math.max(ADAPTIVE_BOUND, 2 * ownDistance);
    }

    /** The same model, the weights of whose last convolution are halved. */
    private static PromptedModel refiner(Path temporary) {
        DamagedModel other = DamagedModel.of("sd1", temporary)
                .rewrite("unet/diffusion_pytorch_model.safetensors", tensor -> Stream.of(
                        tensor.name().equals("conv_out.weight") ? ChangedWeights.halved(tensor) : tensor));
        return new PromptedModel(
                LoadedModel.read(Checkpoint.open(other.folder()), new Placement(Device.CPU, DType.F32)));
    }

    /** @param name what is done, sampler, schedule, hundredths of strength */
    private static GenerationRequest request(String name, Dialect dialect, BatchPlace place, FixtureFile fixture) {
        List<String> words = List.of(name.split("\\."));
        double strength = words.size() > 3 ? Integer.parseInt(words.get(3)) / 100.0 : 1;
        Picture picture = new Picture(SIDE, SIDE, fixture.bytes("picture"));
        Mask mask = new Mask(SIDE, SIDE, fixture.bytes("mask"));
        Start start = switch (words.getFirst()) {
            case "changed" -> new Start.FromPicture(picture, strength);
            case "inpainted" -> new Start.Inpainting(
                    picture, mask, strength, Start.Filling.ORIGINAL, Start.Area.WHOLE, 0);
            case "emptied" -> new Start.Inpainting(
                    picture, mask, strength, Start.Filling.NOTHING, Start.Area.WHOLE, 0);
            default -> Start.NOISE;
        };
        Controls controls =
                Controls.NONE.withDialect(dialect).withStart(start).withBatch(place);
        if (words.getFirst().equals("hires")) {
            controls = controls.withHires(new HiresFix(2, 6, strength, Upscaler.LATENT_BILINEAR));
        }
        if (words.getFirst().equals("refined")) {
            controls = controls.withAdditions(
                    Additions.NONE.withRefiner(new RefinerUse(Path.of("refiner"), strength)));
        }
        if (words.getFirst().equals("varied")) {
            controls = controls.withVariation(new Variation(77, 0.3));
        }
        if (words.getFirst().equals("nvidia")) {
            controls = controls.withNoiseDevice(NoiseDevice.GPU);
        }
        return new GenerationRequest(
                words.getFirst().equals("weighted") || words.getFirst().equals("edited")
                        ? fixture.metadata(words.getFirst())
                        : "a red fox in the snow, watercolor",
                "blurry, dark",
                42,
                8,
                5,
                Arrays.stream(SamplerName.values())
                        .filter(value -> value.option().equals(words.get(1)))
                        .findFirst()
                        .orElseThrow(),
                Arrays.stream(ScheduleName.values())
                        .filter(value -> value.option().equals(words.get(2)))
                        .findFirst()
                        .orElseThrow(),
                SIDE,
                SIDE,
                controls);
    }
}
