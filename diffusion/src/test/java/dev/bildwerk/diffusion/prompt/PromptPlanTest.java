package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.prompt.PromptPlan.Member;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PromptPlanTest {

    static Stream<Arguments> prompts() {
        return Stream.of(
                row("a fox", "10 a fox"),
                row("a [red:blue:4] fox", "4 a red fox", "10 a blue fox"),
                row("a [red:blue:0.5] fox", "5 a red fox", "10 a blue fox"),
                row("a [red:.25]fox", "2 a fox", "10 a redfox"),
                row("a [red::4]fox", "4 a redfox", "10 a fox"),
                row("[red:blue: 4 ]", "4 red", "10 blue"),
                row("[a:b:0]", "10 b"),
                row("[a:b:-3]", "10 b"),
                row("[a:b:1.0]", "10 a"),
                row("[a:b:99]", "10 a"),
                row("[a:b:1e99]", "10 a"),
                row("[a:[b:c:6]:3]", "3 a", "6 b", "10 c"),
                row("[[a:b:3]:c:6]", "3 a", "6 b", "10 c"),
                row("[a:(b:1.5):3]", "3 a", "10 b*1.5"),
                row("([a:b:3]:1.5)", "3 a*1.5", "10 b*1.5"),
                row("[a:b", "10 a:b*0.9091"),
                row("[a:b:c]", "10 a:b:c*0.9091"),
                row("[a:b:c:3]", "10 a:b:c:3*0.9091"),
                row("[(a:b:3]", "10 a:b:3"),
                row("( [a:b:3]", "3  a*1.1", "10  b*1.1"),
                row("\\[a:b:3\\]", "10 [a:b:3]"),
                row("a | b [c:d:3]", "10 a | b *1|c:d:3*0.9091"),
                row("a\\", "10 a"),
                row("", "10 "));
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void changesTextsAfterSteps(String prompt, List<String> stretches) {
        List<Member> members = PromptPlan.of(Dialect.A1111, prompt, 10).members();
        assertThat(members).hasSize(1);
        assertThat(members.getFirst().stretches()).map(PromptPlanTest::written).isEqualTo(stretches);
    }

    @Test
    void alternatesFromStepToStep() {
        assertThat(stretches("[a|b|]c", 5)).containsExactly("1 ac", "2 bc", "3 c", "4 ac", "5 bc");
        assertThat(stretches("[[a|b]:c:2]", 4)).containsExactly("1 a", "2 b", "3 c", "4 c");
        assertThat(stretches("[a|[b:c:2]]", 4)).containsExactly("1 a", "2 b", "3 a", "4 c");
    }

    /** As reported of AUTOMATIC1111: [a:b:5] draws the seventh step as the first with b. */
    @Test
    void theFirstStretchLastsOneStepLongerThanItSays() {
        List<Integer> until = List.of(5, 10);
        assertThat(IntStream.range(0, 10).map(step -> Stretch.indexAt(until, step)).boxed())
                .containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 1);
    }

    @Test
    void drawsSeveralPromptsTogether() {
        List<Member> members = PromptPlan.of(Dialect.A1111, "a cat :1.2 AND a (dog:1.5): -0.5\nAND fox:3 x", 10)
                .members();
        assertThat(members).map(Member::weight).containsExactly(1.2, -0.5, 1.0);
        assertThat(members)
                .map(member -> member.stretches().getFirst().prompt().text())
                .containsExactly("a cat", " a dog", " fox:3 x");
        assertThat(PromptPlan.of(Dialect.A1111, "HAND AND_ ANDy", 10).members()).hasSize(1);
    }

    @Test
    void takesNumbersThatAreNoWeightsOfAPromptForText() {
        for (String prompt : List.of("a:1e5x", "a:", "a:1-2", "a:..5", "a:99999999", "5", "a 5")) {
            Member member =
                    PromptPlan.of(Dialect.A1111, prompt, 10).members().getFirst();
            assertThat(member.weight()).as(prompt).isEqualTo(1);
            assertThat(member.stretches().getFirst().prompt().text()).isEqualTo(prompt);
        }
    }

    @Test
    void aNegativePromptChangesButIsNotSplitNorSearchedForTags() {
        PromptPlan plan = PromptPlan.ofNegative(Dialect.A1111, "a AND [b:c:3] <lora:x:1>", 10);
        assertThat(plan.members()).hasSize(1);
        assertThat(plan.loras()).isEmpty();
        assertThat(plan.texts()).containsExactly("a AND b <lora:x:1>", "a AND c <lora:x:1>");
    }

    @Test
    void otherDialectsKnowNoStepsNoTagsAndNoComposition() {
        String prompt = "a AND [b:c:3]BREAK <lora:x:1>:2";
        for (Dialect dialect : List.of(Dialect.COMFYUI, Dialect.DIFFUSERS)) {
            assertThat(PromptPlan.of(dialect, prompt, 10).texts()).containsExactly(prompt);
            assertThat(PromptPlan.ofNegative(dialect, prompt, 10).texts()).containsExactly(prompt);
        }
        assertThat(PromptPlan.of(Dialect.DIFFUSERS, "(a:2) \\(", 10).texts()).containsExactly("(a:2) \\(");
    }

    @Test
    void namesEveryTextThatIsEncoded() {
        assertThat(PromptPlan.of(Dialect.A1111, "a wo[l:m:3]f AND (b)[c|d]", 4).texts())
                .containsExactly("a wolf", "a womf", " bc", " bd");
    }

    private static List<String> stretches(String prompt, int steps) {
        return PromptPlan.of(Dialect.A1111, prompt, steps).members().getFirst().stretches().stream()
                .map(PromptPlanTest::written)
                .toList();
    }

    private static String written(Stretch stretch) {
        String pieces = String.join("|", Pieces.of(stretch.prompt()));
        return stretch.untilStep() + " "
                + (stretch.prompt().isWeighted() ? pieces : stretch.prompt().text());
    }

    private static Arguments row(String prompt, String... stretches) {
        return Arguments.of(prompt, List.of(stretches));
    }
}
