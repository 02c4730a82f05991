package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.detect.Distillation;
import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKind.Layout;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds.Hints;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.diffusion.checkpoint.detect.ModelFamily;
import dev.bildwerk.diffusion.checkpoint.detect.OneFileModels;
import dev.bildwerk.diffusion.checkpoint.detect.TinyVaeShapes;
import dev.bildwerk.diffusion.checkpoint.detect.UnknownShapeException;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.text.ClipTextConfig.Activation;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.TinyVaeConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.engine.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a file is, from names and shapes alone. */
class DetectionTest {
    private static final String CONV_IN = "model.diffusion_model.input_blocks.0.0.weight";
    private static final ClipTextConfig VIT_L =
            new ClipTextConfig(49408, 768, 3072, 12, 12, 77, Activation.QUICK_GELU, 0, 49407);
    private static final ClipTextConfig VIT_H =
            new ClipTextConfig(49408, 1024, 4096, 23, 16, 77, Activation.GELU, 0, 49407);
    private static final ClipTextConfig BIG_G =
            new ClipTextConfig(49408, 1280, 5120, 32, 20, 77, Activation.GELU, 1280, 49407);
    private static final List<Integer> FOUR = List.of(320, 640, 1280, 1280);
    private static final List<Boolean> FIRST_THREE = List.of(true, true, true, false);

    @Test
    void readsThePublishedConfigurationOfStableDiffusion1() {
        OneFileModels.Configs configs = configs("sd1", "v1-5-pruned-emaonly.safetensors");
        assertThat(configs.unet())
                .isEqualTo(new UNetConfig(
                        64, 4, 4, FOUR, FIRST_THREE, 2, List.of(1, 1, 1, 1), List.of(8, 8, 8, 8), 768, false, 32, 1e-5,
                        false, true, 0, new AddedConditions.None()));
        assertThat(configs.vae())
                .isEqualTo(new VaeConfig(3, 4, List.of(128, 256, 512, 512), 2, 32, true, true, 0.18215, 0));
        assertThat(configs.texts()).containsExactly(VIT_L);
    }

    @ParameterizedTest
    @CsvSource({"v2-1_768-ema-pruned.safetensors, 96", "v2-1_512-ema-pruned.safetensors, 64"})
    void readsThePublishedConfigurationOfStableDiffusion2(String name, int sampleSize) {
        OneFileModels.Configs configs = configs("sd2", name);
        assertThat(configs.unet())
                .isEqualTo(new UNetConfig(
                        sampleSize, 4, 4, FOUR, FIRST_THREE, 2, List.of(1, 1, 1, 1), List.of(5, 10, 20, 20), 1024, true,
                        32, 1e-5, false, true, 0, new AddedConditions.None()));
        assertThat(configs.texts()).containsExactly(VIT_H);
    }

    @Test
    void readsThePublishedConfigurationOfStableDiffusionXl() {
        OneFileModels.Configs configs = configs("sdxl", "sd_xl_base_1.0.safetensors");
        assertThat(configs.unet())
                .isEqualTo(new UNetConfig(
                        128, 4, 4, List.of(320, 640, 1280), List.of(false, true, true), 2, List.of(1, 2, 10),
                        List.of(5, 10, 20), 2048, true, 32, 1e-5, false, true, 0,
                        new AddedConditions.TextTime(256, 2816)));
        assertThat(configs.vae().scalingFactor()).isEqualTo(0.13025);
        assertThat(configs.texts()).containsExactly(VIT_L, BIG_G);
    }

