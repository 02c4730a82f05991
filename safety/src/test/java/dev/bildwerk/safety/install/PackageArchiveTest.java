package dev.bildwerk.safety.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageArchiveTest {
    @TempDir
    Path folder;

    private static byte[] entry(String name, char type, String size, byte[] content) {
        byte[] header = new byte[512];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, header, 124, size.length());
        header[156] = (byte) type;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return out.toByteArray();
    }

    private Path archive(byte[]... parts) throws IOException {
        Path file = folder.resolve("a.tgz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (byte[] part : parts) {
                out.write(part);
            }
            out.write(new byte[1024]);
        }
        return file;
    }

    @Test
    void givesTheFilesThatAreAskedForAndNoOthers() throws IOException {
        Path archive = archive(
                entry("package/a", '0', "00000000003", new byte[] {1, 2, 3}),
                entry("package/b", '0', "00000000001", new byte[] {4}),
                entry("package/link", '2', "00000000000", new byte[0]),
                entry("../../etc/c", '0', "00000000001", new byte[] {5}));
        assertThat(PackageArchive.read(archive, Set.of("package/b", "package/link", "package/none")))
                .containsOnlyKeys("package/b")
                .allSatisfy((name, bytes) -> assertThat(bytes).containsExactly(4));
    }

    @Test
    void allocatesNothingForALengthThatAHeaderOnlyPromises() throws IOException {
        Path huge = archive(entry("package/a", '0', "77777777777", new byte[0]));
        assertThatThrownBy(() -> PackageArchive.read(huge, Set.of("package/a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unpacks to more than");
        Path large = archive(entry("package/a", '0', "00200000000", new byte[0]));
        assertThatThrownBy(() -> PackageArchive.read(large, Set.of("package/a"))).isInstanceOf(IOException.class);
    }

    @Test
    void refusesWhatIsCutOffOrNoArchive() throws IOException {
        Path cut = archive(entry("package/a", '0', "00000010000", new byte[0]));
        assertThatThrownBy(() -> PackageArchive.read(cut, Set.of("package/a"))).isInstanceOf(IOException.class);
        Path text = Files.writeString(folder.resolve("text.tgz"), "no archive");
        assertThatThrownBy(() -> PackageArchive.read(text, Set.of("package/a"))).isInstanceOf(IOException.class);
        Path noNumber = archive(entry("package/a", '0', "abc", new byte[0]));
        assertThatThrownBy(() -> PackageArchive.read(noNumber, Set.of("package/a"))).isInstanceOf(IOException.class);
    }
}
