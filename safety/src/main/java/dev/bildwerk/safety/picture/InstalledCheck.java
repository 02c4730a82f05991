package dev.bildwerk.safety.picture;

import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.PartFiles;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightSource;
import dev.bildwerk.diffusion.checkpoint.names.HalfNames;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.CodedException;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The picture check at work. It computes on the CPU, whatever draws. Thread-safe; its weights stay until the process ends.
 *
 * @param classifier of pictures
 * @param faces finder of faces
 */
public record InstalledCheck(PictureClassifier classifier, FaceFinder faces, PictureThresholds thresholds) {

    /** @throws PictureCheckException where a file is missing, changed or not to be read */
    static InstalledCheck read(Path folder, PictureCheckFiles files, PictureThresholds thresholds) {
        return new InstalledCheck(
                new PictureClassifier(
                        read(folder, files.classifier(), weights -> new MobileNetV2(weights, files.classifierShape()))),
                new FaceFinder(read(folder, files.faces(), weights -> new FaceNetwork(weights, files.facesShape()))),
                thresholds);
    }

    private static <N> N read(Path folder, PinnedFile pinned, Function<Weights, N> network) {
        Path file = folder.resolve(pinned.name());
        try {
            if (!pinned.is(file)) {
                throw new PictureCheckException(
                        "%s is not the file that bildwerk safety install wrote: run it again.".formatted(file));
            }
            PartFiles weights = new PartFiles(WeightSource.of(file), new HalfNames(""));
            return LoadedPart.read(weights, new Placement(Device.CPU, DType.F32), network).part();
        } catch (IOException | CodedException e) {
            if (e instanceof PictureCheckException known) {
                throw known;
            }
            throw new PictureCheckException(
                    "%s cannot be read: run bildwerk safety install again.".formatted(file), e);
        }
    }

    public boolean isSexual(Picture picture) {
        return thresholds.areSexual(classifier.scores(picture));
    }

    public boolean showsFace(Picture picture) {
        return !(faces.surest(picture) < thresholds.face());
    }
}
