package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.vae.Vae;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * All parts of a model, with their weights on a device. May be used by several threads at once, until it is closed.
 *
 * @param folder that it was read from
 * @param placement of all its weights
 * @param texts its encoders, one or two
 */
public record LoadedModel(
        DiffusersFolder folder,
        Placement placement,
        List<LoadedText> texts,
        LoadedPart<UNet> unet,
        LoadedPart<Vae> vae)
        implements AutoCloseable {

    public LoadedModel {
        texts = List.copyOf(texts);
    }

    /**
     * @throws CheckpointException where a file or a weight is missing, surplus or misshapen
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where a file is not whole
     * @throws dev.bildwerk.diffusion.text.tokenizer.TokenizerFileException where a tokenizer's file is not what it
     *     should be
     */
    public static LoadedModel read(DiffusersFolder folder, Placement placement) {
        Deque<Runnable> opened = new ArrayDeque<>();
        try {
            List<LoadedText> texts = new ArrayList<>();
            for (TextPart part : folder.textParts()) {
                LoadedText text = LoadedText.read(folder, part, placement);
                opened.push(text::close);
                texts.add(text);
            }
            LoadedPart<UNet> unet = LoadedPart.read(
                    folder.unetWeights(), WeightNames.UNET, placement, weights -> new UNet(weights, folder.unet()));
            opened.push(unet::close);
            LoadedPart<Vae> vae = LoadedPart.read(
                    folder.vaeWeights(), WeightNames.VAE, placement, weights -> new Vae(weights, folder.vae()));
            return new LoadedModel(folder, placement, texts, unet, vae);
        } catch (RuntimeException | Error e) {
            opened.forEach(Runnable::run);
            throw e;
        }
    }

    @Override
    public void close() {
        texts.forEach(LoadedText::close);
        unet.close();
        vae.close();
    }
}
