package dev.bildwerk.diffusion.prompt;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AUTOMATIC1111's {@code styles.csv}: a line of names, and then one style a row. */
public final class StyleFile {
    private static final long LARGEST_FILE = 16 << 20;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private StyleFile() {}

    /** @throws IOException with one sentence, if the file cannot be read or is not UTF-8 text */
    public static Map<String, PromptStyle> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("There is no file of styles at %s.".formatted(file));
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException("%s is larger than 16 MiB, so it is no file of styles.".formatted(file));
        }
        try {
            return parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new IOException("%s is not UTF-8 text: save it as UTF-8.".formatted(file), e);
        }
    }

    /**
     * The styles by name, in the order of the file; of two with one name the later one. Columns are found by their
     * names: {@code name}, {@code prompt} (in old files {@code text}) and {@code negative_prompt}. Rows without a name
     * are left out, and so is everything where there are no such columns.
     */
    public static Map<String, PromptStyle> parse(String csv) {
        List<List<String>> rows = rows(csv.startsWith(BYTE_ORDER_MARK) ? csv.substring(1) : csv);
        Map<String, PromptStyle> styles = new LinkedHashMap<>();
        if (rows.isEmpty()) {
            return styles;
        }
        List<String> columns = rows.getFirst();
        int name = columns.indexOf("name");
        int prompt = columns.contains("prompt") ? columns.indexOf("prompt") : columns.indexOf("text");
        int negative = columns.indexOf("negative_prompt");
        for (List<String> row : rows.subList(1, rows.size())) {
            String itsName = cell(row, name);
            if (!itsName.isBlank()) {
                styles.put(itsName, new PromptStyle(itsName, cell(row, prompt), cell(row, negative)));
            }
        }
        return styles;
    }

    private static String cell(List<String> row, int column) {
        return column < 0 || column >= row.size() ? "" : row.get(column);
    }

    /** Cells between commas; one in double quotes may hold commas, line breaks, and double quotes written twice. */
    private static List<List<String>> rows(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean empty = true;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (quoted) {
                quoted = c != '"';
                if (quoted) {
                    cell.append(c);
                }
            } else if (c == ',') {
                row.add(take(cell));
                empty = true;
            } else if (c == '\n' || c == '\r') {
                finishRow(rows, row, cell);
                row = new ArrayList<>();
                empty = true;
            } else if (empty && c == '"') {
                quoted = true;
                empty = false;
            } else if (!empty || c != ' ') {
                cell.append(c);
                empty = false;
            }
        }
        finishRow(rows, row, cell);
        return rows;
    }

    private static void finishRow(List<List<String>> rows, List<String> row, StringBuilder cell) {
        if (!row.isEmpty() || !cell.isEmpty()) {
            row.add(take(cell));
            rows.add(row);
        }
    }

    private static String take(StringBuilder cell) {
        String text = cell.toString();
        cell.setLength(0);
        return text;
    }
}
