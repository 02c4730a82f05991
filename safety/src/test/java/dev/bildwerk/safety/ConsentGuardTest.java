package dev.bildwerk.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.safety.consent.AppealState;
import dev.bildwerk.safety.consent.EntryKind;
import dev.bildwerk.safety.consent.RegistryEntry;
import dev.bildwerk.safety.consent.RegistryStore;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.model.KnownCleanModels;
import dev.bildwerk.safety.picture.PictureCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentGuardTest {
    @TempDir
    Path folder;

    private BildwerkGuard guard() {
        return new BildwerkGuard(
                KnownCleanModels.shipped(),
                new HashStore(folder.resolve("hashes")),
                new PictureCheck(folder.resolve("none")),
                new RegistryStore(folder.resolve("registry")),
                Locale.ENGLISH);
    }

    private Verdict admit(String prompt) {
        return guard().admit(new GenerationRequest(prompt, "", 1, 20, 7, SamplerName.EULER, ScheduleName.NORMAL, 64, 64));
    }

    @Test
    void whoeverIsEnteredIsNotDrawn() {
        assertThat(admit("a portrait of Jo Example, oil painting")).isEqualTo(Verdict.admitted());
        new RegistryStore(folder.resolve("registry"))
                .change(registry -> registry.with(new RegistryEntry(
                        "jo", EntryKind.PERSON, List.of("Jo Example"), "a letter", "", LocalDate.EPOCH, AppealState.NONE, null, "")));
        assertThat(admit("a portrait of J0 Example, oil painting")).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(BildwerkGuard.PROMPT_REGISTRY);
            assertThat(refused.refusal().message()).contains("registry of consent").doesNotContain("Jo");
        });
        assertThat(admit("a portrait of someone else, oil painting")).isEqualTo(Verdict.admitted());
    }

    @Test
    void whereTheRegistryCannotBeReadNothingIsDrawn() throws Exception {
        Files.writeString(folder.resolve("registry"), "what is this");
        assertThat(admit("a red apple")).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(BildwerkGuard.REGISTRY_UNREADABLE);
            assertThat(refused.refusal().message()).contains(folder.resolve("registry").toString());
        });
    }
}
