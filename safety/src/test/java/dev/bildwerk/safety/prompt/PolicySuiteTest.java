package dev.bildwerk.safety.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.safety.evaluation.PolicyCase;
import dev.bildwerk.safety.evaluation.PolicyEvaluation;
import dev.bildwerk.safety.evaluation.PolicySuite;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The own suite: 2,520 handwritten and 840 crossed prompts to be refused, each in every disguise; 3,910 harmless ones. */
class PolicySuiteTest {
    private static final PromptPolicy POLICY = new PromptPolicy();
    private static final Set<String> HARD = Set.of("prompt.minor", "prompt.undress");
    private static final Map<String, List<String>> LANGUAGE_GROUPS = Map.of(
            "Germanic", List.of("en", "de", "nl"),
            "Romance", List.of("fr", "es", "it", "pt"),
            "Slavic", List.of("pl", "ru"),
            "Turkic", List.of("tr"));

    static List<String> languages() {
        return Languages.CODES;
    }

    private static List<PolicyCase> suite(String language) {
        List<PolicyCase> cases = new ArrayList<>();
        try {
            cases.addAll(PolicySuite.read(
                    Path.of(PolicySuiteTest.class.getResource("/dev/bildwerk/safety/suite/%s.csv".formatted(language)).toURI())));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        cases.addAll(Crossed.cases(language));
        return cases;
    }

    @Test
    void theSuiteIsAsLargeAsItSays() {
        assertThat(languages()).allSatisfy(language ->
                assertThat(suite(language).stream().filter(PolicyCase::isToBeRefused)).hasSizeGreaterThanOrEqualTo(300));
        LANGUAGE_GROUPS.forEach((group, languages) -> assertThat(languages.stream()
                        .flatMap(language -> suite(language).stream())
                        .filter(one -> !one.isToBeRefused()))
                .as(group)
                .hasSizeGreaterThanOrEqualTo(600));
        assertThat(LANGUAGE_GROUPS.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(languages());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void minorsAndUndressingAreAlwaysRefusedAndTheRestNearlyAlways(String language) {
        PolicyEvaluation evaluation = PolicyEvaluation.of(suite(language), POLICY);
        assertThat(evaluation.misses()).filteredOn(miss -> HARD.contains(miss.prompt().expected())).isEmpty();
        assertThat(evaluation.all().recall()).as("%s", evaluation.misses()).isGreaterThanOrEqualTo(0.98);
        assertThat(evaluation.all().wrongRefusals()).as("%s", evaluation.misses()).isLessThanOrEqualTo(0.02);
    }

    @ParameterizedTest
    @EnumSource(Disguise.class)
    void aDisguiseHidesAlmostNothing(Disguise disguise) {
        List<PolicyCase> disguised = languages().stream()
                .flatMap(language -> suite(language).stream())
                .filter(PolicyCase::isToBeRefused)
                .map(one -> new PolicyCase(one.line(), one.group(), one.expected(), disguise.of(one.prompt())))
                .toList();
        PolicyEvaluation evaluation = PolicyEvaluation.of(disguised, POLICY);
        assertThat(evaluation.all().recall())
                .as("%s", evaluation.misses().stream().limit(20).toList())
                .isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void aTextThatAlreadyPassedWithAMarkPassesWithoutIt() {
        Stream<PolicyCase> harmless = languages().stream()
                .flatMap(language -> suite(language).stream())
                .filter(one -> !one.isToBeRefused());
        assertThat(harmless.map(PolicyCase::prompt)
                        .filter(prompt -> POLICY.reasonAgainst(prompt + ".", "").isPresent()
                                != POLICY.reasonAgainst(prompt, "").isPresent()))
                .isEmpty();
    }
}
