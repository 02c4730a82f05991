package dev.bildwerk.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A report for programs: one object in one line. */
final class BenchJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private BenchJson() {}

    static String line(BenchReport report) {
        Map<String, Object> fields = plan(report.plan());
        fields.put("threads", report.threads());
        fields.put("best_gflops_per_second", report.bestRate() / 1e9);
        fields.put("best_gflops_per_second_by_precision", rates(report.rates()));
        fields.put("stages", report.stages().stream().map(BenchJson::stage).toList());
        return written(fields);
    }

    static String line(Growth growth) {
        Map<String, Object> fields = plan(growth.plan());
        fields.put("threads", growth.threads());
        fields.put("best_gflops_per_second_by_precision", rates(growth.rates()));
        fields.put("axis", growth.axis().toString());
        fields.put("points", growth.points());
        fields.put("parts", growth.parts().stream().map(part -> part(growth, part)).toList());
        return written(fields);
    }

    private static Map<String, Object> part(Growth growth, Growth.Part part) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("part", part.name());
        fields.put("exponent_of_seconds", part.time().exponent());
        fields.put("determination_of_seconds", part.time().determination());
        fields.put("exponent_of_operations", part.operations().exponent());
        part.memory().ifPresent(law -> fields.put("exponent_of_peak_resident_bytes", law.exponent()));
        part.quadraticShares().ifPresent(shares -> fields.put("quadratic_share_of_operations", shares));
        fields.put("points", IntStream.range(0, growth.points().size()).mapToObj(i -> {
            Map<String, Object> point = new LinkedHashMap<>();
            point.put(growth.axis().toString(), growth.points().get(i));
            point.putAll(stage(part.stages().get(i)));
            return point;
        }).toList());
        return fields;
    }

    private static Map<String, Object> plan(BenchPlan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("family", plan.family().name().toLowerCase(Locale.ROOT));
        fields.put("width", plan.width());
        fields.put("height", plan.height());
        fields.put("batch", plan.batch());
        fields.put("precision", plan.precision().name().toLowerCase(Locale.ROOT));
        fields.put("device", plan.device().toString());
        return fields;
    }

    private static Map<String, Double> rates(BestRates rates) {
        Map<String, Double> fields = new LinkedHashMap<>();
        rates.ofEach().forEach((format, rate) -> fields.put(format.name().toLowerCase(Locale.ROOT), rate / 1e9));
        return fields;
    }

    private static String written(Map<String, Object> fields) {
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
