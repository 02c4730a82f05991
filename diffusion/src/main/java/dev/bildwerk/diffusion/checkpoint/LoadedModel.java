package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.engine.FreedMemory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * All parts of a model, with their weights on a device. May be used by several threads at once, until it is closed.
 *
 * @param checkpoint that it was read from
 * @param placement of its weights; see {@link #vaePlacement}
 * @param texts its encoders, one or two
 */
public record LoadedModel(
        Checkpoint checkpoint,
        Placement placement,
        List<LoadedText> texts,
        LoadedPart<UNet> unet,
        LoadedAutoencoder vae)
        implements AutoCloseable {

    public LoadedModel {
        texts = List.copyOf(texts);
    }

    /**
     * Reads all weights.
     *
     * @throws CheckpointException where a file or a weight is missing, surplus or misshapen
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where a file is not whole
     * @throws dev.bildwerk.diffusion.text.tokenizer.TokenizerFileException where a tokenizer's file is not what it
     *     should be
     */
    public static LoadedModel read(Checkpoint checkpoint, Placement placement) {
        LoadedModel model = whenNeeded(checkpoint, placement);
        try {
            model.texts().forEach(text -> text.encoder().part());
            model.unet().part();
            model.vae().part();
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** The same, but that each part's weights are not read before they are needed; that all are there is known at once. */
    public static LoadedModel whenNeeded(Checkpoint checkpoint, Placement placement) {
        Deque<Runnable> opened = new ArrayDeque<>();
        Placement besides = placement.withoutInt8();
        try {
            List<LoadedText> texts = new ArrayList<>();
            for (TextPart part : checkpoint.textParts()) {
                LoadedText text = LoadedText.whenNeeded(part, besides);
                opened.push(text::close);
                texts.add(text);
            }
            LoadedPart<UNet> unet = LoadedPart.whenNeeded(
                    checkpoint.unetFiles(), placement, weights -> new UNet(weights, checkpoint.unet()));
            opened.push(unet::close);
            LoadedAutoencoder vae = checkpoint.tinyVae() == null
                    ? LoadedVae.whenNeeded(
                            checkpoint.vaeFiles(), checkpoint.vae(), VaePlacement.of(checkpoint, besides))
                    : LoadedTinyVae.read(checkpoint.tinyVae(), besides);
            return new LoadedModel(checkpoint, placement, texts, unet, vae);
        } catch (RuntimeException | Error e) {
            opened.forEach(Runnable::run);
            throw e;
        }
    }

    /** Where the autoencoder is, and in which number format. */
    public Placement vaePlacement() {
        return VaePlacement.of(checkpoint, placement.withoutInt8());
    }

    /** Frees the weights and gives their memory back to the operating system. */
    @Override
    public void close() {
        texts.forEach(LoadedText::close);
        unet.close();
        vae.close();
        FreedMemory.giveBack();
    }
}
