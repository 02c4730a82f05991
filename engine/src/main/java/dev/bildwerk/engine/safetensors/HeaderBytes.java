package dev.bildwerk.engine.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the header of a file as bytes: eight bytes of length (little-endian), then that many bytes of JSON. */
final class HeaderBytes {
    static final int LENGTH_BYTES = 8;

    private HeaderBytes() {}

    static byte[] read(FileChannel channel, Path file) throws IOException {
        long fileBytes = channel.size();
        if (fileBytes < LENGTH_BYTES) {
            throw new SafetensorsException(
                    "safetensors.too-short",
                    file,
                    "the file has %d bytes, too few for a safetensors file: download it again.".formatted(fileBytes));
        }
        byte[] start = bytes(channel, 0, LENGTH_BYTES, file);
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length <= 0 || length > Header.MAX_BYTES || length > fileBytes - LENGTH_BYTES) {
            throw new SafetensorsException(
                    "safetensors.header-length", file, lengthSentence(start, length, fileBytes));
        }
        return bytes(channel, LENGTH_BYTES, (int) length, file);
    }

    private static byte[] bytes(FileChannel channel, long position, int count, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new SafetensorsException(
                        "safetensors.too-short", file, "the file became shorter while it was read: try again.");
            }
        }
        return buffer.array();
    }

    private static String lengthSentence(byte[] start, long length, long fileBytes) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK")) {
            return "this is a zip or pickle checkpoint (.ckpt, .pt) under another name: use the .safetensors version.";
        }
        if (text.startsWith("<")) {
            return "this is a web page, not a model: the download needs a login or another address.";
        }
        if (text.startsWith("version ")) {
            return "this is a Git LFS pointer, not the model itself: fetch the file with git lfs pull.";
        }
        if (length > 0 && length <= Header.MAX_BYTES) {
            return "the header should have %,d bytes and the file has only %,d: download it again."
                    .formatted(length, fileBytes);
        }
        return "the header's length is given as %s bytes; 1 to %,d are possible: this is not a safetensors file."
                .formatted(Long.toUnsignedString(length), Header.MAX_BYTES);
    }
}
