package dev.bildwerk.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataFolderTest {
    private static final Path HOME = Path.of("home").toAbsolutePath();

    @Test
    void isWhereASystemKeepsAUsersData() {
        assertThat(DataFolder.path("Linux", HOME, Map.of())).isEqualTo(HOME.resolve(".local/share/bildwerk"));
        assertThat(DataFolder.path("Mac OS X", HOME, Map.of()))
                .isEqualTo(HOME.resolve("Library/Application Support/bildwerk"));
        assertThat(DataFolder.path("Windows 11", HOME, Map.of())).isEqualTo(HOME.resolve("AppData/Local/bildwerk"));
    }

    @Test
    void isWhatTheEnvironmentNames() {
        String named = HOME.resolve("named").toString();
        assertThat(DataFolder.path("Linux", HOME, Map.of("BILDWERK_DATA", named, "XDG_DATA_HOME", "/xdg")))
                .isEqualTo(Path.of(named));
        assertThat(DataFolder.path("Linux", HOME, Map.of("XDG_DATA_HOME", named)))
                .isEqualTo(Path.of(named, "bildwerk"));
        assertThat(DataFolder.path("Linux", HOME, Map.of("XDG_DATA_HOME", "relative", "BILDWERK_DATA", " ")))
                .isEqualTo(HOME.resolve(".local/share/bildwerk"));
        assertThat(DataFolder.path("Windows 11", HOME, Map.of("LOCALAPPDATA", named)))
                .isEqualTo(Path.of(named, "bildwerk"));
    }
}
