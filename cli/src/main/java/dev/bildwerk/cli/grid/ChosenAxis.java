package dev.bildwerk.cli.grid;

import java.util.List;

/**
 * An axis as the user asked for it.
 *
 * @param axis null for the one place of an axis that was not asked for
 * @param typed its values as typed
 */
record ChosenAxis(Axis axis, String typed, List<AxisValue> values) {
    /** Changes nothing, once. */
    static final ChosenAxis NOTHING = new ChosenAxis(
            null, "", List.of(new AxisValue("", "", new Change.OfRequest(request -> request))));

    ChosenAxis {
        values = List.copyOf(values);
    }

    boolean isGiven() {
        return axis != null;
    }
}
