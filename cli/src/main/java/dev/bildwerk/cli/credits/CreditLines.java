package dev.bildwerk.cli.credits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.training.credits.Credit;
import dev.bildwerk.training.credits.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Credits as they are printed. */
final class CreditLines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CreditLines() {}

    /** The picture, then a line for each work. */
    static List<String> text(Path picture, List<Credit> credits) {
        List<String> lines = new ArrayList<>();
        lines.add(picture.toString());
        for (Credit credit : credits) {
            Work work = credit.work();
            lines.add("  %3.0f %%  %s by %s (%s), %s%s".formatted(
                    100 * credit.similarity(),
                    work.title(),
                    work.author().isEmpty() ? "an unnamed author" : work.author(),
                    work.licence(),
                    work.id(),
                    work.url().isEmpty() ? "" : ", " + work.url()));
        }
        return lines;
    }

    static String json(Path picture, List<Credit> credits) {
        List<Map<String, Object>> works = new ArrayList<>();
        for (Credit credit : credits) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", credit.work().id());
            fields.put("title", credit.work().title());
            fields.put("author", credit.work().author());
            fields.put("licence", credit.work().licence());
            fields.put("source", credit.work().source());
            if (!credit.work().url().isEmpty()) {
                fields.put("url", credit.work().url());
            }
            fields.put("similarity", Math.round(1000 * credit.similarity()) / 1000.0);
            works.add(fields);
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("picture", picture.toString());
        line.put("works", works);
        try {
            return MAPPER.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
