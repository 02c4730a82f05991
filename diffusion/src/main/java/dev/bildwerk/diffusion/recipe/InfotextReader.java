package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.pipeline.BatchPlace;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Variation;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.LoraTags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an {@link Infotext} of AUTOMATIC1111, Forge or a program that writes in their form says. What a missing setting
 * means is AUTOMATIC1111's habit ({@code modules/infotext_utils.py}): noise of the GPU, the schedule that belongs to
 * the sampler.
 */
final class InfotextReader {
    private static final int OLD_FIRST_PASS_PIXELS = 512 * 512;
    private static final int OLD_FIRST_PASS_STEP = 64;

    /** What does not change the picture. */
    private static final Set<String> ASIDE = Set.of(
            "Batch size", "Batch pos", "Hashes", "Created Date", "Civitai resources", "Civitai metadata", "Template",
            "Negative Template", "Time taken", "App", "Backend", "Parser", "Operations", "Pipeline", "User",
            "Save to", "Discard penultimate sigma", "Remix", "Memory", "X Type", "X Values", "Fixed X Values", "Y Type",
            "Y Values", "Fixed Y Values", "Z Type", "Z Values", "Fixed Z Values");

    private static final String INPAINTED =
            "the picture was inpainted, and its file holds neither the mask nor the first picture";

    /** Stands before the number of a guide. */
    static final String GUIDE = "ControlNet ";

    private static final Pattern NUMBERED_GUIDE = Pattern.compile(GUIDE + "\\d{1,2}");

    /** Why a setting is left out, by how its name starts. */
    private static final List<Map.Entry<String, String>> REASONS = List.of(
            Map.entry("ControlNet", "the picture that steered it is not in the file"),
            Map.entry("Mask", INPAINTED),
            Map.entry("Inpaint", INPAINTED),
            Map.entry("Init image", "the picture was made from another one, which its file does not hold"),
            Map.entry("Face restoration", "Bildwerk restores no faces"),
            Map.entry("ADetailer", "Bildwerk has no such extension"),
            Map.entry("Refiner", "name the refiner's model yourself"),
            Map.entry("Hires", "Bildwerk's second pass takes this from the first one"),
            Map.entry("Script", "the file is a sheet of several pictures, and the first of them is drawn"),
            Map.entry("Postprocess", "the picture was changed afterwards; bildwerk upscale makes one larger"),
            Map.entry("SD upscale", "the picture was made larger tile by tile, as bildwerk upscale does"),
            Map.entry("Ultimate SD upscale", "Bildwerk does not run this script"));

    private InfotextReader() {}

    static ReadRecipe.Found read(Infotext text) {
        Settings settings = new Settings(text.settings());
        String version = settings.text("Version").orElse("");
        RecipeProgram program = program(version);
        ForeignRecipe.Builder recipe = ForeignRecipe.builder()
                .prompt(text.prompt().isBlank() ? null : text.prompt())
                .negativePrompt(text.negativePrompt())
                .seed(settings.seed("Seed").orElse(null))
                .steps(settings.integer("Steps").orElse(null))
                .guidanceScale(settings.decimal("CFG scale").orElse(null))
                .clipSkip(settings.integer("Clip skip").filter(skip -> skip > 0).orElse(null))
                .eta(settings.decimal("Eta").or(() -> settings.decimal("Eta DDIM")).orElse(null))
                .etaNoiseSeedDelta(settings.signed("ENSD").filter(delta -> delta != 0).orElse(null))
                .guidanceRescale(settings.decimal("CFG rescale").orElse(null))
                .tiling(settings.text("Tiling").map(Boolean::parseBoolean).orElse(null))
                .noiseDevice(noiseDevice(settings, program))
                .model(reference(settings, "Model", "Model hash"))
                .vae(reference(settings, "VAE", "VAE hash"))
                .loraHashes(hashes(settings, "Lora hashes"))
                .embeddingHashes(hashes(settings, "TI hashes"))
                .variation(variation(settings));
        sampler(settings, recipe);
        sizes(settings, recipe);
        String dialect = settings.text("Prompt dialect").orElse(program.dialect());
        if (program == RecipeProgram.BILDWERK && !dialect.equals(Dialect.A1111.option())) {
            lorasBehindThePrompt(text, recipe);
        }
        recipe.guides(guides(settings));
        recipe.refiner(refiner(settings));
        recipe.deepCache(deepCache(settings));
        if (program == RecipeProgram.BILDWERK && !dialect.equals(Dialect.A1111.option())) {
            recipe.batch(batch(settings));
        }
        recipe.others(settings.left());
        settings.left().forEach((key, value) -> {
            if (!ASIDE.contains(key)) {
                settings.note(key, value, reason(key));
            }
        });
        return new ReadRecipe.Found(program, version, dialect, recipe.build(), settings.notHonoured());
    }

