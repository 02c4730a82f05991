package dev.bildwerk.diffusion.checkpoint.names;

import java.util.List;

/**
 * The names of half a tiny autoencoder in its original layout, a file of numbered layers; the decoder's numbers are one
 * higher there, because the layer that keeps latents within bounds is counted.
 *
 * @param half {@code encoder} or {@code decoder}
 */
public record TinyVaeNames(String half) implements WeightNames {
    @Override
    public List<StoredWeight> of(String key) {
        String numbered = key.substring((half + ".layers.").length());
        int point = numbered.indexOf('.');
        int number = Integer.parseInt(numbered.substring(0, point)) + (half.equals("decoder") ? 1 : 0);
        return List.of(new StoredWeight.Whole(number + numbered.substring(point)));
    }

    @Override
    public boolean mayBeLeft(String name) {
        return false;
    }
}
