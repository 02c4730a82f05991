package dev.bildwerk.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for programs: one object in one line. */
final class BenchJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private BenchJson() {}

    static String line(BenchReport report) {
        BenchPlan plan = report.plan();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("family", plan.family().name().toLowerCase(Locale.ROOT));
        fields.put("width", plan.width());
        fields.put("height", plan.height());
        fields.put("batch", plan.batch());
        fields.put("precision", plan.precision().name().toLowerCase(Locale.ROOT));
        fields.put("device", plan.device().toString());
        fields.put("threads", report.threads());
        fields.put("best_gflops_per_second", report.bestRate() / 1e9);
        fields.put("stages", report.stages().stream().map(BenchJson::stage).toList());
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> stage(BenchStage stage) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stage", stage.name());
        fields.put("seconds_median", stage.timing().median());
        fields.put("seconds_min", stage.timing().min());
        fields.put("seconds_max", stage.timing().max());
        fields.put("runs", stage.timing().runs());
        fields.put("gflop", stage.flops() / 1e9);
        fields.put("seconds_floor", stage.floor());
        fields.put("share_of_best_rate", stage.share());
        fields.put("seconds_loading", stage.loading());
        stage.peakMemory().ifPresent(bytes -> fields.put("peak_resident_bytes", bytes));
        return fields;
    }
}
