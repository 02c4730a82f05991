package dev.bildwerk.engine;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;

/** Memory that Java owns, as libtorch wants to see it; it frees nothing. */
final class SegmentPointer extends Pointer {

    SegmentPointer(MemorySegment segment) {
        address = segment.address();
        limit = segment.byteSize();
        capacity = segment.byteSize();
    }
}
