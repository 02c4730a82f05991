package dev.bildwerk.cli.bench;

import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Int8Support;
import dev.bildwerk.engine.cpu.CpuFeatures;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The most operations a second that matrix products reach in each number format, on this machine and at this moment.
 *
 * @param ofEach at least that of the format that is measured
 */
record BestRates(Map<DType, Double> ofEach) {
    BestRates {
        ofEach = Collections.unmodifiableMap(new EnumMap<>(ofEach));
    }

    /** The formats that models are run in on a device, and the one that is asked for. Processors are bad at F16. */
    static Set<DType> formats(Device device, DType asked) {
        Set<DType> formats = EnumSet.of(DType.F32, DType.BF16, asked);
        if (device.isCuda()) {
            formats.add(DType.F16);
        } else if (Int8Support.isHad(device)) {
            formats.add(DType.I8);
        }
        return formats;
    }

    /** No more than a model is computed in: one in eight bits has other parts in the fastest format. */
    static Set<DType> needed(DType asked) {
        return asked == DType.I8
                ? EnumSet.of(asked, CpuFeatures.ofThisMachine().fasterFormat())
                : EnumSet.of(asked);
    }

    /** @param listener hears what is being measured */
    static BestRates measure(Device device, Set<DType> formats, Consumer<String> listener) {
        Map<DType, Double> rates = new EnumMap<>(DType.class);
        for (DType format : formats) {
            listener.accept("matrix products, " + format);
            rates.put(format, BestRate.measure(device, format));
        }
        return new BestRates(rates);
    }

    /** In operations a second. */
    double of(DType format) {
        return ofEach.get(format);
    }

    /** In operations a second, of the format that weights there are computed in. */
    double of(Placement placement) {
        return of(placement.storage() == WeightStorage.INT8 ? DType.I8 : placement.precision());
    }
}
