package dev.bildwerk.diffusion.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.names.ControlNetNames;
import dev.bildwerk.diffusion.checkpoint.names.T2IAdapterNames;
import dev.bildwerk.diffusion.checkpoint.names.T2IAdapterNames.Rows;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig.Kind;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.CodedException;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsException;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of ControlNets and T2I-Adapters in all their layouts, whole and damaged. */
class GuideFileTest {
    private static final Placement PLACEMENT = new Placement(Device.CPU, DType.F32);
    private static final T2IAdapterConfig FULL = new T2IAdapterConfig(Kind.FULL, 3, List.of(16, 32), 2, 4);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SD1", "SD2V", "SDXL"})
    void aControlNetAnswersTheSameInEveryLayout(Family family) throws IOException {
        Path diffusers = write("diffusers", net(family, WeightNames.UNET));
        Path inFolder = Files.createDirectory(folder.resolve("net"));
        GuideMaker.write(inFolder.resolve("diffusion_pytorch_model.fp16.safetensors"), net(family, WeightNames.UNET));
        Files.writeString(inFolder.resolve("config.json"), """
                {"_class_name": "ControlNetModel", "controlnet_conditioning_channel_order": "rgb",
                 "norm_num_groups": %d}
                """.formatted(family.unet().normNumGroups()));
        List<TensorData> whole = new ArrayList<>(net(family, original(family, ControlNetNames.PREFIX)));
        whole.add(zeros("model.diffusion_model.input_blocks.0.0.weight", 16, 4, 3, 3));
        List<float[]> answers = new ArrayList<>();
        for (Path path : List.of(
                diffusers,
                inFolder,
                write("original", net(family, original(family, ""))),
                write("with-model", whole),
                write("fp32", net(family, WeightNames.UNET).stream().map(GuideFileTest::widened).toList()))) {
            answers.add(answer(path, family));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.getFirst()));
    }

    @Test
    void anAdapterAnswersTheSameInEveryLayout() {
        float[] first = answer(write("diffusers", adapter(FULL, WeightNames.UNET)), Family.SD1);
        assertThat(answer(write("original", adapter(FULL, new T2IAdapterNames("", Rows.ONE, 2))), Family.SD1))
                .isEqualTo(first);
        assertThat(answer(write("bare", adapter(FULL, new T2IAdapterNames("", Rows.RESNETS, 2))), Family.SD1))
                .isEqualTo(first);
    }

    @Test
    void weightsInHalfOfFloatAreRead() {
        List<TensorData> coarse = adapter(FULL, WeightNames.UNET).stream().map(GuideFileTest::coarsened).toList();
        float[] fine = answer(write("fine", adapter(FULL, WeightNames.UNET)), Family.SD1);
        float[] rounded = answer(write("coarse", coarse), Family.SD1);
        for (int i = 0; i < fine.length; i++) {
            assertThat((double) rounded[i]).isCloseTo(fine[i], offset(0.05));
        }
    }

    @Test
    void refusesAControlNetForAnotherFamilyWithOneSentence() {
        Path path = write("xl", net(Family.SDXL, WeightNames.UNET));
        requireRefused(path, GuideException.class, "guide.family", "does not fit the model");
    }

    @Test
    void namesTheWeightThatIsMissing() {
        List<TensorData> tensors = net(Family.SD1, WeightNames.UNET);
        List<String> some = List.of("controlnet_mid_block.weight", "conv_in.bias", "controlnet_down_blocks.3.weight");
        for (String missing : some) {
            Path path = write("without", without(tensors, missing));
            requireRefused(path, CheckpointException.class, "checkpoint.weight.missing", missing);
        }
        Path path = write("blind", without(tensors, "controlnet_cond_embedding.conv_in.weight"));
        String sentence = "the layers that look at its picture are not complete";
        requireRefused(path, GuideException.class, "guide.shape", sentence);
    }

    @Test
    void namesTheWeightThatIsTooMuchOrMisshapen() {
        List<TensorData> more = new ArrayList<>(net(Family.SD1, WeightNames.UNET));
        more.add(zeros("down_blocks.9.resnets.0.norm1.weight", 16));
        requireRefused(write("more", more), CheckpointException.class, "checkpoint.weight.surplus", "down_blocks.9");
        List<TensorData> whole = net(Family.SD1, WeightNames.UNET);
        List<TensorData> other = new ArrayList<>(without(whole, "controlnet_down_blocks.0.bias"));
        other.add(zeros("controlnet_down_blocks.0.bias", 17));
        requireRefused(write("other", other), CheckpointException.class, "checkpoint.weight.shape", "[17]");
    }

    @Test
    void refusesWhatIsNoSuchNetwork() throws IOException {
        requireRefused(folder.resolve("nothing"), GuideException.class, "guide.missing", "There is no ControlNet");
        Path lora = FixtureFile.path("models/sd1/adapters/kohya.safetensors");
        requireRefused(lora, GuideException.class, "guide.kind", "is a LoRA");
        Path unet = FixtureFile.path("models/sd1/unet/diffusion_pytorch_model.safetensors");
        requireRefused(unet, GuideException.class, "guide.kind", "and no ControlNet or T2I-Adapter");
        Path pickled = Files.writeString(folder.resolve("net.pth"), "cos\nsystem\n");
        requireRefused(pickled, CheckpointException.class, "checkpoint.file.pickled", "is a pickled file");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        requireRefused(empty, CheckpointException.class, "checkpoint.file.missing", "is missing");
    }

    @Test
    void refusesAFileThatIsCutOff() throws IOException {
        Path path = write("whole", net(Family.SD1, WeightNames.UNET));
        byte[] bytes = Files.readAllBytes(path);
        for (int length : new int[] {0, 7, 100, bytes.length / 2, bytes.length - 1}) {
            Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> open(cut, Family.SD1))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("cut.safetensors");
        }
    }

    @Test
    void refusesAConfigurationThatIsNotBuilt() throws IOException {
        Path net = Files.createDirectory(folder.resolve("net"));
        GuideMaker.write(net.resolve("diffusion_pytorch_model.safetensors"), net(Family.SD1, WeightNames.UNET));
        Files.writeString(net.resolve("config.json"), "{\"controlnet_conditioning_channel_order\": \"bgr\"}");
        requireRefused(net, CheckpointException.class, "checkpoint.config.unsupported", "bgr");
        Files.writeString(net.resolve("config.json"), "{\"norm_num_groups\": 5}");
        requireRefused(net, CheckpointException.class, "checkpoint.config.unsupported", "divisors");
    }

    private void requireRefused(Path path, Class<? extends RuntimeException> type, String code, String words) {
        assertThatThrownBy(() -> open(path, Family.SD1))
                .isInstanceOf(type)
                .hasMessageContaining(words)
                .hasMessageContaining(path.toString())
                .hasMessageMatching("[^\\n]*\\.")
                .extracting(e -> ((CodedException) e).code())
                .isEqualTo(code);
    }

    private static GuideNetwork open(Path path, Family family) {
        return GuideFile.open(path, Checkpoint.open(FixtureFile.path(family.folder()))).read(PLACEMENT);
    }

    /** The lowest answer to a picture of even grey. */
    private static float[] answer(Path path, Family family) {
        try (GuideNetwork network = open(path, family);
                Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            byte[] grey = new byte[64 * 64 * 3];
            Arrays.fill(grey, (byte) 100);
            Guide guide = network.shown(new Picture(64, 64, grey), 64, 64);
            SideFeatures features = guide.features(network instanceof GuideNetwork.OfControlNet ? input(family) : null);
            return features.middle() == null
                    ? features.levels().getLast().toFloats()
                    : features.middle().toFloats();
        }
    }

    private static UNetInput input(Family family) {
        int tokens = 3;
        float[] text = new float[tokens * family.unet().crossAttentionDim()];
        Arrays.fill(text, 0.3f);
        float[] latent = new float[4 * 16 * 16];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) Math.sin(i);
        }
        boolean xl = family == Family.SDXL;
        float[] pooled = new float[32];
        Arrays.fill(pooled, 0.2f);
        return new UNetInput(
                Tensor.of(latent, 1, 4, 16, 16),
                new double[] {500},
                Tensor.of(text, 1, tokens, family.unet().crossAttentionDim()),
                xl ? Tensor.of(pooled, 1, 32) : null,
                xl ? new double[][] {{64, 64, 0, 0, 64, 64}} : null);
    }

    private Path write(String name, List<TensorData> tensors) {
        return GuideMaker.write(folder.resolve(name + ".safetensors"), tensors);
    }

    private static List<TensorData> net(Family family, WeightNames names) {
        return GuideMaker.controlNet(family, "first.", names);
    }

    private static List<TensorData> adapter(T2IAdapterConfig config, WeightNames names) {
        return GuideMaker.adapter(config, "full.", names);
    }

    private static WeightNames original(Family family, String prefix) {
        return new ControlNetNames(prefix, family.unet(), 4);
    }

    private static List<TensorData> without(List<TensorData> tensors, String name) {
        return tensors.stream().filter(tensor -> !tensor.name().equals(name)).toList();
    }

    private static TensorData zeros(String name, long... shape) {
        long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return new TensorData(
                name, DType.F16, Arrays.stream(shape).boxed().toList(), Arena.ofAuto().allocate(2 * count, 8));
    }

    private static TensorData widened(TensorData half) {
        return converted(half, DType.F32, bits -> bits);
    }

    private static TensorData coarsened(TensorData half) {
        return converted(half, DType.BF16, bits -> bits >>> 16);
    }

    private static TensorData converted(TensorData half, DType dtype, UnaryOperator<Integer> of) {
        int bytes = dtype.bytes();
        int count = (int) (half.data().byteSize() / 2);
        MemorySegment data = Arena.ofAuto().allocate((long) bytes * count, 8);
        for (int i = 0; i < count; i++) {
            short bits = half.data().get(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i);
            int value = of.apply(Float.floatToIntBits(Float.float16ToFloat(bits)));
            if (bytes == 4) {
                data.setAtIndex(ValueLayout.JAVA_INT, i, value);
            } else {
                data.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) value);
            }
        }
        return new TensorData(half.name(), dtype, half.shape(), data);
    }
}
