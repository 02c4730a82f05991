package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/** Takes the noise out of a latent, step by step. */
@FunctionalInterface
public interface Sampler {
    /**
     * @param denoiser called once a step or more
     * @param x {@code [batch, channels, height, width]} with noise of the schedule's first sigma, in F32: see
     *     {@link Schedule#initialLatent}; is left as it is
     * @param noise asked only by samplers that add noise
     * @return the clean latent in x's shape; belongs to the innermost scope of the caller
     * @throws SamplingStoppedException if the listener says so
     */
    Tensor sample(Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener);

    static Sampler of(SamplerName name) {
        return switch (name) {
            case EULER -> Euler::sample;
            case EULER_ANCESTRAL -> EulerAncestral::sample;
            case DDIM -> Ddim::sample;
            case DPM_PLUS_PLUS_2M -> DpmPlusPlus2M::sample;
            case HEUN -> Heun::sample;
            case DPM2 -> Dpm2::sample;
            case DPM2_ANCESTRAL -> Dpm2::sampleAncestral;
            case LMS -> Lms::sample;
            case DPM_PLUS_PLUS_2S_ANCESTRAL -> DpmPlusPlus2SAncestral::sample;
            case DPM_PLUS_PLUS_SDE -> DpmPlusPlusSde::sample;
            case DPM_PLUS_PLUS_2M_SDE -> DpmPlusPlus2MSde::sample;
            case DPM_PLUS_PLUS_2M_SDE_HEUN -> DpmPlusPlus2MSde::sampleHeun;
            case DPM_PLUS_PLUS_3M_SDE -> DpmPlusPlus3MSde::sample;
            case DPM_FAST -> DpmFast::sample;
            case DPM_ADAPTIVE -> DpmAdaptive::sample;
            case UNI_PC -> UniPc::sample;
            case DDPM -> Ddpm::sample;
            case PNDM -> Pndm::sample;
            case PLMS -> Pndm::samplePlms;
            case LCM -> Lcm::sample;
            case TCD -> Tcd::sample;
            case RESTART -> Restart::sample;
        };
    }

    /**
     * As a program calls it: AUTOMATIC1111 calls DPM fast and DPM adaptive with eta 1, so that they draw noise;
     * ComfyUI's LMS ends with the denoiser's answer.
     */
    static Sampler of(SamplerName name, SamplingDialect dialect) {
        boolean a1111 = dialect == SamplingDialect.A1111;
        return switch (name) {
            case DPM_FAST -> a1111 ? DpmFast::sampleAncestral : DpmFast::sample;
            case DPM_ADAPTIVE -> a1111 ? DpmAdaptive::sampleAncestral : DpmAdaptive::sample;
            case LMS -> dialect == SamplingDialect.COMFYUI ? Lms::sampleToTheAnswer : Lms::sample;
            case DPM_PLUS_PLUS_SDE -> switch (dialect) {
                case A1111 -> DpmPlusPlusSde::sampleInFloatLogarithms;
                case COMFYUI -> DpmPlusPlusSde::sampleInFloats;
                case DIFFUSERS -> DpmPlusPlusSde::sample;
            };
            default -> of(name);
        };
    }
}
