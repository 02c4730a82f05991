package dev.bildwerk.training.evaluation;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.scorer.PictureTower;
import dev.bildwerk.training.scorer.Scorer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** The scorer's rows of the trained works, kept in the report's folder: they take minutes and are always the same. */
final class KeptRows {
    private static final String FILE = "works.safetensors";
    private static final String ROWS = "rows";
    private static final String SCORER = "scorer";

    private KeptRows() {}

    static float[][] of(PictureSet works, Scorer scorer, EvaluationOptions options) {
        Path file = options.report().resolve(FILE);
        String which = sum(options.scorer());
        long count = (long) works.size() * PictureTower.JOINT;
        if (Files.exists(file)) {
            try (SafetensorsFile kept = SafetensorsFile.open(file)) {
                MemorySegment segment = kept.segment(kept.tensors().get(ROWS));
                if (which.equals(kept.metadata().get(SCORER)) && segment.byteSize() == count * Float.BYTES) {
                    return rows(segment, works.size());
                }
            }
        }
        float[][] rows = scorer.pictures(works);
        float[] flat = new float[(int) count];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * PictureTower.JOINT, PictureTower.JOINT);
        }
        SafetensorsWriter.write(
                file,
                List.of(new TensorData(ROWS, DType.F32, List.of((long) rows.length, (long) PictureTower.JOINT),
                        MemorySegment.ofArray(flat))),
                Map.of(SCORER, which));
        return rows;
    }

    private static float[][] rows(MemorySegment segment, int count) {
        float[][] rows = new float[count][PictureTower.JOINT];
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT_UNALIGNED, (long) i * PictureTower.JOINT * Float.BYTES,
                    rows[i], 0, PictureTower.JOINT);
        }
        return rows;
    }

    private static String sum(Path file) {
        CRC32 crc = new CRC32();
        try {
            crc.update(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new TrainingException("training.scorer", "%s cannot be read.".formatted(file), e);
        }
        return Long.toHexString(crc.getValue());
    }
}
