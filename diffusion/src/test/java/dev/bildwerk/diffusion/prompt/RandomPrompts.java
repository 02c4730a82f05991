package dev.bildwerk.diffusion.prompt;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Prompts put together by chance from everything that has a meaning in some dialect. */
final class RandomPrompts {
    private static final List<String> PARTS = List.of(
            "(", ")", "[", "]", ":", "|", "\\", "a", "b", " ", ",", "1.3", "5", ".5", "BREAK", "AND", "0.3", "-2",
            "cat", "(x:1.2)", "[a:b:3]", "[c|d]", "\n", ":1.1)", " AND ", " BREAK ", "<lora:x:1>", "<", ">", "\\(",
            ":0)", "\0", "\ud800", "\udc00", "\ud83e\udd8a", "\u00a0", "1e400", "nan", "é", "__x__",
            "embedding:", " embedding:cat", "embedding:b,");

    private RandomPrompts() {}

    static Stream<String> of(int count) {
        Random random = new Random(20221030);
        return Stream.generate(() -> one(random)).limit(count);
    }

    private static String one(Random random) {
        StringBuilder prompt = new StringBuilder();
        int parts = random.nextInt(random.nextBoolean() ? 8 : 40);
        for (int i = 0; i < parts; i++) {
            prompt.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return prompt.toString();
    }
}
