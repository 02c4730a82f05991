package dev.bildwerk.engine.safetensors;

import java.util.List;
import java.util.Map;

/**
 * What the JSON header of a file says.
 *
 * @param metadata free text of the file's author
 * @param entries in the order of the header, names unique
 */
record Header(Map<String, String> metadata, List<TensorEntry> entries) {
    /** The limit of the reference implementation; it also bounds the memory that a hostile header can take. */
    static final int MAX_BYTES = 100_000_000;

    static final String METADATA_KEY = "__metadata__";
}
