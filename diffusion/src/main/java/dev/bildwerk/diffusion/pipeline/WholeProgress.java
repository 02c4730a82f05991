package dev.bildwerk.diffusion.pipeline;

/** Tells of many pictures as of one: their steps are counted on. */
final class WholeProgress implements ProgressListener {
    private final ProgressListener listener;
    private final int pictures;
    private int begun;

    WholeProgress(ProgressListener listener, int pictures) {
        this.listener = listener;
        this.pictures = pictures;
    }

    @Override
    public boolean progress(Stage stage, int step, int steps) {
        if (stage == Stage.ENCODING_TEXT && step == 0) {
            begun++;
        }
        return switch (stage) {
            case DENOISING -> begun > 1 && step == 0
                    || listener.progress(stage, (begun - 1) * steps + step, pictures * steps);
            case ENCODING_TEXT -> begun > 1 || listener.progress(stage, step, steps);
            case DECODING -> begun < pictures || listener.progress(stage, step, steps);
        };
    }
}
