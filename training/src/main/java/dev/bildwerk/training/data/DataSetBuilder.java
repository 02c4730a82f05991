package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import dev.bildwerk.training.data.ManifestEntry.Kind;
import dev.bildwerk.training.data.ManifestEntry.Split;
import dev.bildwerk.training.data.PackageSource.Format;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Builds the data set of the default model: fetches openly licensed pictures, names them in two languages, leaves out
 * what does not belong, composes scenes, and writes pictures, captions and authorship side by side.
 *
 * <p>The same packages, options and seed give the same bytes.
 */
public final class DataSetBuilder {
    /** Pictures in flight between the threads that draw and the one that writes. */
    private static final int CHUNK = 256;
    /** Sources whose pictures show one whole thing each; clip art may show it in a scene of its own. */
    private static final Set<Format> COMPOSED_FROM = Set.of(Format.ICONIFY_EMOJI, Format.EMOJI_FOLDER);
    private static final double MAIN_SHARE = 0.45;
    private static final double SECOND_SHARE = 0.32;

    private final DataSetOptions options;
    private final BuildListener listener;
    private final Map<String, Style> styles;
    private final NounTable nouns;
    private final Namer namer;
    private final HeldOut heldOut;
    private final List<PackageSource> sources;
    private final PackageFetcher fetcher;
    private final List<PerceptualHash> hashes = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    private DataSetBuilder(DataSetOptions options, BuildListener listener) throws DataSetException {
        this.options = options;
        this.listener = listener;
        styles = Style.table();
        nouns = NounTable.read();
        heldOut = new HeldOut(options.heldOutShare(), options.seed(), nouns);
        fetcher = new PackageFetcher(options.cache().toAbsolutePath());
        List<PackageSource> all = PackageTable.read();
        sources = all.stream().filter(source -> source.hasPictures() && options.uses(source)).toList();
        PackageSource names = all.stream().filter(source -> !source.hasPictures()).findFirst().orElseThrow();
        Path folder = fetcher.fetch(names);
        LicenceCheck.check(names, folder);
        namer = new Namer(EmojiNames.read(folder, nouns), nouns, Exclusions.read());
    }

    /**
     * @param outDir folder of the data set; made when it is not there, its files replaced when they are
     * @return the manifest
     * @throws DataSetException with a sentence for the user; nothing is left half written
     */
    public static List<ManifestEntry> build(Path outDir, DataSetOptions options, BuildListener listener)
            throws DataSetException {
        DataSetBuilder builder = new DataSetBuilder(options, listener);
        try (DataSetWriter writer = new DataSetWriter(outDir);
                ExecutorService threads = Executors.newFixedThreadPool(options.threads())) {
            for (PackageSource source : builder.sources) {
                builder.addSource(source, writer, threads);
            }
            builder.compose(writer);
            writer.finish();
            builder.writeSheets(outDir, writer.entries());
            writer.write("NOTICE", Notice.of(writer.entries(), builder.sources));
            return writer.entries();
        } catch (IOException e) {
            throw new DataSetException(Reason.WRITE_FAILED,
                    "The data set could not be written to %s: %s.".formatted(outDir, e.getMessage()), e);
        }
    }

    private void addSource(PackageSource source, DataSetWriter writer, ExecutorService threads)
            throws DataSetException, IOException {
        listener.progress("fetching " + source.pinned(), 0, 1);
        Path folder = fetcher.fetch(source);
        LicenceCheck.check(source, folder);
        List<SourceIcon> icons = switch (source.format()) {
            case ICONIFY_EMOJI -> IconifySet.read(source, folder);
            case EMOJI_FOLDER -> EmojiFolder.read(source, folder);
            case OPENCLIPART -> OpenClipart.read(source, folder, writer::leaveOut);
            case CAPTIONS -> List.of();
        };
        List<Future<Drawn>> drawing = new ArrayList<>();
        int done = 0;
        for (SourceIcon icon : icons) {
            Optional<Concept> concept = namer.concept(icon);
            Optional<String> reason = concept.isEmpty()
                    ? Optional.of("no name known") : namer.reason(icon, concept.get());
            if (reason.isPresent()) {
                writer.leaveOut(icon.id(), reason.get());
            } else {
                drawing.add(threads.submit(() -> Drawn.of(icon, concept.get(), options.size())));
            }
            done++;
            if (drawing.size() == CHUNK) {
                addDrawn(drawing, writer);
                listener.progress("drawing " + source.id(), done, icons.size());
            }
        }
        addDrawn(drawing, writer);
        listener.progress("drawing " + source.id(), icons.size(), icons.size());
    }

    private void addDrawn(List<Future<Drawn>> drawing, DataSetWriter writer) throws DataSetException, IOException {
        for (Future<Drawn> future : drawing) {
            Drawn drawn = result(future);
            if (drawn.problem() != null) {
                writer.leaveOut(drawn.icon().id(), drawn.problem());
                continue;
            }
            byte[] rgb = Pixels.overWhite(drawn.image());
            PerceptualHash hash = PerceptualHash.of(rgb, options.size());
            Optional<Integer> same = sameAs(hash);
            if (same.isPresent()) {
                writer.leaveOut(drawn.icon().id(), "the same picture as " + writer.entries().get(same.get()).id());
                continue;
            }
            hashes.add(hash);
            addIcon(drawn, rgb, writer);
        }
        drawing.clear();
    }

