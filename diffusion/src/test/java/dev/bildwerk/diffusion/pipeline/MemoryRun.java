package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointOptions;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.guide.GuideMaker;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.FreedMemory;
import dev.bildwerk.engine.cpu.ResidentMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A process of its own that draws as {@link MemoryTest} says: the first argument is a folder that it may write into, each other one
 * a number of models to open, use and close, after which it prints its resident memory in bytes.
 */
final class MemoryRun {
    private static final String PROMPT = "a red fox";
    private static final FixedPromptsGuard GUARD = new FixedPromptsGuard(Set.of(PROMPT), 0);
    private static final EngineOptions OPTIONS = new EngineOptions(Device.CPU, DType.F32, 1);
    private static final List<String> MODELS = List.of("sd1", "sdxl", "mini", "sd2v", "sd1 tiny");
    private static final List<EmbeddingUse> LEARNED = List.of(
            new EmbeddingUse("fox", FixtureFile.path("models/sd1/embeddings/harbour.safetensors")));
    private static final int PICTURES_OF_A_MODEL = 5;

    private MemoryRun() {}

    public static void main(String[] arguments) throws Exception {
        Path net = GuideMaker.write(
                Path.of(arguments[0], "net.safetensors"), GuideMaker.controlNet(Family.SD1, "first.", WeightNames.UNET));
        for (int turn = 1; turn < arguments.length; turn++) {
            for (int i = 0; i < Integer.parseInt(arguments[turn]); i++) {
                useModel(MODELS.get(i % MODELS.size()), net);
            }
            System.out.println(resident());
        }
    }

    private static void useModel(String name, Path net) {
        boolean sd1 = name.startsWith("sd1");
        Path tiny = FixtureFile.path("tiny/diffusion_pytorch_model.safetensors");
        CheckpointOptions options =
                name.endsWith("tiny") ? CheckpointOptions.NONE.withVae(tiny) : CheckpointOptions.NONE;
        Checkpoint checkpoint = Checkpoint.open(MiniatureModels.folder(name.split(" ")[0]), options);
        List<Picture> pictures = new ArrayList<>();
        try (TextToImage pipeline = TextToImage.open(checkpoint, GUARD, OPTIONS)) {
            pictures.add(pipeline.generate(request(1, Controls.NONE), ProgressListener.NONE));
            Controls changed = Controls.NONE
                    .withStart(new Start.FromPicture(pictures.getFirst(), 0.6))
                    .withAdditions(sd1 ? adapter("kohya") : Additions.NONE);
            pictures.add(pipeline.generate(request(2, changed), ProgressListener.NONE));
            Picture seen = pictures.getFirst();
            RefinerUse refiner = new RefinerUse(MiniatureModels.folder("sd2v"), 0.5);
            Additions guided = sd1
                    ? Additions.NONE.withGuides(List.of(GuideUse.of(net, seen))).withRefiner(refiner)
                    : Additions.NONE;
            pictures.add(pipeline.generate(request(5, Controls.NONE.withAdditions(guided)), ProgressListener.NONE));
            pictures.add(pipeline.generate(
                    request(3, Controls.NONE.withAdditions(sd1 ? adapter("loha").withEmbeddings(LEARNED) : Additions.NONE)),
                    ProgressListener.NONE));
            cancel(pipeline);
            while (pictures.size() < PICTURES_OF_A_MODEL) {
                pictures.add(pipeline.generate(request(pictures.size(), Controls.NONE), ProgressListener.NONE));
            }
        }
    }

    private static void cancel(TextToImage pipeline) {
        try {
            pipeline.generate(request(4, Controls.NONE), (stage, step, steps) -> step < 2);
            throw new IllegalStateException("The listener said stop.");
        } catch (CancelledException e) {
            // It stopped.
        }
    }

    private static Additions adapter(String name) {
        return Additions.NONE.withAdapters(List.of(
                new AdapterUse(FixtureFile.path("models/sd1/adapters/" + name + ".safetensors"), 0.8, 0.8)));
    }

    private static GenerationRequest request(long seed, Controls controls) {
        return new GenerationRequest(
                PROMPT, "", seed, 3, 5, SamplerName.EULER, ScheduleName.NORMAL, 64, 64, controls);
    }

    /** Once everything that is free has been given back. */
    private static long resident() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        FreedMemory.giveBack();
        OptionalLong known = ResidentMemory.now();
        if (known.isPresent()) {
            return known.getAsLong();
        }
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(ProcessHandle.current().pid())).start();
        String kibibytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return Long.parseLong(kibibytes) << 10;
    }
}
