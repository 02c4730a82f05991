package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What AUTOMATIC1111's own parser gives for these prompts was computed with it. */
class A1111WeightsTest {

    static Stream<Arguments> prompts() {
        return Stream.of(
                row("a red fox", "a red fox*1"),
                row(""),
                row("a (red) fox", "a *1", "red*1.1", " fox*1"),
                row("a [red] fox", "a *1", "red*0.9091", " fox*1"),
                row("a (red:1.3) fox", "a *1", "red*1.3", " fox*1"),
                row("(red: 1.3 )", "red*1.3"),
                row("(red:-.5)(blue:+2.)", "red*-0.5", "blue*2"),
                row("((red))", "red*1.21"),
                row("((red:2) fox:1.5)", "red*3", " fox*1.5"),
                row("(a (b [c] d:2) e)", "a *1.1", "b *2.2", "c*2", " d*2.2", " e*1.1"),
                row("(red)(fox)", "redfox*1.1"),
                row("(a [b) c]", "a *1.1", "b*1", " c*0.9091"),
                row("(red fox", "red fox*1.1"),
                row("a [red fox", "a *1", "red fox*0.9091"),
                row("red) fox]", "red) fox]*1"),
                row("red:1.3) fox", "red:1.3) fox*1"),
                row("\\(red\\) \\[fox\\] \\\\", "(red) [fox] \\*1"),
                row("a\\b", "ab*1"),
                row("red\\", "red*1"),
                row("(:1.5)fox", "fox*1"),
                row("(red:1.2.3)", "red:1.2.3*1.1"),
                row("(red:)", "red:*1.1"),
                row("(a:b:2)", "a:b*2"),
                row("(red::2)", "red:*2"),
                row("[red:2]", "red:2*0.9091"),
                row("(red:0)", "red*0"),
                row("a BREAK b", "a*1", "BREAK", "b*1"),
                row("BREAK\n\na,BREAK,b", "BREAK", "a,*1", "BREAK", ",b*1"),
                row("a BREAK BREAK b", "a*1", "BREAK", "BREAK", "b*1"),
                row("a BREAKFAST _BREAK", "a BREAKFAST _BREAK*1"),
                row("(a BREAK b)", "a*1.1", "BREAK*-1.1", "b*1.1"),
                row("(a BREAK b:1)", "a*1", "BREAK", "b*1"),
                row("a:BREAK", "a:*1", "BREAK"));
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void readsWhatTheOriginalReads(String prompt, List<String> pieces) {
        assertThat(Pieces.of(WeightedPrompt.parse(Dialect.A1111, prompt))).isEqualTo(pieces);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void takesWhatIsNoWeightForText(String prompt, List<String> pieces) {
        assertThat(Pieces.of(WeightedPrompt.parse(Dialect.A1111, prompt))).isEqualTo(pieces);
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                row("(a:1e400)", "a:1e400*1.1"),
                row("(a:nan)", "a:nan*1.1"),
                row("(a:inf)", "a:inf*1.1"),
                row("(a:99999999999)", "a:99999999999*1.1"),
                row("(a:" + "9".repeat(1000) + ")", "a:" + "9".repeat(1000) + "*1.1"),
                row("(a:10000)", "a*10000"),
                row("((a:10000):10000)", "a*10000"),
                row("((a:-10000):10000)", "a*-10000"),
                row("(a:1,5)", "a:1,5*1.1"),
                row("(a:--1)", "a:--1*1.1"));
    }

    private static Arguments row(String prompt, String... pieces) {
        return Arguments.of(prompt, List.of(pieces));
    }
}
