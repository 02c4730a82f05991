package dev.bildwerk.training.denoiser;

import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Tensor;

/**
 * The squared error of the predicted velocity {@code sqrt(alphaBar) noise - sqrt(1 - alphaBar) latent} (Salimans and Ho
 * 2022), which weights every noise level about alike and is defined where no signal is left.
 */
public final class VelocityLoss {
    private VelocityLoss() {}

    /**
     * @param latents clean and scaled, {@code [batch, channels, height, width]}, fp32 on the CPU
     * @param noise standard normal, likewise
     * @param timesteps one a picture
     * @param text {@code [batch, tokens, width]} in the format of the computation
     */
    public static Tensor of(
            UNet unet, NoiseSchedule schedule, Tensor latents, Tensor noise, int[] timesteps, Tensor text) {
        int batch = timesteps.length;
        float[] signal = new float[batch];
        float[] strength = new float[batch];
        double[] times = new double[batch];
        for (int i = 0; i < batch; i++) {
            double alphaBar = schedule.alphaBar(timesteps[i]);
            signal[i] = (float) Math.sqrt(alphaBar);
            strength[i] = (float) Math.sqrt(1 - alphaBar);
            times[i] = timesteps[i];
        }
        Tensor a = Tensor.of(signal, batch, 1, 1, 1);
        Tensor b = Tensor.of(strength, batch, 1, 1, 1);
        Device device = text.device();
        Tensor noisy = latents.mul(a).add(noise.mul(b)).to(device).to(text.dtype());
        Tensor velocity = noise.mul(a).sub(latents.mul(b)).to(device);
        Tensor predicted = unet.apply(UNetInput.of(noisy, times, text)).to(DType.F32);
        return predicted.sub(velocity).square().mean();
    }
}
