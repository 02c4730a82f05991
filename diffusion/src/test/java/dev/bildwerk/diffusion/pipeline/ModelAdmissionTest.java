package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelAdmissionTest {

    /** Refuses every model and keeps which were shown to it. */
    private record RefusesModels(List<Path> shown) implements Guard {
        @Override
        public Verdict admitModel(Path modelFolder) {
            shown.add(modelFolder);
            return Verdict.refused("test.model", "This guard refuses every model.");
        }

        @Override
        public Verdict admit(GenerationRequest request) {
            return Verdict.refused("test.prompt", "This guard refuses every request.");
        }

        @Override
        public Verdict look(GenerationRequest request, Picture picture) {
            return Verdict.refused("test.picture", "This guard refuses every picture.");
        }
    }

    @Test
    void aModelThatTheGuardRefusesIsNotOpened() {
        Path folder = FixtureFile.path("models/mini");
        RefusesModels guard = new RefusesModels(new ArrayList<>());
        assertThatThrownBy(() -> TextToImage.open(folder, guard, EngineOptions.automatic()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("test.model"));
        assertThat(guard.shown()).containsExactly(folder);
    }
}