    @Test
    void readsThePublishedConfigurationOfTheRefiner() {
        OneFileModels.Configs configs = configs("refiner", "sd_xl_refiner_1.0.safetensors");
        assertThat(configs.unet())
                .isEqualTo(new UNetConfig(
                        128, 4, 4, List.of(384, 768, 1536, 1536), List.of(false, true, true, false), 2,
                        List.of(1, 4, 4, 4), List.of(6, 12, 24, 24), 1280, true, 32, 1e-5, false, true, 0,
                        new AddedConditions.TextTime(256, 2560)));
        assertThat(configs.texts()).containsExactly(BIG_G);
        assertThat(KeyMapTest.model(ManifestFile.read("refiner")).conditionNumbers()).isEqualTo(5);
        assertThat(KeyMapTest.model(ManifestFile.read("sdxl")).conditionNumbers()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"sd1, SD_1", "sd2, SD_2", "sdxl, SDXL", "refiner, SDXL_REFINER"})
    void tellsTheFamily(String name, ModelFamily family) {
        for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
            Manifest manifest = ManifestFile.read(name).manifest(dtype, Map.of());
            assertThat(model(manifest, "model.safetensors").family()).isEqualTo(family);
        }
        PartsFit.require(KeyMapTest.model(ManifestFile.read(name)));
    }

    @ParameterizedTest
    @CsvSource({"sd1, SD_1_INPAINTING", "sd2, SD_2_INPAINTING", "sdxl, SDXL_INPAINTING"})
    void nineChannelsAreForInpainting(String name, ModelFamily family) {
        ManifestFile file = ManifestFile.read(name).with(CONV_IN, List.of(320L, 9L, 3L, 3L));
        assertThat(model(file.manifest(), "model.safetensors").family()).isEqualTo(family);
        PartsFit.require(KeyMapTest.model(file));
    }

    @Test
    void knowsTheUpscaler() {
        try (OpenedWeights weights = WeightSource.of(FixtureFile.path("upscaler/network.safetensors")).open()) {
            FileKind kind = kind(weights.manifest(), "m");
            assertThat(kind).isInstanceOf(FileKind.PictureUpscaler.class);
            assertThat(kind.use()).contains("--upscaler learned");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, depth", "7, upscales", "8, instructions"})
    void saysWhatOtherInputsAreFor(long channels, String word) {
        ManifestFile file = ManifestFile.read("sd1").with(CONV_IN, List.of(320L, channels, 3L, 3L));
        assertThat(kind(file.manifest(), "m")).isInstanceOf(FileKind.Unsupported.class);
        assertThat(kind(file.manifest(), "m").title()).contains(word);
    }

    @ParameterizedTest
    @CsvSource({
        "v2-1_768-ema-pruned.safetensors, V_PREDICTION, the file's name",
        "768-v-ema.safetensors, V_PREDICTION, the file's name",
        "v2-1_512-ema-pruned.safetensors, EPSILON, the file's name",
        "512-base-ema.safetensors, EPSILON, the file's name",
        "sd_turbo.safetensors, EPSILON, the file's name",
        "illuminatiDiffusion.safetensors, V_PREDICTION, the family's habit",
    })
    void ofStableDiffusion2TheNameTellsWhatIsPredictedOrItsHabit(String name, PredictionType type, String source) {
        FileKind.Model model = model(ManifestFile.read("sd2").manifest(), name);
        assertThat(model.prediction().type()).isEqualTo(type);
        assertThat(model.prediction().source()).isEqualTo(source);
    }

    @Test
    void metadataSpeaksOverTheNameAndTheUserOverBoth() {
        Manifest stated = ManifestFile.read("sd2")
                .manifest(DType.F16, Map.of("modelspec.prediction_type", "epsilon"));
        assertThat(model(stated, "768-v-ema.safetensors").prediction().type()).isEqualTo(PredictionType.EPSILON);
        Manifest architecture = ManifestFile.read("sd2")
                .manifest(DType.F16, Map.of("modelspec.architecture", "stable-diffusion-v2-512"));
        assertThat(model(architecture, "m").prediction().type()).isEqualTo(PredictionType.EPSILON);
        Hints asked = new Hints(PredictionType.V_PREDICTION, "", "512.safetensors");
        assertThat(((FileKind.Model) FileKinds.of(stated, asked)).prediction().type())
                .isEqualTo(PredictionType.V_PREDICTION);
    }

    @Test
    void theConfigurationBesideTheFileTellsWhatIsPredicted() {
        Manifest manifest = ManifestFile.read("sd2").manifest();
        Hints velocity = new Hints(null, "model:\n  params:\n    parameterization: \"v\"\n", "512.safetensors");
        Hints noise = new Hints(null, "model:\n  params:\n    beta_schedule: linear\n", "768.safetensors");
        assertThat(((FileKind.Model) FileKinds.of(manifest, velocity)).prediction().type())
                .isEqualTo(PredictionType.V_PREDICTION);
        assertThat(((FileKind.Model) FileKinds.of(manifest, noise)).prediction().type())
                .isEqualTo(PredictionType.EPSILON);
    }

    @Test
    void markersInTheFileTellOfVelocityAndZeroNoise() {
        ManifestFile file = ManifestFile.read("sdxl").with("v_pred", List.of()).with("ztsnr", List.of());
        FileKind.Model model = model(file.manifest(), "m");
        assertThat(model.prediction().type()).isEqualTo(PredictionType.V_PREDICTION);
        assertThat(model.prediction().zeroTerminalSnr()).isTrue();
        assertThat(KeyMapTest.model(file).scheduler().rescaleBetasZeroSnr()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sd_xl_turbo_1.0_fp16.safetensors, TURBO",
        "dreamshaperXL_lightningDPMSDE.safetensors, NONE",
        "sdxl_lightning_4step.safetensors, LIGHTNING",
        "Hyper-SDXL-1step.safetensors, HYPER",
        "LCM_Dreamshaper_v7.safetensors, LCM",
        "hyperrealism.safetensors, NONE",
        "sd_xl_base_1.0.safetensors, NONE",
    })
    void onlyNamesAndMetadataTellOfFewSteps(String name, Distillation distillation) {
        assertThat(model(ManifestFile.read("sdxl").manifest(), name).distillation()).isEqualTo(distillation);
    }

    @Test
    void aFileMadeFromDiffusersLacksTheLastTextLayerAlready() {
        ManifestFile file = ManifestFile.read("sd2").with("cond_stage_model.model.text_projection", null);
        for (String name : List.copyOf(file.lines().keySet())) {
            if (name.contains("resblocks.23.")) {
                file = file.with(name, null);
            }
        }
        FileKind.Model model = model(file.manifest(), "m");
        assertThat(OneFileModels.configs(file.manifest(), model).texts()).containsExactly(VIT_H);
    }

    @Test
    void knowsAnAutoencoderAloneInBothLayouts() {
        Manifest whole = ManifestFile.read("sd1").manifest();
        Manifest plain = whole.below("first_stage_model.");
        TreeMap<String, Manifest.Item> prefixed = new TreeMap<>();
        plain.tensors().forEach((name, item) -> prefixed.put("first_stage_model." + name, item));
        VaeConfig expected = new VaeConfig(3, 4, List.of(128, 256, 512, 512), 2, 32, true, true, 0.18215, 0);
        assertThat(kind(plain, "m")).isEqualTo(new FileKind.VaeAlone(Layout.ONE_FILE, expected));
        assertThat(kind(new Manifest(prefixed, Map.of()), "m"))
                .isEqualTo(new FileKind.VaeAlone(Layout.ONE_FILE, expected));
        assertThat(kind(diffusers("sd1", "vae"), "m")).isEqualTo(new FileKind.VaeAlone(Layout.DIFFUSERS, expected));
    }

    /** The published layers of TAESD and TAESDXL: https://github.com/madebyollin/taesd. */
    @Test
    void readsThePublishedConfigurationOfTinyAutoencoders() {
        Manifest encoder = tinyHalf(List.of(0, 2, 6, 10, 14), List.of(1, 3, 4, 5, 7, 8, 9, 11, 12, 13), 3, 4);
        Manifest decoder = tinyHalf(List.of(1, 7, 12, 17, 19), List.of(3, 4, 5, 8, 9, 10, 13, 14, 15, 18), 4, 3);
        FileKind.TinyVae encoding = new FileKind.TinyVae(Layout.ONE_FILE, true, false, 4);
        FileKind.TinyVae decoding = new FileKind.TinyVae(Layout.ONE_FILE, false, true, 4);

        assertThat(kind(encoder, "taesd_encoder.safetensors")).isEqualTo(encoding);
        assertThat(kind(decoder, "taesdxl_decoder.safetensors")).isEqualTo(decoding);
        assertThat(TinyVaeShapes.read(encoder, encoding))
                .isEqualTo(new TinyVaeConfig(4, 64, List.of(1, 3, 3, 3), List.of()));
        assertThat(TinyVaeShapes.read(decoder, decoding))
                .isEqualTo(new TinyVaeConfig(4, 64, List.of(), List.of(3, 3, 3, 1)));
    }

    /** @param convolutions and blocks by the numbers of their layers; only the outer convolutions have a bias */
    private static Manifest tinyHalf(List<Integer> convolutions, List<Integer> blocks, long in, long out) {
        TreeMap<String, Manifest.Item> tensors = new TreeMap<>();
        for (int layer : convolutions) {
            boolean first = layer == convolutions.getFirst();
            boolean last = layer == convolutions.getLast();
            List<Long> shape = List.of(last ? out : 64L, first ? in : 64L, 3L, 3L);
            tensors.put(layer + ".weight", new Manifest.Item(DType.F32, shape));
            if (first || last) {
                tensors.put(layer + ".bias", new Manifest.Item(DType.F32, List.of(shape.getFirst())));
            }
        }
        for (int layer : blocks) {
            for (int part : List.of(0, 2, 4)) {
                String name = layer + ".conv." + part;
                tensors.put(name + ".weight", new Manifest.Item(DType.F32, List.of(64L, 64L, 3L, 3L)));
                tensors.put(name + ".bias", new Manifest.Item(DType.F32, List.of(64L)));
            }
        }
        return new Manifest(tensors, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"sd1, SD_1", "sd2, SD_2", "sdxl, SDXL", "refiner, SDXL_REFINER"})
    void knowsADenoiserAloneInBothLayouts(String name, ModelFamily family) {
        Manifest whole = ManifestFile.read(name).manifest();
        assertThat(kind(whole.below("model.diffusion_model."), "m"))
                .isEqualTo(new FileKind.UNetAlone(Layout.ONE_FILE, family));
        assertThat(kind(diffusers(name, "unet"), "m")).isEqualTo(new FileKind.UNetAlone(Layout.DIFFUSERS, family));
    }

    @Test
    void knowsTextEncodersAlone() {
        assertThat(kind(diffusers("sd1", "text_encoder"), "m")).isInstanceOf(FileKind.TextEncoderAlone.class);
        assertThat(kind(ManifestFile.read("sd2").manifest().below("cond_stage_model.model."), "m"))
                .isInstanceOf(FileKind.TextEncoderAlone.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight | 8,768 | LoRA | SD_1",
        "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_down.weight | 8,2048 | LoRA | SDXL",
        "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight | 8,1024 | LoRA | SD_2",
        "unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.down.weight | 4,768 | LoRA | SD_1",
        "lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_up.weight | 8,1280 | LoRA | SDXL",
        "lora_te_text_model_encoder_layers_0_mlp_fc1.hada_w1_a | 8,768 | LoHa | OTHER",
        "lora_unet_mid_block_attentions_0_proj_in.lokr_w1 | 8,8 | LoKr | OTHER",
        "lora_unet_mid_block_attentions_0_proj_in.b1.weight | 320,4 | GLoRA | OTHER",
        "lora_unet_mid_block_attentions_0_proj_in.on_input | 1 | (IA)^3 | OTHER",
        "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.diff | 320,1024 | set of whole differences | SD_2",
    })
    void knowsLorasAndTheirFamily(String name, String shape, String style, ModelFamily family) {
        assertThat(kind(single(name, shape), "m")).isEqualTo(new FileKind.Lora(style, family));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "lokr_w1 | 4,4 | lokr_w2 | 80,192 | LoKr | SD_1",
        "lokr_w1 | 4,8 | lokr_w2_b | 2,256 | LoKr | SDXL",
        "lokr_w1_b | 1,4 | lokr_w2_b | 1,256 | LoKr | SD_2",
        "a1.weight | 768,4 | b1.weight | 320,4 | GLoRA | SD_1",
    })
    void knowsTheFamilyFromTwoFactors(
            String first, String firstShape, String second, String secondShape, String style, ModelFamily family) {
        String module = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.";
        NavigableMap<String, Manifest.Item> tensors = new TreeMap<>(single(module + first, firstShape).tensors());
        tensors.putAll(single(module + second, secondShape).tensors());
        assertThat(kind(new Manifest(tensors, Map.of()), "m")).isEqualTo(new FileKind.Lora(style, family));
    }

    @Test
    void aNumberBesideAnEmbeddingsVectorsIsNoWord() {
        Manifest file = new Manifest(
                new TreeMap<>(Map.of(
                        "step", new Manifest.Item(DType.I64, List.of()),
                        "string_to_param.*", new Manifest.Item(DType.F32, List.of(3L, 768L)))),
                Map.of());
        assertThat(kind(file, "m")).isEqualTo(new FileKind.Embedding(3, ModelFamily.SD_1));
    }

    @Test
    void knowsALoraWithMagnitudesAsDora() {
        String module = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k";
        Manifest manifest = new Manifest(
                new TreeMap<>(Map.of(
                        module + ".lora_down.weight", new Manifest.Item(DType.F16, List.of(8L, 768L)),
                        module + ".dora_scale", new Manifest.Item(DType.F16, List.of(1280L, 1L)))),
                Map.of());
        assertThat(kind(manifest, "m")).isEqualTo(new FileKind.Lora("DoRA", ModelFamily.SD_1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "emb_params | 4,768 | 4 | SD_1",
        "emb_params | 75,1024 | 75 | SD_2",
        "<a-cat> | 768 | 1 | SD_1",
    })
    void knowsEmbeddings(String name, String shape, int vectors, ModelFamily family) {
        assertThat(kind(single(name, shape), "m")).isEqualTo(new FileKind.Embedding(vectors, family));
    }

    @Test
    void knowsTheEmbeddingPairOfXl() {
        Manifest pair = new Manifest(
                new TreeMap<>(Map.of(
                        "clip_l", new Manifest.Item(DType.F32, List.of(8L, 768L)),
                        "clip_g", new Manifest.Item(DType.F32, List.of(8L, 1280L)))),
                Map.of());
        assertThat(kind(pair, "m")).isEqualTo(new FileKind.Embedding(8, ModelFamily.SDXL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "control_model.input_hint_block.0.weight | a ControlNet",
        "controlnet_cond_embedding.conv_in.weight | a ControlNet",
        "body.0.block1.weight | a T2I-Adapter",
        "double_blocks.0.img_attn.qkv.weight | Flux",
        "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight | Stable Diffusion 3",
        "conv_first.weight | a picture upscaler",
        "down_blocks.0.motion_modules.0.proj_in.weight | a motion module",
        "some.weight | no model that is known here",
    })
    void saysWhatOtherFilesAre(String name, String title) {
        assertThat(kind(single(name, "64,64"), "m").title()).startsWith(title);
        assertThat(kind(single(name, "64,64"), "m").use()).isNotBlank();
    }

    @Test
    void aFileWithoutWeightsIsNothing() {
        assertThat(kind(new Manifest(new TreeMap<>(), Map.of()), "m")).isEqualTo(new FileKind.Unknown(""));
    }

    /** Every damage is answered by another kind, or by a sentence about the shape. */
    @ParameterizedTest
    @EnumSource(names = {"SD_1", "SDXL"})
    void answersEveryDamagedHeader(ModelFamily family) {
        ManifestFile file = ManifestFile.read(family == ModelFamily.SDXL ? "sdxl" : "sd1");
        List<String> names = List.copyOf(file.lines().keySet());
        long[] sizes = {0, 1, 2, 3, 8, 9, 320, 1L << 24, 1L << 40, 1L << 60};
        Random random = new Random(4);
        for (int round = 0; round < 60; round++) {
            TreeMap<String, Manifest.Item> tensors = new TreeMap<>(file.manifest().tensors());
            for (int damages = 1 + random.nextInt(200); damages > 0; damages--) {
                String name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(3)) {
                    case 0 -> tensors.remove(name);
                    case 1 -> tensors.put(name.replace('1', '7'), new Manifest.Item(DType.I8, List.of()));
                    default -> {
                        List<Long> shape = new ArrayList<>();
                        random.ints(random.nextInt(5), 0, sizes.length).forEach(i -> shape.add(sizes[i]));
                        tensors.put(name, new Manifest.Item(DType.F16, shape));
                    }
                }
            }
            Manifest damaged = new Manifest(tensors, Map.of());
            FileKind kind = kind(damaged, "m");
            assertThat(kind.title()).isNotBlank();
            if (kind instanceof FileKind.Model model) {
                try {
                    assertThat(OneFileModels.configs(damaged, model)).isNotNull();
                } catch (UnknownShapeException e) {
                    assertThat(e).hasMessageMatching("[a-z0-9].*");
                }
            }
        }
    }

    private static FileKind kind(Manifest manifest, String fileName) {
        return FileKinds.of(manifest, Hints.of(fileName));
    }

    private static FileKind.Model model(Manifest manifest, String fileName) {
        assertThat(kind(manifest, fileName)).isInstanceOf(FileKind.Model.class);
        return (FileKind.Model) kind(manifest, fileName);
    }

    private static OneFileModels.Configs configs(String name, String fileName) {
        Manifest manifest = ManifestFile.read(name).manifest();
        return OneFileModels.configs(manifest, model(manifest, fileName));
    }

    private static Manifest single(String name, String shape) {
        List<Long> sizes = Arrays.stream(shape.split(",")).map(Long::valueOf).toList();
        return new Manifest(new TreeMap<>(Map.of(name, new Manifest.Item(DType.F16, sizes))), Map.of());
    }

    /** A part under diffusers' names; its shapes are those of one file, and none that detection looks at differs. */
    private static Manifest diffusers(String name, String part) {
        TreeMap<String, Manifest.Item> tensors = new TreeMap<>();
        ManifestFile.read(name).lines().values().forEach(line -> line.targets().stream()
                .filter(target -> target.startsWith(part + ":"))
                .forEach(target -> tensors.put(
                        target.substring(part.length() + 1), new Manifest.Item(DType.F16, line.shape()))));
        return new Manifest(tensors, Map.of());
    }
}
