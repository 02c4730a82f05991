package dev.bildwerk.engine;

/**
 * Where a module takes its weights from: a file, or a trainer that makes them. A module asks for each weight once, when it
 * is built, by the name that the checkpoint has for it.
 */
@FunctionalInterface
public interface Weights {

    /**
     * The weight of that name.
     *
     * @param key such as {@code conv_in.weight}
     * @param init how it begins where it is trained from nothing
     * @param shape that the module needs
     * @throws RuntimeException that names the key, both shapes and the file, where it is missing or misshapen
     */
    Tensor get(String key, Init init, long... shape);

    /** The weights whose names begin with that prefix and a point, which their keys then leave out. */
    default Weights at(String prefix) {
        return (key, init, shape) -> get(prefix + "." + key, init, shape);
    }
}
