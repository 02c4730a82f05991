package dev.bildwerk.diffusion.checkpoint.names;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the names of diffusers' {@code T2IAdapter} to those that a file has.
 *
 * @param prefix {@code adapter.}, or nothing
 * @param rows how the residual blocks are numbered
 * @param resnets in each block
 * @see <a href="https://github.com/TencentARC/T2I-Adapter">T2I-Adapter, ldm/modules/encoders/adapter.py</a>
 */
public record T2IAdapterNames(String prefix, Rows rows, int resnets) implements WeightNames {
    private static final String DIFFUSERS = "adapter.";
    private static final Pattern RESNET = Pattern.compile("body\\.(\\d+)\\.resnets\\.(\\d+)\\.(.*)");
    private static final Pattern IN = Pattern.compile("body\\.(\\d+)\\.in_conv\\.(.*)");

    /** How residual blocks are numbered. */
    public enum Rows {
        /** {@code body.0.resnets.1}: diffusers. */
        RESNETS,
        /** {@code body.1}, through all blocks: the original one. */
        ONE,
        /** {@code body.0.body.1}: the original light one. */
        BODIES
    }

    @Override
    public List<StoredWeight> of(String key) {
        return List.of(new StoredWeight.Whole(prefix + stored(key.substring(DIFFUSERS.length()))));
    }

    private String stored(String key) {
        Matcher resnet = RESNET.matcher(key);
        Matcher in = IN.matcher(key);
        if (resnet.matches() && rows != Rows.RESNETS) {
            int block = Integer.parseInt(resnet.group(1));
            int place = Integer.parseInt(resnet.group(2));
            return rows == Rows.ONE
                    ? "body.%d.%s".formatted(block * resnets + place, resnet.group(3))
                    : "body.%d.body.%d.%s".formatted(block, place, resnet.group(3));
        }
        if (in.matches() && rows == Rows.ONE) {
            return "body.%d.in_conv.%s".formatted(Integer.parseInt(in.group(1)) * resnets, in.group(2));
        }
        return key;
    }

    @Override
    public boolean mayBeLeft(String name) {
        return false;
    }
}