    /** By the setting {@code Version}. */
    static RecipeProgram program(String version) {
        if (version.startsWith("Bildwerk")) {
            return RecipeProgram.BILDWERK;
        }
        if (version.startsWith("ComfyUI")) {
            return RecipeProgram.COMFYUI;
        }
        boolean forge = version.length() > 1 && version.charAt(0) == 'f' && Character.isDigit(version.charAt(1));
        return forge ? RecipeProgram.FORGE : RecipeProgram.AUTOMATIC1111;
    }

    private static NoiseDevice noiseDevice(Settings settings, RecipeProgram program) {
        NoiseDevice habit = switch (program) {
            case BILDWERK, COMFYUI, INVOKEAI -> NoiseDevice.CPU;
            case AUTOMATIC1111, FORGE -> NoiseDevice.GPU;
        };
        Optional<String> told = settings.text("RNG");
        return switch (told.orElse("")) {
            case "" -> habit;
            case "CPU" -> NoiseDevice.CPU;
            case "GPU", "NV" -> NoiseDevice.GPU;
            default -> {
                settings.note("RNG", told.get(), "Bildwerk knows CPU, GPU and NV");
                yield habit;
            }
        };
    }

    private static ModelReference reference(Settings settings, String nameKey, String hashKey) {
        String name = settings.text(nameKey).orElse("");
        String hash = settings.text(hashKey).orElse("");
        return name.isEmpty() && hash.isEmpty() ? null : new ModelReference(name, hash);
    }

    /** Reads {@code name: hash, name: hash}. */
    private static SequencedMap<String, String> hashes(Settings settings, String key) {
        SequencedMap<String, String> hashes = new LinkedHashMap<>();
        for (String pair : settings.text(key).orElse("").split(",")) {
            int colon = pair.lastIndexOf(':');
            String name = (colon < 0 ? pair : pair.substring(0, colon)).strip();
            if (!name.isEmpty()) {
                hashes.put(name, colon < 0 ? "" : pair.substring(colon + 1).strip());
            }
        }
        return hashes;
    }

    /**
     * Where tags are no part of the prompt's dialect, those behind it are what Bildwerk wrote for adapters beside it.
     */
    private static void lorasBehindThePrompt(Infotext text, ForeignRecipe.Builder recipe) {
        SequencedMap<String, String> known = recipe.build().loraHashes();
        LoraTags.TakenOut found = LoraTags.takeFromTheEnd(
                text.prompt(), tag -> known.containsKey(AdditionHashes.key(tag.name())));
        recipe.prompt(found.text().isBlank() ? null : found.text())
                .loras(found.loras().stream()
                        .map(tag -> new LoraUse(tag.name(), tag.unetWeight(), tag.textEncoderWeight()))
                        .toList());
    }

    private static List<GuideRecipe> guides(Settings settings) {
        List<GuideRecipe> guides = new ArrayList<>();
        for (String key : List.copyOf(settings.left().keySet())) {
            if (NUMBERED_GUIDE.matcher(key).matches()) {
                Optional<GuideRecipe> guide = GuideRecipe.parse(settings.left().get(key));
                guide.ifPresent(told -> {
                    guides.add(told);
                    settings.text(key);
                });
            }
        }
        return guides;
    }

