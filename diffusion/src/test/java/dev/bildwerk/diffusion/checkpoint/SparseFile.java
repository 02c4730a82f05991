package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.engine.DType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A safetensors file of zeros that takes little more room on the disk than its header. */
final class SparseFile {

    /** What a header says of a tensor. */
    record Entry(String dtype, List<Long> shape, long begin, long end) {}

    private SparseFile() {}

    /** A sound file with these tensors in half precision, one behind the other. */
    static Path write(Path path, Map<String, List<Long>> shapes) throws IOException {
        StringJoiner header = new StringJoiner(",", "{", "}");
        long end = 0;
        for (var tensor : shapes.entrySet()) {
            long begin = end;
            end += DType.F16.bytes() * tensor.getValue().stream().reduce(1L, (a, b) -> a * b);
            header.add(line(tensor.getKey(), new Entry("F16", tensor.getValue(), begin, end)));
        }
        return write(path, header.toString(), end);
    }

    /** @param header which may say anything */
    static Path write(Path path, String header, long dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(0);
            file.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
            file.write(json);
            file.setLength(8 + json.length + dataBytes);
        }
        return path;
    }

    static String line(String name, Entry entry) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                .formatted(
                        name,
                        entry.dtype(),
                        entry.shape().stream().map(String::valueOf).collect(Collectors.joining(",")),
                        entry.begin(),
                        entry.end());
    }
}
