package dev.bildwerk.engine;

import org.bytedeco.pytorch.global.torch;

/** Where tensors live and are computed. */
public sealed interface Device {

    Device CPU = new Cpu();

    record Cpu() implements Device {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /** @param index of the GPU, from 0 */
    record Cuda(int index) implements Device {
        @Override
        public String toString() {
            return "cuda:" + index;
        }
    }

    /** The first CUDA GPU where this build of libtorch sees one, else the CPU. */
    static Device best() {
        return cudaCount() > 0 ? new Cuda(0) : CPU;
    }

    /** How many CUDA GPUs this build of libtorch can use; 0 for the CPU build. */
    static int cudaCount() {
        return torch.hasCUDA() ? (int) torch.getNumGPUs() : 0;
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws EngineException with code {@code engine.device} where there is no such device
     */
    static Device parse(String name) {
        switch (name) {
            case "auto" -> {
                return best();
            }
            case "cpu" -> {
                return CPU;
            }
            default -> {
                if (!name.matches("cuda(:\\d{1,3})?")) {
                    throw new EngineException(
                            "engine.device", "\"%s\" is no device: say auto, cpu, cuda or cuda:0.".formatted(name));
                }
                int index = name.length() > 4 ? Integer.parseInt(name.substring(5)) : 0;
                if (index >= cudaCount()) {
                    throw new EngineException(
                            "engine.device",
                            "The device %s is not there: this installation sees %d CUDA GPUs; --device cpu works everywhere."
                                    .formatted(name, cudaCount()));
                }
                return new Cuda(index);
            }
        }
    }

    default boolean isCuda() {
        return this instanceof Cuda;
    }
}
