package dev.bildwerk.engine.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.bildwerk.engine.DType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the JSON of a header, one token at a time and without recursion, and refuses all that the format does not name.
 *
 * <p>It does not look at how the tensors lie beside each other; that is {@link DataLayout}.
 */
final class HeaderParser {
    /** As many axes as torch and numpy can work with; it keeps a hostile shape from filling the memory. */
    private static final int MAX_AXES = 64;

    private static final Map<String, DType> DTYPES =
            Arrays.stream(DType.values()).collect(Collectors.toMap(DType::safetensorsName, Function.identity()));

    /** Names are all different, so a table of names seen before would only cost memory. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Header.MAX_BYTES)
                    .maxStringLength(Header.MAX_BYTES)
                    .build())
            .build();

    private final Path file;
    private final JsonParser json;
    private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();

    private HeaderParser(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    /** @throws SafetensorsException with the offending key */
    static Header parse(byte[] header, Path file) {
        int end = header.length;
        while (end > 0 && header[end - 1] == ' ') {
            end--;
        }
        if (end == 0 || header[0] != '{' || header[end - 1] != '}') {
            throw new SafetensorsException(
                    "safetensors.header-json",
                    file,
                    "the header is not one JSON object with nothing but spaces after it: download the file again.");
        }
        // A decoder made this way refuses bytes that are not UTF-8; it also keeps the parser from guessing an encoding.
        try (var reader = new InputStreamReader(
                        new ByteArrayInputStream(header, 0, end), StandardCharsets.UTF_8.newDecoder());
                JsonParser json = JSON.createParser(reader)) {
            return new HeaderParser(file, json).header();
        } catch (CharacterCodingException e) {
            throw new SafetensorsException(
                    "safetensors.header-utf8", file, "the header is not UTF-8 text: download the file again.", e);
        } catch (JsonProcessingException e) {
            long position = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
            throw new SafetensorsException(
                    "safetensors.header-json",
                    file,
                    "the header is not valid JSON at character %,d: download the file again.".formatted(position + 1),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed.", e);
        }
    }

    private Header header() throws IOException {
        json.nextToken();
        Map<String, String> metadata = null;
        List<TensorEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (name.equals(Header.METADATA_KEY)) {
                checkOnce(metadata == null, name);
                metadata = metadata();
            } else {
                checkName(name);
                checkOnce(names.add(name), name);
                entries.add(tensor(name));
            }
        }
        if (json.nextToken() != null) {
            throw failure("header-json", "something follows the header's JSON object: download the file again.");
        }
        return new Header(metadata == null ? Map.of() : metadata, entries);
    }

    private Map<String, String> metadata() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw failure("metadata", Header.METADATA_KEY + " is not an object of texts.");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw failure(
                        "metadata",
                        "%s.%s is not a text.".formatted(Header.METADATA_KEY, Printable.text(key)));
            }
            checkUnicode(key);
            checkUnicode(json.getText());
            checkOnce(metadata.putIfAbsent(key, json.getText()) == null, Header.METADATA_KEY + "." + key);
        }
        return metadata;
    }

    private TensorEntry tensor(String name) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw failure("field", "the entry of tensor %s is not an object.".formatted(Printable.quoted(name)));
        }
        DType dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            switch (field) {
                case "dtype" -> {
                    checkOnce(dtype == null, name + "." + field);
                    dtype = dtype(name);
                }
                case "shape" -> {
                    checkOnce(shape == null, name + "." + field);
                    shape = wholeNumbers(name, field, MAX_AXES);
                }
                case "data_offsets" -> {
                    checkOnce(offsets == null, name + "." + field);
                    offsets = wholeNumbers(name, field, 2);
                }
                default -> throw failure(
                        "field",
                        "tensor %s has a field %s, which the format does not know."
                                .formatted(Printable.quoted(name), Printable.quoted(field)));
            }
        }
        checkPresent(dtype != null, name, "dtype");
        checkPresent(shape != null, name, "shape");
        checkPresent(offsets != null && offsets.size() == 2, name, "data_offsets (two numbers)");
        return checkedEntry(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private DType dtype(String name) throws IOException {
        if (json.nextToken() != JsonToken.VALUE_STRING) {
            throw failure("dtype", "the dtype of tensor %s is not a text.".formatted(Printable.quoted(name)));
        }
        String text = json.getText();
        DType dtype = DTYPES.get(text);
        if (dtype == null) {
            throw failure(
                    "dtype",
                    "tensor %s has the number format %s; readable are %s: use a version of the file in one of them."
                            .formatted(
                                    Printable.quoted(name),
                                    Printable.quoted(text),
                                    Arrays.stream(DType.values())
                                            .map(DType::safetensorsName)
                                            .collect(Collectors.joining(", "))));
        }
        return dtype;
    }

    private List<Long> wholeNumbers(String name, String field, int limit) throws IOException {
        List<Long> numbers = new ArrayList<>(4);
        boolean valid = json.nextToken() == JsonToken.START_ARRAY;
        while (valid && json.nextToken() != JsonToken.END_ARRAY) {
            valid = numbers.size() < limit && isWholeNumber() && numbers.add(json.getLongValue());
        }
        if (!valid) {
            throw failure(
                    field.equals("shape") ? "shape" : "offsets",
                    "%s of tensor %s is not a list of at most %d whole numbers from 0 to 2^63 - 1."
                            .formatted(field, Printable.quoted(name), limit));
        }
        return numbers;
    }

    private boolean isWholeNumber() throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && json.getLongValue() >= 0;
    }

    private TensorEntry checkedEntry(String name, DType dtype, List<Long> shape, long begin, long end) {
        if (begin > end) {
            throw failure(
                    "offsets",
                    "the data of tensor %s ends at byte %,d, before it begins at %,d."
                            .formatted(Printable.quoted(name), end, begin));
        }
        long bytes = ByteCount.of(dtype, shape)
                .orElseThrow(() -> failure(
                        "shape",
                        "the shape %s of tensor %s is larger than any file.".formatted(shape, Printable.quoted(name))));
        if (bytes != end - begin) {
            throw failure(
                    "size",
                    "tensor %s with shape %s in %s takes %,d bytes, but the file gives it %,d."
                            .formatted(Printable.quoted(name), shape, dtype.safetensorsName(), bytes, end - begin));
        }
        return new TensorEntry(name, dtype, shape, begin, end);
    }

    private void checkName(String name) {
        if (name.isEmpty()) {
            throw failure("name", "a tensor has no name.");
        }
        checkUnicode(name);
    }

    /** An escape can name half of a surrogate pair, which could never be written again. */
    private void checkUnicode(String text) {
        if (!utf8.canEncode(text)) {
            throw failure("unicode", "the header's text %s is not valid Unicode.".formatted(Printable.quoted(text)));
        }
    }

    private void checkOnce(boolean first, String key) {
        if (!first) {
            throw failure("duplicate", "the key %s stands twice in the header.".formatted(Printable.quoted(key)));
        }
    }

    private void checkPresent(boolean present, String name, String field) {
        if (!present) {
            throw failure("field", "tensor %s lacks its %s.".formatted(Printable.quoted(name), field));
        }
    }

    private SafetensorsException failure(String code, String sentence) {
        return new SafetensorsException("safetensors." + code, file, sentence);
    }
}
