package dev.bildwerk.safety.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentRegistryTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    @TempDir
    Path folder;

    private static RegistryEntry entry(String id, String... names) {
        return new RegistryEntry(id, EntryKind.PERSON, List.of(names), "a letter", "", DAY, AppealState.NONE, null, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a portrait of Jo Example",
                "JO EXAMPLE, oil painting",
                "jo-example style",
                "J\u043e Ex\u0430mple",
                "J0 Ex4mpl3",
                "a  J o   E x a m p l e  mural",
                "J\u00f6 Exampl\u00e9",
                "by ExampleStudio"
            })
    void aNameIsFoundInEverySpellingThatThePolicySeesThrough(String text) {
        assertThat(new ConsentRegistry(List.of(entry("jo", "Jo Example", "ExampleStudio"))).namedIn(text))
                .map(RegistryEntry::id)
                .contains("jo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an example of jo", "Jo, for example", "examples", "", "Joe Exampler"})
    void otherWordsAreNotTheName(String text) {
        assertThat(new ConsentRegistry(List.of(entry("jo", "Jo Example"))).namedIn(text)).isEmpty();
    }

    @Test
    void anEntryProtectsUntilAnAppealIsGrantedAndIsKept() {
        RegistryEntry entry = entry("jo", "Jo Example");
        ConsentRegistry open = new ConsentRegistry(List.of(entry)).with(entry.appealed(AppealState.OPEN, DAY, "not her"));
        assertThat(open.namedIn("Jo Example")).isPresent();
        ConsentRegistry granted = open.with(entry.appealed(AppealState.GRANTED, DAY, "not her"));
        assertThat(granted.namedIn("Jo Example")).isEmpty();
        assertThat(granted.entries()).hasSize(1);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Path file = folder.resolve("deep").resolve("registry.jsonl");
        RegistryEntry entry = entry("jo", "Jo Example, \"JX\"").appealed(AppealState.DENIED, DAY, "a note\nin two lines");
        new RegistryStore(file).change(registry -> registry.with(entry));
        assertThat(new RegistryStore(file).current().entries()).containsExactly(entry);
        assertThat(folder.resolve("deep")).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
    }

    @Test
    void whatAnotherProcessWritesCountsAtTheNextLook() throws Exception {
        Path file = folder.resolve("registry.jsonl");
        RegistryStore store = new RegistryStore(file);
        assertThat(store.current().namedIn("Jo Example")).isEmpty();
        Files.writeString(file, RegistryLines.line(entry("jo", "Jo Example")) + "\n");
        assertThat(store.current().namedIn("Jo Example")).isPresent();
        Files.delete(file);
        assertThat(store.current().namedIn("Jo Example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing of the kind",
                "[]",
                "{}",
                "{\"id\":\"a\"}",
                "{\"id\":\"a\",\"kind\":\"house\",\"names\":[\"Some One\"],\"evidence\":\"x\",\"entered\":\"2026-11-27\"}",
                "{\"id\":\"a\",\"kind\":\"style\",\"names\":[\"abc\"],\"evidence\":\"x\",\"entered\":\"2026-11-27\"}",
                "{\"id\":\"a\",\"kind\":\"style\",\"names\":[],\"evidence\":\"x\",\"entered\":\"2026-11-27\"}",
                "{\"id\":\"a\",\"kind\":\"style\",\"names\":[\"Some One\"],\"evidence\":\" \",\"entered\":\"2026-11-27\"}",
                "{\"id\":\"a\",\"kind\":\"style\",\"names\":[\"Some One\"],\"evidence\":\"x\",\"entered\":\"yesterday\"}"
            })
    void aLineThatCannotBeUnderstoodIsNamed(String line) throws Exception {
        Path file = folder.resolve("registry.jsonl");
        Files.writeString(file, "\n" + line + "\n");
        assertThatThrownBy(() -> new RegistryStore(file).current())
                .isInstanceOfSatisfying(RegistryException.class, e -> {
                    assertThat(e.code()).isEqualTo("registry.line");
                    assertThat(e).hasMessageContaining("Line 2").hasMessageContaining("registry.jsonl");
                });
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> new RegistryStore(file).change(registry -> registry)).isInstanceOf(RegistryException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aReservationNamesCrawlersAndWhatIsNotPublic() {
        assertThat(Reservation.headers()).containsEntry("tdm-reservation", "1");
        assertThat(Reservation.robots(List.of("/members/")))
                .contains("User-agent: GPTBot\n")
                .endsWith("Disallow: /\n\nUser-agent: *\nDisallow: /members/\n");
        assertThat(Reservation.robots(List.of())).endsWith("User-agent: *\nDisallow:\n");
    }
}
