package dev.bildwerk.diffusion.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The configurations that are read from a folder against those that the parity tests state by hand. */
class CheckpointParityTest {

    @ParameterizedTest
    @EnumSource
    void readsTheConfigurationsThatDiffusersWrote(Family family) {
        Checkpoint folder = Checkpoint.open(FixtureFile.path(family.folder()));

        assertThat(folder.unet()).isEqualTo(family.unet());
        assertThat(folder.vae()).isEqualTo(family.vae());
        assertThat(folder.textParts().getFirst().config()).isEqualTo(family.text());
        assertThat(folder.textParts()).hasSize(family.text2() == null ? 1 : 2);
        if (family.text2() != null) {
            assertThat(folder.textParts().getLast().config()).isEqualTo(family.text2());
        }
    }
}
