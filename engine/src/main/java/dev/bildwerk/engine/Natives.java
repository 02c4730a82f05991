package dev.bildwerk.engine;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Which build of libtorch is loaded: the one for CUDA where it is on the class path and NVIDIA's libraries are found, else the
 * one for the processor. This is decided before JavaCPP looks for itself, which would mix the two: it takes from the first
 * whatever loads, and the rest from the other.
 *
 * @param cuda whether it is the build for CUDA
 * @param problem why it is not, though it is there; a sentence
 */
record Natives(boolean cuda, Optional<String> problem) {
    /** {@code off} keeps CUDA out of use where it could be used. */
    static final String SWITCH = "bildwerk.cuda";

    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
    private static final String CUDA_EXTENSION = "-gpu";
    private static final Natives CHOSEN = choose();

    /** Chooses, at the first call; {@link LibTorch} makes it before it loads. */
    static Natives chosen() {
        return CHOSEN;
    }

    private static Natives choose() {
        ProcessSettings.apply();
        String folder = "/org/bytedeco/pytorch/" + Loader.Detector.getPlatform();
        boolean cudaBuild = holds(folder + CUDA_EXTENSION);
        if (!cudaBuild) {
            return new Natives(false, Optional.empty());
        }
        Natives natives = "off".equals(System.getProperty(SWITCH))
                ? new Natives(false, Optional.of("CUDA is switched off: start without BILDWERK_CUDA=0."))
                : of(CudaLibraries.problem(CudaLibraries.ofThisSystem(), CudaLibraries::load));
        if (System.getProperty(EXTENSION) == null) {
            System.setProperty(EXTENSION, natives.cuda() ? CUDA_EXTENSION : "");
        }
        return natives;
    }

    static Natives of(Optional<String> problem) {
        return new Natives(problem.isEmpty(), problem);
    }

    private static boolean holds(String folder) {
        return Natives.class.getResource(folder + "/libtorch_cuda.so") != null
                || Natives.class.getResource(folder + "/torch_cuda.dll") != null;
    }
}
