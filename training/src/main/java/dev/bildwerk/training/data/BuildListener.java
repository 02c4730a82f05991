package dev.bildwerk.training.data;

/** Hears how far the building of a data set is. */
@FunctionalInterface
public interface BuildListener {
    BuildListener NONE = (stage, done, all) -> { };

    /**
     * @param stage what is being done, for a user to read: {@code drawing noto}
     * @param done pictures or packages done
     * @param all of how many
     */
    void progress(String stage, int done, int all);
}
