package dev.bildwerk.engine;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
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

    /** The first CUDA GPU where this installation can use one, else the CPU. */
    static Device best() {
        return cudaCount() > 0 ? new Cuda(0) : CPU;
    }

    /** How many CUDA GPUs this installation can use; 0 for the CPU build, and where NVIDIA's libraries are missing. */
    static int cudaCount() {
        if (!Natives.chosen().cuda()) {
            return 0;
        }
        LibTorch.await();
        return torch.hasCUDA() ? (int) torch.getNumGPUs() : 0;
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws EngineException with code {@code engine.device} where there is no such device, {@code engine.cuda-libraries}
     *     where one of NVIDIA's libraries is missing
     */
    static Device parse(String name) {
        return parse(name, Natives.chosen(), Device::cudaCount);
    }

    /**
     * Reads one device, or several with commas between, as in {@code cuda:0,cuda:1}.
     *
     * @throws EngineException also where one is named twice
     */
    static List<Device> parseAll(String names) {
        List<Device> devices = Arrays.stream(names.split(",", -1)).map(String::strip).map(Device::parse).toList();
        if (new HashSet<>(devices).size() < devices.size()) {
            throw new EngineException(
                    "engine.device", "\"%s\" names a device twice: name each once.".formatted(names));
        }
        return devices;
    }

    /** @param count of GPUs, asked for only where the name is a GPU's */
    static Device parse(String name, Natives natives, IntSupplier count) {
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
                            "engine.device",
                            "\"%s\" is no device: say auto, cpu, cuda, cuda:0, or several as cuda:0,cuda:1."
                                    .formatted(name));
                }
                int index = name.length() > 4 ? Integer.parseInt(name.substring(5)) : 0;
                unusable(name, natives).ifPresent(problem -> {
                    throw problem;
                });
                int there = count.getAsInt();
                if (index >= there) {
                    throw new EngineException(
                            "engine.device",
                            "The device %s is not there: this installation sees %d CUDA GPUs; --device cpu works everywhere."
                                    .formatted(name, there));
                }
                return new Cuda(index);
            }
        }
    }

    private static Optional<EngineException> unusable(String name, Natives natives) {
        if (natives.cuda()) {
            return Optional.empty();
        }
        return Optional.of(natives.problem()
                .map(problem -> new EngineException("engine.cuda-libraries", problem))
                .orElseGet(() -> new EngineException(
                        "engine.device",
                        ("The device %s is not there: this is the build without CUDA. BILDWERK_CUDA=1 ./bildwerk (or mvn "
                                        + "-Pcuda) makes the one with it; --device cpu works everywhere.")
                                .formatted(name))));
    }

    default boolean isCuda() {
        return this instanceof Cuda;
    }
}
