package dev.bildwerk.safety.hash;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.stream.Stream;

/** Writes lists of hashes beside their place first, and then under their name: a list is there as a whole or as it was. */
public final class HashListWriter {
    private HashListWriter() {}

    /**
     * Writes in place of what is there.
     *
     * @throws HashListException that names the file
     */
    public static void write(Path file, Stream<BlockedHash> hashes, HashListFormat format) {
        Path folder = file.toAbsolutePath().getParent();
        long process = ProcessHandle.current().pid();
        Path beside = folder.resolve(".bildwerk-%d-%d.part".formatted(process, System.nanoTime()));
        try {
            Files.createDirectories(folder);
            try {
                writeAll(beside, hashes, format);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new HashListException(
                    "hashes.write",
                    "%s cannot be written: check that its folder may be written to and has room.".formatted(file));
        }
    }

    private static void writeAll(Path file, Stream<BlockedHash> hashes, HashListFormat format) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                BufferedWriter writer = new BufferedWriter(
                        new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8), 1 << 16)) {
            if (!format.header().isEmpty()) {
                writer.write(format.header());
                writer.write('\n');
            }
            for (Iterator<BlockedHash> all = hashes.iterator(); all.hasNext(); ) {
                writer.write(format.line(all.next()));
                writer.write('\n');
            }
            writer.flush();
            channel.force(true);
        }
    }
}
