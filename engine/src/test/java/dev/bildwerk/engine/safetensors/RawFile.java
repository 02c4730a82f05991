package dev.bildwerk.engine.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files made byte by byte, valid or not. */
final class RawFile {
    private RawFile() {}

    static Path write(Path folder, String header, int dataBytes) throws IOException {
        return write(folder, header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    static Path write(Path folder, byte[] header, int dataBytes) throws IOException {
        return write(folder, header.length, header, dataBytes);
    }

    static Path write(Path folder, long statedLength, byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(statedLength).put(header);
        return Files.write(folder.resolve("model.safetensors"), bytes.array());
    }
}
