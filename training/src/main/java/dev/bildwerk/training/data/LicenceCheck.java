package dev.bildwerk.training.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A package is used only while every place in it that states a licence states the pinned one. */
final class LicenceCheck {
    private LicenceCheck() {}

    /**
     * @param folder an unpacked npm package
     * @throws DataSetException LICENCE_MISMATCH when a licence is missing or another than the pinned one
     */
    static void check(PackageSource source, Path folder) throws DataSetException {
        if (source.channel() != PackageSource.Channel.NPM) {
            return;
        }
        Path manifest = folder.resolve("package/package.json");
        require(source, "package.json", json(source, manifest).path("license").asText(null));
        Path info = folder.resolve("package/info.json");
        if (Files.exists(info)) {
            require(source, "info.json", json(source, info).path("license").path("spdx").asText(null));
        }
    }

    static void require(PackageSource source, String file, String stated) throws DataSetException {
        if (!source.licence().equals(stated)) {
            throw new DataSetException(Reason.LICENCE_MISMATCH,
                    "%s states the licence %s in %s, but %s is pinned; look at the change before using this package."
                            .formatted(source.pinned(), stated == null ? "(none)" : stated, file, source.licence()));
        }
    }

    private static JsonNode json(PackageSource source, Path file) throws DataSetException {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new DataSetException(Reason.PACKAGE_UNREADABLE, "%s cannot be read in %s: %s."
                    .formatted(file.getFileName(), source.pinned(), e.getMessage()), e);
        }
    }
}
