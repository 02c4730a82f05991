package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.hash.HashList;
import dev.bildwerk.safety.hash.HashListReader;
import dev.bildwerk.safety.hash.HashStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety hashes import}: puts whole lists on the list, all of them or, where a line is wrong, none. */
@Command(
        name = "import",
        description = {
            "Puts the hashes of files on the list: a hash a line, or comma-separated values under a line of names.",
            "Nothing is taken where a line cannot be understood; that line is named."
        },
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions, for what a line does not say itself:%n")
final class HashesImportCommand implements Callable<Integer> {
    private final PrintStream out;
    private final HashStore store;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Lists of hashes.")
    List<Path> files = List.of();

    @Mixin
    EntryOptions entry;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    HashesImportCommand(PrintStream out, HashStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        LocalDate date = entry.date();
        List<HashList> lists = files.stream()
                .map(file -> HashListReader.read(
                        file, entry.reason, entry.source(file.getFileName().toString()), date))
                .toList();
        int[] sizes = new int[lists.size() + 1];
        store.change(before -> {
            sizes[0] = before.size();
            for (int number = 0; number < lists.size(); number++) {
                before = before.with(lists.get(number).hashes());
                sizes[number + 1] = before.size();
            }
            return before;
        });
        for (int number = 0; number < lists.size(); number++) {
            tell(files.get(number), lists.get(number), sizes[number + 1] - sizes[number]);
        }
        return ExitCode.OK.code();
    }

    private void tell(Path file, HashList list, int added) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("added", added);
        fields.put("known", list.hashes().size() - added);
        fields.put("duplicates", list.duplicates());
        fields.put("foreign", list.foreign());
        fields.put("poor", list.poor());
        out.println(json
                ? HashFields.json(fields)
                : "%s: %d added, %d already there, %d twice in the file, %d of other kinds, %d of poor quality"
                        .formatted(
                                file,
                                added,
                                list.hashes().size() - added,
                                list.duplicates(),
                                list.foreign(),
                                list.poor()));
    }
}
