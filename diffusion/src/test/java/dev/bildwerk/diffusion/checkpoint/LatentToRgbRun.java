package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.vae.Autoencoder;
import dev.bildwerk.diffusion.vae.LatentToRgb;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A program that prints the map from latents to colours of an autoencoder, as the test card gives it, and how far it is
 * from pictures: the mean PSNR in dB against each picture's own means, and that of the map that these very pictures give. The
 * arguments are a model's folder, or the two files of a tiny autoencoder (encoder first), and a folder of pictures.
 */
final class LatentToRgbRun {
    private static final Placement PLACEMENT = new Placement(Device.CPU, DType.F32);
    private static final int SIDE = 128;
    private static final int MOST_PICTURES = 60;

    private LatentToRgbRun() {}

    public static void main(String[] arguments) throws IOException {
        Path pictures = Path.of(arguments[arguments.length - 1]);
        if (arguments.length == 3) {
            try (LoadedTinyVae vae = LoadedTinyVae.read(PLACEMENT, Path.of(arguments[0]), Path.of(arguments[1]))) {
                tell(vae.part(), pictures);
            }
        } else {
            try (LoadedModel model = LoadedModel.read(Checkpoint.open(Path.of(arguments[0])), PLACEMENT)) {
                tell(model.vae().part(), pictures);
            }
        }
    }

    private static void tell(Autoencoder vae, Path folder) throws IOException {
        LatentToRgb ofCard = LatentToRgb.of(vae, Device.CPU, DType.F32);
        System.out.println(ofCard);
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open();
                Stream<Path> files = Files.walk(folder)) {
            List<Tensor> latents = new ArrayList<>();
            List<Tensor> pictures = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".png")).sorted().limit(MOST_PICTURES).toList()) {
                BufferedImage image = ImageIO.read(file.toFile());
                Tensor picture = Pixels.tensor(Picture.of(image).resized(SIDE, SIDE, Resampling.LANCZOS));
                pictures.add(picture);
                latents.add(Scope.only(() -> vae.latent(picture, null)));
            }
            LatentToRgb ofPictures = LatentToRgb.fit(Tensor.cat(0, latents), Tensor.cat(0, pictures));
            System.out.println(ofPictures);
            System.out.printf(
                    "%d pictures: %.1f dB by the card, %.1f dB by themselves%n",
                    pictures.size(),
                    decibels(ofCard, latents, pictures),
                    decibels(ofPictures, latents, pictures));
        }
    }

    private static double decibels(LatentToRgb map, List<Tensor> latents, List<Tensor> pictures) {
        double sum = 0;
        for (int i = 0; i < latents.size(); i++) {
            Tensor means = pictures.get(i).averagePool(pictures.get(i).size(2) / latents.get(i).size(2));
            double error = map.apply(latents.get(i)).clamp(-1, 1).sub(means).mul(0.5).square().mean().item();
            sum -= 10 * Math.log10(error);
        }
        return sum / latents.size();
    }
}
