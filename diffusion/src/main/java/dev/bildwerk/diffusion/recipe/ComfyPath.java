package dev.bildwerk.diffusion.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way from a saved picture back to the noise.
 *
 * @param samplers from the one nearest to the picture to the one nearest to the noise
 * @param decoder the node nearest to the picture that decodes a latent; empty where none does
 * @param start where the way ends; empty where a link leads nowhere or in a circle
 * @param others nodes on the way that are neither of these
 */
record ComfyPath(
        List<ComfyNode> samplers, Optional<ComfyNode> decoder, Optional<ComfyNode> start, List<ComfyNode> others) {
    private static final List<String> UPSTREAM =
            List.of("samples", "latent_image", "latent", "image", "images", "pixels", "any", "", "IMAGE", "LATENT");

    /** @param output a node that takes a picture */
    static ComfyPath of(ComfyGraph graph, ComfyNode output) {
        List<ComfyNode> samplers = new ArrayList<>();
        List<ComfyNode> others = new ArrayList<>();
        Optional<ComfyNode> decoder = Optional.empty();
        Set<String> seen = new HashSet<>();
        Optional<ComfyNode> at = upstream(graph, output);
        while (at.isPresent()) {
            ComfyNode node = at.get();
            if (!seen.add(node.id())) {
                return new ComfyPath(samplers, decoder, Optional.empty(), others);
            }
            Optional<ComfyNode> next = upstream(graph, node);
            if (isSampler(node)) {
                samplers.add(node);
            } else if (node.type().startsWith("VAEDecode")) {
                decoder = decoder.or(() -> Optional.of(node));
            } else if (next.isEmpty()) {
                return new ComfyPath(samplers, decoder, Optional.of(node), others);
            } else if (!node.type().equals("Reroute")) {
                others.add(node);
            }
            at = next;
        }
        return new ComfyPath(samplers, decoder, Optional.empty(), others);
    }

    /** The id of the sampler nearest to the noise; empty for none. */
    String firstSampler() {
        return samplers.isEmpty() ? "" : samplers.getLast().id();
    }

    /** By what it takes, since extensions have samplers of their own. */
    static boolean isSampler(ComfyNode node) {
        return node.link("positive").isPresent()
                && node.link("negative").isPresent()
                && (node.has("seed") || node.has("noise_seed"));
    }

    private static Optional<ComfyNode> upstream(ComfyGraph graph, ComfyNode node) {
        return node.firstLink(UPSTREAM).flatMap(graph::at);
    }
}
