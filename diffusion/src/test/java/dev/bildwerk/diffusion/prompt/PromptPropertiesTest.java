package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PromptPropertiesTest {
    private static final int PROMPTS = 5_000;
    private static final int MEGABYTE = 1 << 20;

    /** Linear parsers take about a second for these, and more on a busy machine; a quadratic one takes hours. */
    private static final Duration LONG = Duration.ofMinutes(10);

    @ParameterizedTest
    @EnumSource
    void aPrintedPromptIsReadAsTheSame(Dialect dialect) {
        RandomPrompts.of(PROMPTS).forEach(text -> {
            WeightedPrompt prompt = WeightedPrompt.parse(dialect, text);
            String printed = prompt.print(dialect);
            assertThat(WeightedPrompt.parse(dialect, printed))
                    .as("%s printed as %s", text, printed)
                    .isEqualTo(prompt);
        });
    }

    @Test
    void noOtherPartOfTheGrammarSeesAnythingInAPrintedPrompt() {
        RandomPrompts.of(PROMPTS)
                .flatMap(text -> PromptPlan.of(Dialect.A1111, text, 4).members().stream())
                .flatMap(member -> member.stretches().stream())
                .forEach(stretch -> {
                    String printed = stretch.prompt().print(Dialect.A1111);
                    PromptPlan again = PromptPlan.of(Dialect.A1111, printed, 4);
                    assertThat(again.members())
                            .as(printed)
                            .containsExactly(new PromptPlan.Member(1, List.of(new Stretch(4, stretch.prompt()))));
                    assertThat(again.loras()).isEmpty();
                });
    }

    @ParameterizedTest
    @EnumSource
    void everyPromptHasAPlanUntilTheLastStep(Dialect dialect) {
        RandomPrompts.of(PROMPTS).forEach(text -> {
            for (PromptPlan plan :
                    List.of(PromptPlan.of(dialect, text, 7), PromptPlan.ofNegative(dialect, text, 7))) {
                assertThat(plan.members()).isNotEmpty().allSatisfy(member -> {
                    assertThat(Math.abs(member.weight())).isLessThanOrEqualTo(Weights.MOST);
                    assertThat(member.stretches().getLast().untilStep()).isEqualTo(7);
                    assertThat(member.stretches().stream().map(Stretch::untilStep))
                            .isSorted()
                            .doesNotHaveDuplicates();
                });
            }
        });
    }

    @Test
    void textWithoutGrammarMeansTheSameInEveryDialect() {
        for (String text :
                List.of("a red fox, 8k", "Ein Schloß am See", "狐 in snow; \"x\" {y} 50% #1", "\ud800 \udc00")) {
            for (Dialect dialect : Dialect.values()) {
                assertThat(PromptPlan.of(dialect, text, 4).members().getFirst().stretches())
                        .containsExactly(new Stretch(4, WeightedPrompt.literal(text)));
            }
        }
    }

    static Stream<String> hostile() {
        return Stream.of(
                        "(", "[", ")", "()", "([", "((a)", "[a:", "[a|", ":", "\\", "\\(", "<lora:", "<lora:a:1>",
                        " AND ", "BREAK ", "(a:1.1)", "[a:b:3]", ": ", "(((:1.1)", "\ud800", "9", "[a|b]")
                .map(part -> part.repeat(MEGABYTE / part.length()));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aMegabyteOfAnythingTakesTimeInProportion(String text) {
        Assertions.assertTimeoutPreemptively(LONG, () -> {
            for (Dialect dialect : Dialect.values()) {
                PromptPlan plan = PromptPlan.of(dialect, text, 4);
                PromptPlan.ofNegative(dialect, text, 4);
                assertThat(plan.members()).isNotEmpty();
            }
        });
    }

    @Test
    void aMegabyteOfNestedBracketsTakesTimeInProportion() {
        for (String[] pair :
                new String[][] {{"(", ")"}, {"[", "]"}, {"(", ":1.01)"}, {"[", ":3]"}, {"[", "|b]"}, {"([", "])"}}) {
            int depth = MEGABYTE / (pair[0].length() + pair[1].length());
            String text = pair[0].repeat(depth) + "fox" + pair[1].repeat(depth);
            Assertions.assertTimeoutPreemptively(LONG, () -> {
                for (Dialect dialect : Dialect.values()) {
                    WeightedPrompt prompt = PromptPlan.of(dialect, text, 4)
                            .members()
                            .getFirst()
                            .stretches()
                            .getLast()
                            .prompt();
                    assertThat(prompt.print(dialect)).isNotNull();
                }
            });
        }
    }

    @Test
    void unclosedBracketsOfAMegabyteHaveAFiniteWeight() {
        WeightedPrompt prompt = WeightedPrompt.parse(Dialect.A1111, "(".repeat(MEGABYTE) + "fox");
        assertThat(prompt.pieces()).containsExactly(new PromptPiece.Text("fox", Weights.MOST));
    }

    @Test
    void aPromptOfMostStepsAndMostCharactersIsNotWrittenOutForEachStep() {
        String text = "[a|b]" + "c".repeat(MEGABYTE);
        assertThat(PromptPlan.of(Dialect.A1111, text, 1000).members().getFirst().stretches())
                .hasSize(1);
        assertThat(IntStream.of(2, 8))
                .allSatisfy(steps -> assertThat(PromptPlan.of(Dialect.A1111, text, steps)
                                .members()
                                .getFirst()
                                .stretches())
                        .hasSize(steps));
    }
}