    private Optional<Integer> sameAs(PerceptualHash hash) {
        for (int i = 0; i < hashes.size(); i++) {
            if (hashes.get(i).sameAs(hash)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private void addIcon(Drawn drawn, byte[] rgb, DataSetWriter writer) throws IOException {
        SourceIcon icon = drawn.icon();
        Concept concept = drawn.concept();
        Style style = styles.get(icon.source().style());
        List<ColourName> colours = DominantColours.of(drawn.image());
        ColourName mainColour = mainColour(drawn.image(), concept);
        Captions captions = Captions.of(concept, style, mainColour, nouns);
        boolean held = heldOut.holds(concept.name()) || heldOut.holds(concept.name(), style.name());
        Split split = held ? Split.HELD_OUT : Split.TRAIN;
        PackageSource source = icon.source();
        ManifestEntry entry = new ManifestEntry(writer.count(), icon.id(), source.name(), source.version(),
                icon.author(), source.licence(), icon.url(), concept.name(), style.name(), Kind.ICON,
                concept.category(), words(colours), languages(captions), split, List.of());
        writer.add(entry, rgb);
        if (concept.noun() != null && split == Split.TRAIN && COMPOSED_FROM.contains(source.format())) {
            parts.add(new Part(entry, concept.noun(), style, drawn.image(), mainColour));
        }
    }

    /** The colour that may stand in front of the name: one that covers about half and has no rival. */
    private static ColourName mainColour(BufferedImage image, Concept concept) {
        if (concept.category().startsWith("person") || concept.category().startsWith("hand")) {
            return null;
        }
        List<Map.Entry<ColourName, Double>> shares = DominantColours.shares(image).entrySet().stream()
                .sorted(Map.Entry.<ColourName, Double>comparingByValue().reversed()).toList();
        boolean clear = !shares.isEmpty() && shares.getFirst().getValue() >= MAIN_SHARE
                && (shares.size() < 2 || shares.get(1).getValue() < SECOND_SHARE);
        return clear ? shares.getFirst().getKey() : null;
    }

    private void compose(DataSetWriter writer) throws IOException {
        int icons = writer.count();
        int wanted = (int) (icons * options.composedShare() / (1 - options.composedShare()));
        Composer composer = new Composer(parts, options.size(), options.seed());
        int made = 0;
        for (int tries = 0; made < wanted && tries < 4 * wanted; tries++) {
            Optional<Composition> next = composer.next();
            if (next.isEmpty()) {
                continue;
            }
            writer.add(entry(next.get(), writer.count()), Pixels.overWhite(next.get().image()));
            made++;
            if (made % CHUNK == 0) {
                listener.progress("composing scenes", made, wanted);
            }
        }
        listener.progress("composing scenes", made, wanted);
    }

    private ManifestEntry entry(Composition composition, int index) {
        List<ManifestEntry> from = composition.parts().stream().map(Part::entry).toList();
        return new ManifestEntry(index, "composed/" + composition.name(), joined(from, ManifestEntry::source),
                joined(from, ManifestEntry::version), joined(from, ManifestEntry::author),
                joined(from, ManifestEntry::licence), null, composition.concept(), composition.style().name(),
                composition.kind(), composition.category(), words(composition.colours()),
                languages(composition.captions()),
                heldOut.holds(composition.concept()) ? Split.HELD_OUT : Split.TRAIN,
                from.stream().map(ManifestEntry::id).distinct().toList());
    }

    private static String joined(
            List<ManifestEntry> entries, java.util.function.Function<ManifestEntry, String> field) {
        return entries.stream().map(field).distinct().collect(Collectors.joining(" AND "));
    }

    private void writeSheets(Path outDir, List<ManifestEntry> entries) throws IOException {
        Map<String, List<ManifestEntry>> groups = new LinkedHashMap<>();
        for (ManifestEntry entry : entries) {
            String group = entry.kind() == Kind.ICON
                    ? entry.id().substring(0, entry.id().indexOf('/'))
                    : "composed-" + entry.category().replace(' ', '-');
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(entry);
        }
        for (Map.Entry<String, List<ManifestEntry>> group : groups.entrySet()) {
            ContactSheet.write(outDir.resolve("pictures.u8"), group.getValue(), options.size(),
                    outDir.resolve("sheet-" + group.getKey() + ".png"));
        }
    }

    private static List<String> words(List<ColourName> colours) {
        return colours.stream().map(colour -> colour.english).toList();
    }

    private static Map<String, List<String>> languages(Captions captions) {
        return captions.de().isEmpty()
                ? Map.of("en", captions.en()) : Map.of("en", captions.en(), "de", captions.de());
    }

    private static Drawn result(Future<Drawn> future) throws DataSetException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataSetException(Reason.WRITE_FAILED, "Building the data set was interrupted.", e);
        } catch (ExecutionException e) {
            throw new DataSetException(
                    Reason.PICTURE_REFUSED, "A picture could not be drawn: " + e.getCause() + ".", e);
        }
    }
}
