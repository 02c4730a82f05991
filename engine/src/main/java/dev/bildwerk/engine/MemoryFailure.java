package dev.bildwerk.engine;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Failures that mean: there is not enough memory. libtorch has no type for them that reaches Java, only words. */
public final class MemoryFailure {
    private static final Pattern OF_A_GPU = Pattern.compile(
            "GPU (\\d+) has a total capacity of ([0-9.]+ \\w+) of which ([0-9.]+ \\w+) is free", Pattern.CASE_INSENSITIVE);

    private MemoryFailure() {}

    /** Whether it is one of Java's, of libtorch's on the processor, or of CUDA and its libraries. */
    public static boolean is(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return true;
        }
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return !(failure instanceof CodedException)
                && Stream.of(
                                "can't allocate memory",
                                "not enough memory",
                                "defaultcpuallocator",
                                "out of memory",
                                "bad_alloc",
                                "physical memory usage is too high",
                                "status_alloc_failed")
                        .anyMatch(text::contains);
    }

    /**
     * Which memory it was that is too small, as words for a sentence: "the GPU cuda:0 has (7.79 GiB, of which 21.06 MiB are
     * free)". Empty where it is not a GPU's.
     */
    public static Optional<String> ofGpu(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        Matcher figures = OF_A_GPU.matcher(text);
        if (figures.find()) {
            return Optional.of("the GPU cuda:%s has (%s, of which %s are free)"
                    .formatted(figures.group(1), figures.group(2), figures.group(3)));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean gpu = Stream.of("cuda", "cublas", "cudnn").anyMatch(lower::contains);
        return is(failure) && gpu ? Optional.of("the GPU has") : Optional.empty();
    }
}
