package dev.bildwerk.engine.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Makes the length and the JSON header of a file whose tensors follow each other in the given order. */
final class HeaderWriter {
    private static final int ALIGNMENT = 8;
    private static final JsonFactory JSON = new JsonFactory();

    private HeaderWriter() {}

    static byte[] bytes(List<TensorData> tensors, Map<String, String> metadata, Path file) {
        checkNames(tensors, file);
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            write(generator, tensors, metadata, file);
        } catch (IOException e) {
            throw new SafetensorsException(
                    "safetensors.name", file, "a name or the metadata is not valid Unicode.", e);
        }
        int length = Math.ceilDiv(json.size(), ALIGNMENT) * ALIGNMENT;
        if (length > Header.MAX_BYTES) {
            throw new SafetensorsException(
                    "safetensors.header-length",
                    file,
                    "the names and metadata take %,d bytes; at most %,d can be written."
                            .formatted(length, Header.MAX_BYTES));
        }
        ByteBuffer header = ByteBuffer.allocate(HeaderBytes.LENGTH_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(length).put(json.toByteArray());
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }

    private static void write(
            JsonGenerator json, List<TensorData> tensors, Map<String, String> metadata, Path file) throws IOException {
        json.writeStartObject();
        if (!metadata.isEmpty()) {
            json.writeObjectFieldStart(Header.METADATA_KEY);
            for (Map.Entry<String, String> item : new TreeMap<>(metadata).entrySet()) {
                Objects.requireNonNull(item.getValue(), item.getKey());
                json.writeStringField(item.getKey(), item.getValue());
            }
            json.writeEndObject();
        }
        long begin = 0;
        for (TensorData tensor : tensors) {
            checkSize(tensor, file);
            long end = begin + tensor.data().byteSize();
            json.writeObjectFieldStart(tensor.name());
            json.writeStringField("dtype", tensor.dtype().safetensorsName());
            writeNumbers(json, "shape", tensor.shape());
            writeNumbers(json, "data_offsets", List.of(begin, end));
            json.writeEndObject();
            begin = end;
        }
        json.writeEndObject();
    }

    private static void writeNumbers(JsonGenerator json, String field, List<Long> numbers) throws IOException {
        json.writeArrayFieldStart(field);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    private static void checkNames(List<TensorData> tensors, Path file) {
        Set<String> names = new HashSet<>();
        for (TensorData tensor : tensors) {
            String name = tensor.name();
            if (name.isEmpty()
                    || name.equals(Header.METADATA_KEY)
                    || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
                throw new SafetensorsException(
                        "safetensors.name", file, "a tensor cannot be named %s.".formatted(Printable.quoted(name)));
            }
            if (!names.add(name)) {
                throw new SafetensorsException(
                        "safetensors.duplicate", file, "two tensors are named %s.".formatted(Printable.quoted(name)));
            }
        }
    }

    private static void checkSize(TensorData tensor, Path file) {
        long given = tensor.data().byteSize();
        if (ByteCount.of(tensor.dtype(), tensor.shape()).orElse(-1) != given) {
            throw new SafetensorsException(
                    "safetensors.size",
                    file,
                    "tensor %s has the shape %s in %s, which does not take the %,d bytes of its data."
                            .formatted(
                                    Printable.quoted(tensor.name()),
                                    tensor.shape(),
                                    tensor.dtype().safetensorsName(),
                                    given));
        }
    }
}
