package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ComfyUI's own parser gives for these prompts was computed with it, but for numbers that are no weights. */
class ComfyWeightsTest {

    static Stream<Arguments> prompts() {
        return Stream.of(
                row("a red fox", "a red fox*1"),
                row(""),
                row("a (red) fox", "a *1", "red*1.1", " fox*1"),
                row("(red:1.3)", "red*1.3"),
                row("((red))", "red*1.21"),
                row("((red:1.3))", "red*1.3"),
                row("((red):1.3)", "red*1.43"),
                row("(a (b:2) c:1.5)", "a *1.5", "b*2", " c*1.5"),
                row("a (((lol (cat:6) attack):3)) baz", "a *1", "lol *3.3", "cat*6", " attack*3.3", " baz*1"),
                row("(red)(fox)", "red*1.1", "fox*1.1"),
                row("[red] BREAK {fox}", "[red] BREAK {fox}*1"),
                row("[a:b:3] <lora:x:1>", "[a:b:3] <lora:x:1>*1"),
                row("\\(red\\)", "(red)*1"),
                row("a\\b \\[c\\] \\\\", "a\\b \\[c\\] \\\\*1"),
                row("(red\\):1.2)", "red)*1.2"),
                row("(red fox", "(red fox*1"),
                row("a (b (c) d", "a *1", "(b (c) d*1"),
                row("(a (b)", "a *1.1", "(b*1.1"),
                row("((a (b:1.5)", "(a (b*1.5"),
                row("red) fox (a) (b)", "red) fox (a) (b)*1"),
                row("red) (fox (a)", "red) (fox *1", "a*1.1"),
                row("(:1.5)", ":1.5*1.1"),
                row("(a:b:2)", "a:b*2"),
                row("(a:1.5 )", "a*1.5"),
                row("(a:1e1)", "a*10"),
                row("(a:0)", "a*0"),
                row("()", new String[0]),
                row("(a:1e400)", "a:1e400*1.1"),
                row("(a:nan)", "a:nan*1.1"),
                row("(a:-1e9)", "a:-1e9*1.1"));
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void readsWhatTheOriginalReads(String prompt, List<String> pieces) {
        assertThat(Pieces.of(WeightedPrompt.parse(Dialect.COMFYUI, prompt))).isEqualTo(pieces);
    }

    private static Arguments row(String prompt, String... pieces) {
        return Arguments.of(prompt, List.of(pieces));
    }
}
