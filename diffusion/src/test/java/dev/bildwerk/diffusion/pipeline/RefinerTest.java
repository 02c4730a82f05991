package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.DamagedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refiner that is cut out of the miniature SDXL: one text encoder, five numbers. */
class RefinerTest {
    private static final double BOUND = 2e-4;
    private static final int FIRST_WIDTH = 24;
    private static final int WIDTH = 56;
    private static final int PROJECTION = 72;
    private static final Placement PLACEMENT = new Placement(Device.CPU, DType.F32);

    @TempDir
    static Path temporary;

    private static Path refiner;

    @BeforeAll
    static void cutOut() {
        String index = "model_index.json";
        String unet = "unet/config.json";
        refiner = DamagedModel.of("sdxl", temporary)
                .set(index, "text_encoder", "[null, null]")
                .set(index, "tokenizer", "[null, null]")
                .set(index, "force_zeros_for_empty_prompt", "false")
                .set(unet, "cross_attention_dim", String.valueOf(WIDTH - FIRST_WIDTH))
                .set(unet, "projection_class_embeddings_input_dim", String.valueOf(PROJECTION))
                .rewrite("unet/diffusion_pytorch_model.safetensors", tensor -> Stream.of(
                        tensor.name().equals("add_embedding.linear_1.weight")
                                ? ChangedWeights.columns(tensor, 0, PROJECTION)
                                : tensor.name().matches(".*\\.attn2\\.to_[kv]\\..*")
                                        ? ChangedWeights.columns(tensor, FIRST_WIDTH, WIDTH)
                                        : tensor))
                .folder();
    }

    @Test
    void goesOnWhereTheModelEndsAsDiffusersDoes() {
        assertThat(Checkpoint.open(refiner).conditionNumbers()).isEqualTo(5);
        try (FixtureFile expected = Family.SDXL.open("refiner.safetensors");
                LoadedModel model = LoadedModel.read(Checkpoint.open(MiniatureModels.folder("sdxl")), PLACEMENT);
                PromptedModel second = new PromptedModel(LoadedModel.read(Checkpoint.open(refiner), PLACEMENT))) {
            LatentDrawing drawing = new LatentDrawing(model);
            assertThat(expected.names()).hasSize(6);
            for (String name : expected.names()) {
                int point = name.indexOf('.');
                double switchAt = Integer.parseInt(name.substring(point + 1)) / 100.0;
                GenerationRequest request = request(named(name.substring(0, point)), Dialect.DIFFUSERS, switchAt);
                try (Scope scope = Scope.open()) {
                    assertClose(drawing.latent(request, second, ProgressListener.NONE), expected, name, BOUND);
                }
            }
        }
    }

    @Test
    void isAdmittedByTheGuardAndKeptUntilThePipelineIsClosed() {
        List<Path> shown = new ArrayList<>();
        Guard guard = new Admitting(shown, Path.of("nothing"));
        List<Integer> steps = new ArrayList<>();
        try (TextToImage painter = open(guard)) {
            GenerationRequest refined = request(SamplerName.EULER, Dialect.DIFFUSERS, 0.5);
            Picture picture = painter.generate(refined, (stage, step, all) -> {
                if (stage == ProgressListener.Stage.DENOISING) {
                    assertThat(all).isEqualTo(10);
                    steps.add(step);
                }
                return true;
            });
            assertThat(painter.generate(refined).rgb()).isEqualTo(picture.rgb());
            assertThat(painter.generate(refined.with(Controls.NONE)).rgb()).isNotEqualTo(picture.rgb());
            assertThat(painter.generate(request(SamplerName.EULER, Dialect.DIFFUSERS, 1)).rgb())
                    .isEqualTo(painter.generate(refined.with(Controls.NONE)).rgb());
        }
        assertThat(steps).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(shown).contains(refiner);
    }

    @Test
    void isNotReadWhereTheGuardRefusesIt() {
        try (TextToImage painter = open(new Admitting(new ArrayList<>(), refiner))) {
            assertThatThrownBy(() -> painter.generate(request(SamplerName.EULER, Dialect.DIFFUSERS, 0.5)))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void refusesARefinerThatDrawsInOtherLatents() {
        try (TextToImage painter = open(new Admitting(new ArrayList<>(), Path.of("nothing")))) {
            GenerationRequest request = request(SamplerName.EULER, Dialect.DIFFUSERS, 0.5);
            Additions other =
                    Additions.NONE.withRefiner(new RefinerUse(MiniatureModels.folder("sd1"), 0.5));
            assertThatThrownBy(() ->
                            painter.generate(request.with(request.controls().withAdditions(other))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("cannot go on");
        }
    }

    @Test
    void aRefinerAloneDrawsNothing() {
        Checkpoint checkpoint = Checkpoint.open(refiner);
        Guard guard = new Admitting(new ArrayList<>(), Path.of("nothing"));
        assertThatThrownBy(() -> TextToImage.open(checkpoint, guard, new EngineOptions(Device.CPU, DType.F32, 1)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("--refiner");
    }

    private static TextToImage open(Guard guard) {
        return TextToImage.open(MiniatureModels.folder("sdxl"), guard, new EngineOptions(Device.CPU, DType.F32, 1));
    }

    private static SamplerName named(String option) {
        return Arrays.stream(SamplerName.values())
                .filter(sampler -> sampler.option().equals(option))
                .findFirst()
                .orElseThrow();
    }

    private static GenerationRequest request(SamplerName sampler, Dialect dialect, double switchAt) {
        Additions additions = Additions.NONE.withRefiner(new RefinerUse(refiner, switchAt));
        return new GenerationRequest(
                "a red fox in the snow, watercolor",
                "blurry, dark",
                42,
                10,
                5,
                sampler,
                ScheduleName.NORMAL,
                32,
                32,
                Controls.NONE.withDialect(dialect).withAdditions(additions));
    }

    /** Admits the words of this test and every model but one. */
    private record Admitting(List<Path> shown, Path refused) implements Guard {
        @Override
        public Verdict admit(GenerationRequest request) {
            return request.prompt().startsWith("a red fox") ? Verdict.admitted() : refusal();
        }

        @Override
        public Verdict admitModel(Path model) {
            shown.add(model);
            return model.equals(refused) ? refusal() : Verdict.admitted();
        }

        @Override
        public Verdict look(GenerationRequest request, Picture picture) {
            return picture.width() == request.width() ? Verdict.admitted() : refusal();
        }

        private static Verdict refusal() {
            return Verdict.refused("test.refused", "This is refused.");
        }
    }
}
