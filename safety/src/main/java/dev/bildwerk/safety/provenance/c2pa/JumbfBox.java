package dev.bildwerk.safety.provenance.c2pa;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A superbox of JUMBF as read: what its description says, the superboxes in it, and what else it holds.
 *
 * @param type empty for one that nothing here reads
 * @param bytes all but its own header: what hashes of it are made of
 * @param contents of boxes that are none themselves
 * @see <a href="https://www.iso.org/standard/84635.html">ISO/IEC 19566-5, JUMBF</a>
 */
record JumbfBox(Optional<BoxType> type, String label, byte[] bytes, List<JumbfBox> boxes, List<Content> contents) {
    private static final int DEEPEST = 16;
    private static final int MOST_BOXES = 10_000;
    private static final int LONGEST_LABEL = 1000;
    private static final int REQUESTABLE = 1;
    private static final int LABEL = 2;
    private static final int ID = 4;
    private static final int HASH = 8;
    private static final int PRIVATE = 16;

    JumbfBox {
        boxes = List.copyOf(boxes);
        contents = List.copyOf(contents);
    }

    /** @param type four letters */
    record Content(String type, byte[] bytes) {}

    /**
     * Reads the one superbox that fills these bytes.
     *
     * @throws ProvenanceException {@code c2pa.boxes} if they are anything else
     */
    static JumbfBox parse(byte[] bytes) {
        Reader reader = new Reader();
        List<Frame> frames = reader.frames(bytes);
        if (frames.size() != 1 || !frames.getFirst().type().equals("jumb")) {
            throw broken();
        }
        return reader.superbox(frames.getFirst().content(), 0);
    }

    /** The superboxes in it with this label. */
    List<JumbfBox> labelled(String name) {
        return boxes.stream().filter(box -> box.label().equals(name)).toList();
    }

    boolean is(BoxType wanted) {
        return type.filter(wanted::equals).isPresent();
    }

    /**
     * What a box of CBOR holds.
     *
     * @throws ProvenanceException {@code c2pa.boxes} if it holds anything else
     */
    byte[] cbor() {
        if (!boxes.isEmpty() || contents.size() != 1 || !contents.getFirst().type().equals("cbor")) {
            throw broken();
        }
        return contents.getFirst().bytes();
    }

    private record Frame(String type, byte[] content) {}

    private record Description(byte[] identifier, String label) {}

    private static final class Reader {
        private int count;

        List<Frame> frames(byte[] bytes) {
            List<Frame> frames = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                if (in.remaining() < 8 || ++count > MOST_BOXES) {
                    throw broken();
                }
                long length = Integer.toUnsignedLong(in.getInt());
                byte[] type = new byte[4];
                in.get(type);
                int header = 8;
                if (length == 1 && in.remaining() >= 8) {
                    length = in.getLong();
                    header = 16;
                }
                if (length < header || length - header > in.remaining()) {
                    throw broken();
                }
                byte[] content = new byte[(int) (length - header)];
                in.get(content);
                frames.add(new Frame(new String(type, ISO_8859_1), content));
            }
            return frames;
        }

        JumbfBox superbox(byte[] bytes, int depth) {
            List<Frame> frames = frames(bytes);
            if (frames.isEmpty() || !frames.getFirst().type().equals("jumd") || depth > DEEPEST) {
                throw broken();
            }
            Description description = description(frames.getFirst().content());
            List<JumbfBox> boxes = new ArrayList<>();
            List<Content> contents = new ArrayList<>();
            for (Frame frame : frames.subList(1, frames.size())) {
                if (frame.type().equals("jumb")) {
                    boxes.add(superbox(frame.content(), depth + 1));
                } else {
                    contents.add(new Content(frame.type(), frame.content()));
                }
            }
            return new JumbfBox(BoxType.of(description.identifier()), description.label(), bytes, boxes, contents);
        }

        /** Of what may stand in one, label, number and hash come in this order; boxes follow, such as a salt. */
        private Description description(byte[] content) {
            if (content.length < 17) {
                throw broken();
            }
            int toggles = content[16];
            int known = REQUESTABLE | LABEL | ID | HASH | PRIVATE;
            if ((toggles & LABEL) == 0 || (toggles & REQUESTABLE) == 0 || (toggles & ~known) != 0) {
                throw broken(); // C2PA asks for a label and for being requestable.
            }
            int end = 17;
            while (end < content.length && content[end] != 0) {
                end++;
            }
            int rest = end + 1 + ((toggles & ID) != 0 ? 4 : 0) + ((toggles & HASH) != 0 ? 32 : 0);
            if (end - 17 > LONGEST_LABEL || rest > content.length || rest < content.length && (toggles & PRIVATE) == 0) {
                throw broken();
            }
            frames(Arrays.copyOfRange(content, rest, content.length));
            return new Description(Arrays.copyOf(content, 16), new String(content, 17, end - 17, UTF_8));
        }
    }

    static ProvenanceException broken() {
        return new ProvenanceException("c2pa.boxes", "The C2PA manifest is damaged: its boxes do not fit into one another.");
    }
}
