package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.CommandException;
import java.util.List;

/** An axis as typed: {@code steps=10,20,40}, {@code seed=1-4}, {@code "Prompt S/R=apple,pear"}. */
final class AxisParser {
    private AxisParser() {}

    /** @throws CommandException that names the option and what is wrong with it */
    static ChosenAxis parse(String option, String typed) {
        if (typed == null) {
            return ChosenAxis.NOTHING;
        }
        int equals = typed.indexOf('=');
        if (equals < 0) {
            throw problem("%s %s has no values: write it like %s steps=10,20".formatted(option, typed, option));
        }
        Axis axis = Axis.named(typed.substring(0, equals).strip())
                .orElseThrow(() -> problem("%s knows no axis \"%s\"; there are %s"
                        .formatted(option, typed.substring(0, equals).strip(), Axis.names())));
        String values = typed.substring(equals + 1).strip();
        if (values.isEmpty()) {
            throw problem("%s %s= names no value: write it like %s".formatted(option, axis.option(), axis.example()));
        }
        try {
            List<AxisValue> parsed = axis.values(values);
            return new ChosenAxis(axis, values, parsed);
        } catch (AxisException e) {
            throw problem("%s %s: %s".formatted(option, axis.option(), e.getMessage()));
        }
    }

    private static CommandException problem(String sentence) {
        return CommandException.usage("grid.axis", sentence + ".");
    }
}