    /** Both of its settings, or none. */
    private static RefinerRecipe refiner(Settings settings) {
        if (!settings.left().containsKey("Refiner") || !settings.left().containsKey("Refiner switch at")) {
            return null;
        }
        Optional<Double> switchAt = settings.decimal("Refiner switch at").filter(part -> part > 0 && part < 1);
        return switchAt.flatMap(part -> settings.text("Refiner").map(model -> new RefinerRecipe(model, part)))
                .orElse(null);
    }

    /** Both of its settings, or none. */
    private static DeepCache deepCache(Settings settings) {
        if (!settings.left().containsKey("Deep cache") || !settings.left().containsKey("Deep cache branch")) {
            return null;
        }
        Optional<Integer> interval =
                settings.integer("Deep cache").filter(n -> n >= 1 && n <= GenerationRequest.MAX_STEPS);
        Optional<Integer> branch = settings.integer("Deep cache branch");
        return interval.isPresent() && branch.isPresent() ? new DeepCache(interval.get(), branch.get()) : null;
    }

    private static BatchPlace batch(Settings settings) {
        Optional<Integer> size = settings.integer("Batch size");
        Optional<Integer> index = settings.integer("Batch pos");
        return size.isPresent() && index.isPresent() && index.get() < size.get()
                ? new BatchPlace(index.get(), size.get())
                : null;
    }

    private static Variation variation(Settings settings) {
        Optional<Long> seed = settings.seed("Variation seed");
        Optional<Double> strength = settings.decimal("Variation seed strength");
        if (seed.isEmpty() || strength.filter(s -> s > 0).isEmpty()) {
            return null;
        }
        if (strength.get() > 1) {
            settings.note("Variation seed strength", strength.get().toString(), "it is no number from 0 to 1");
            return null;
        }
        return new Variation(seed.get(), strength.get());
    }

    private static void sampler(Settings settings, ForeignRecipe.Builder recipe) {
        Optional<String> scheduleType = settings.text("Schedule type");
        Optional<String> sampler = settings.text("Sampler");
        recipe.schedule(scheduleType.orElse(null));
        sampler.map(name -> SamplerTitle.of(name, scheduleType))
                .ifPresent(title -> recipe.sampler(title.sampler()).schedule(title.schedule().orElse(null)));
    }

    private static void sizes(Settings settings, ForeignRecipe.Builder recipe) {
        Optional<PictureSize> size = settings.size("Size");
        Optional<Double> scale = settings.decimal("Hires upscale").filter(s -> s > 0);
        Optional<PictureSize> target = settings.size("Hires resize");
        Optional<Integer> steps = settings.integer("Hires steps").filter(s -> s > 0);
        Optional<String> upscaler = settings.text("Hires upscaler");
        Optional<String> oldFirstPass = settings.text("First pass size");
        if (oldFirstPass.isPresent() && size.isPresent()) {
            target = size;
            size = Optional.of(oldFirstPass.flatMap(PictureSize::parse).orElse(oldFirstPass(size.get())));
        }
        boolean hires = scale.isPresent() || target.isPresent() || upscaler.isPresent();
        recipe.size(size.orElse(null))
                .hires(hires ? new HiresRecipe(scale, target, steps, upscaler) : null)
                // Some versions write a 0 where there is neither a picture to start from nor a second pass.
                .denoisingStrength(
                        settings.decimal("Denoising strength").filter(strength -> strength > 0).orElse(null));
    }

    /** What a first pass of {@code 0x0} meant: about 512x512 pixels in the finished picture's proportions. */
    private static PictureSize oldFirstPass(PictureSize size) {
        double scale = Math.sqrt(OLD_FIRST_PASS_PIXELS / ((double) size.width() * size.height()));
        return new PictureSize(oldSide(scale * size.width()), oldSide(scale * size.height()));
    }

    private static int oldSide(double side) {
        return (int) Math.ceil(side / OLD_FIRST_PASS_STEP) * OLD_FIRST_PASS_STEP;
    }

    private static String reason(String key) {
        return REASONS.stream()
                .filter(reason -> key.startsWith(reason.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("Bildwerk has no such setting");
    }
}
