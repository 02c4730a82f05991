package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program that measures {@link DeepCache}: how long a picture takes, and how far it is from the one without, over sixteen
 * prompts. The arguments are a model, the number of threads, and caches such as {@code 3:0}, interval and branch.
 */
final class DeepCacheRun {
    private static final List<String> PROMPTS = List.of(
            "a red apple", "a blue house", "a green tree", "a yellow star", "a brown dog", "a black cat", "a purple flower",
            "an orange fish", "a pink heart", "a grey elephant", "a red car", "a white sailing boat", "a green bottle",
            "a blue bird", "a yellow banana", "a brown teddy bear");

    private DeepCacheRun() {}

    /** @param arguments for example {@code models/bildwerk-mini 2 2:0 3:0 5:0} */
    public static void main(String[] arguments) {
        Threads.use(Integer.parseInt(arguments[1]));
        Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]));
        GenerationDefaults defaults = GenerationDefaults.of(checkpoint);
        List<DeepCache> caches = new ArrayList<>(List.of(DeepCache.NONE));
        for (String cache : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            String[] numbers = cache.split(":");
            caches.add(new DeepCache(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
        }
        double[][] seconds = new double[caches.size()][PROMPTS.size()];
        double[][] decibels = new double[caches.size()][PROMPTS.size()];
        try (LoadedModel model = LoadedModel.read(checkpoint, new Placement(Device.CPU, DType.F32))) {
            LatentDrawing drawing = new LatentDrawing(model);
            draw(drawing, defaults.request("a warm start", 0));
            for (int i = 0; i < PROMPTS.size(); i++) {
                Picture whole = null;
                for (int j = 0; j < caches.size(); j++) {
                    long start = System.nanoTime();
                    Picture picture = draw(drawing, defaults.request(PROMPTS.get(i), i)
                            .with(Controls.NONE.withDeepCache(caches.get(j))));
                    seconds[j][i] = (System.nanoTime() - start) / 1e9;
                    whole = j == 0 ? picture : whole;
                    decibels[j][i] = Closeness.psnr(Closeness.unit(picture.rgb()), Closeness.unit(whole.rgb()));
                }
            }
        }
        System.out.println("interval branch | seconds: median, min | faster | dB: mean, min");
        for (int j = 0; j < caches.size(); j++) {
            Arrays.sort(seconds[j]);
            System.out.printf(
                    "%d %d | %.2f %.2f | %.2f | %.1f %.1f%n",
                    caches.get(j).interval(),
                    caches.get(j).branch(),
                    seconds[j][PROMPTS.size() / 2],
                    seconds[j][0],
                    seconds[0][PROMPTS.size() / 2] / seconds[j][PROMPTS.size() / 2],
                    Arrays.stream(decibels[j]).average().orElseThrow(),
                    Arrays.stream(decibels[j]).min().orElseThrow());
        }
    }

    private static Picture draw(LatentDrawing drawing, GenerationRequest request) {
        try (Scope scope = Scope.open()) {
            return drawing.decode(drawing.latent(request, ProgressListener.NONE));
        }
    }
}
