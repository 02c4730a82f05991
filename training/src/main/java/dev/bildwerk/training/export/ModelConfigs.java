package dev.bildwerk.training.export;

import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Our configuration records as the JSON objects that diffusers and transformers read. */
final class ModelConfigs {
    private ModelConfigs() {}

    static Map<String, Object> index() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("_class_name", "StableDiffusionPipeline");
        json.put("_diffusers_version", "0.35.0");
        json.put("feature_extractor", unused());
        json.put("image_encoder", unused());
        json.put("requires_safety_checker", false);
        json.put("safety_checker", unused());
        json.put("scheduler", List.of("diffusers", "DDIMScheduler"));
        json.put("text_encoder", List.of("transformers", "CLIPTextModel"));
        json.put("tokenizer", List.of("transformers", "CLIPTokenizer"));
        json.put("unet", List.of("diffusers", "UNet2DConditionModel"));
        json.put("vae", List.of("diffusers", "AutoencoderKL"));
        return json;
    }

    /** What {@code bildwerk generate} does where the user says nothing; diffusers does not read it. */
    static Map<String, Object> habits(int pixels) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("steps", 25);
        json.put("guidance_scale", 4.0);
        json.put("sampler", "ddim");
        json.put("schedule", "normal");
        json.put("width", pixels);
        json.put("height", pixels);
        json.put("upscaler", "learned");
        return json;
    }

    private static List<Object> unused() {
        return Collections.nCopies(2, null);
    }

    static Map<String, Object> text(ClipTextConfig config, int startToken) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of("CLIPTextModel"));
        json.put("model_type", "clip_text_model");
        json.put("vocab_size", config.vocabularySize());
        json.put("hidden_size", config.width());
        json.put("intermediate_size", config.feedForwardWidth());
        json.put("projection_dim", config.width());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("max_position_embeddings", config.positions());
        json.put("hidden_act", config.activation() == ClipTextConfig.Activation.GELU ? "gelu" : "quick_gelu");
        json.put("layer_norm_eps", 1e-5);
        json.put("attention_dropout", 0.0);
        json.put("bos_token_id", startToken);
        json.put("eos_token_id", config.eosToken());
        json.put("pad_token_id", config.eosToken());
        json.put("torch_dtype", "float16");
        return json;
    }

    static Map<String, Object> unet(UNetConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("_class_name", "UNet2DConditionModel");
        json.put("sample_size", config.sampleSize());
        json.put("in_channels", config.inChannels());
        json.put("out_channels", config.outChannels());
        json.put("block_out_channels", config.blockOutChannels());
        json.put("down_block_types", blocks(config, "Down"));
        json.put("mid_block_type", "UNetMidBlock2DCrossAttn");
        json.put("up_block_types", blocks(config, "Up").reversed());
        json.put("layers_per_block", config.layersPerBlock());
        json.put("transformer_layers_per_block", config.transformerLayers());
        json.put("attention_head_dim", config.heads());
        json.put("cross_attention_dim", config.crossAttentionDim());
        json.put("use_linear_projection", config.useLinearProjection());
        json.put("norm_num_groups", config.normNumGroups());
        json.put("norm_eps", config.normEpsilon());
        json.put("act_fn", "silu");
        json.put("downsample_padding", 1);
        json.put("mid_block_scale_factor", 1);
        json.put("resnet_time_scale_shift", config.scaleShift() ? "scale_shift" : "default");
        json.put("flip_sin_to_cos", config.flipSinToCos());
        json.put("freq_shift", (int) config.freqShift());
        switch (config.added()) {
            case AddedConditions.None none -> json.put("addition_embed_type", null);
            case AddedConditions.Text text -> {
                json.put("addition_embed_type", "text");
                json.put("addition_embed_type_num_heads", text.heads());
            }
            case AddedConditions.TextTime textTime -> {
                json.put("addition_embed_type", "text_time");
                json.put("addition_time_embed_dim", textTime.numberWidth());
                json.put("projection_class_embeddings_input_dim", textTime.inputWidth());
            }
        }
        return json;
    }

    private static List<String> blocks(UNetConfig config, String direction) {
        return IntStream.range(0, config.blockOutChannels().size())
                .mapToObj(i -> (config.attention().get(i) ? "CrossAttn" : "") + direction + "Block2D")
                .toList();
    }

    static Map<String, Object> vae(VaeConfig config, int sampleSize) {
        int blocks = config.blockOutChannels().size();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("_class_name", "AutoencoderKL");
        json.put("sample_size", sampleSize);
        json.put("in_channels", config.pictureChannels());
        json.put("out_channels", config.pictureChannels());
        json.put("latent_channels", config.latentChannels());
        json.put("block_out_channels", config.blockOutChannels());
        json.put("down_block_types", Collections.nCopies(blocks, "DownEncoderBlock2D"));
        json.put("up_block_types", Collections.nCopies(blocks, "UpDecoderBlock2D"));
        json.put("layers_per_block", config.layersPerBlock());
        json.put("norm_num_groups", config.normNumGroups());
        json.put("act_fn", "silu");
        json.put("mid_block_add_attention", config.midBlockAttention());
        json.put("use_quant_conv", config.quantConv());
        json.put("use_post_quant_conv", config.quantConv());
        json.put("scaling_factor", config.scalingFactor());
        json.put("force_upcast", false);
        return json;
    }

    static Map<String, Object> scheduler(SchedulerConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("_class_name", "DDIMScheduler");
        json.put("num_train_timesteps", config.trainTimesteps());
        json.put("beta_start", config.betaStart());
        json.put("beta_end", config.betaEnd());
        json.put("beta_schedule", config.betaSchedule().configName());
        json.put("rescale_betas_zero_snr", config.rescaleBetasZeroSnr());
        json.put("prediction_type", config.predictionType().configName());
        json.put("timestep_spacing", config.timestepSpacing().configName());
        json.put("steps_offset", config.stepsOffset());
        json.put("set_alpha_to_one", config.setAlphaToOne());
        json.put("clip_sample", false);
        json.put("thresholding", false);
        return json;
    }
}
