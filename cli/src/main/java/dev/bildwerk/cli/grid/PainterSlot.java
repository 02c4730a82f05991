package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.generate.ModelIdentity;
import dev.bildwerk.cli.generate.ModelOptions;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.pipeline.Workers;
import java.util.HashMap;
import java.util.Map;

/** The models of a grid, of which one at a time is read; see {@link GridPlan#inDrawingOrder}. */
final class PainterSlot implements AutoCloseable {
    private final ModelOptions options;
    private final Guard guard;
    private final Map<ModelChoice, Checkpoint> checkpoints = new HashMap<>();
    private final Map<ModelChoice, ModelIdentity> identities = new HashMap<>();
    private ModelChoice current;
    private Workers painters;

    PainterSlot(ModelOptions options, Guard guard) {
        this.options = options;
        this.guard = guard;
    }

    /**
     * What the model is; none of its weights is read.
     *
     * @throws RefusedException where the guard does not admit it
     */
    Checkpoint checkpoint(ModelChoice choice) {
        return checkpoints.computeIfAbsent(choice, asked -> {
            Checkpoint checkpoint = options.checkpoint(asked.model(), asked.vae().map(Change.OfVae::vae));
            checkpoint.roots().forEach(root -> {
                if (guard.admitModel(root) instanceof Verdict.Refused refused) {
                    throw new RefusedException(refused.refusal());
                }
            });
            return checkpoint;
        });
    }

    ModelIdentity identity(ModelChoice choice) {
        return identities.computeIfAbsent(choice, asked -> ModelIdentity.of(checkpoint(asked)));
    }

    /** The model, read, once for each device; the one before is closed. */
    Workers painters(ModelChoice choice) {
        if (!choice.equals(current)) {
            closePainters();
            painters = Workers.open(checkpoint(choice), guard, options.toWorkers());
            current = choice;
        }
        return painters;
    }

    private void closePainters() {
        current = null;
        if (painters != null) {
            painters.close();
            painters = null;
        }
    }

    @Override
    public void close() {
        closePainters();
        identities.values().forEach(ModelIdentity::close);
    }
}
