package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.diffusion.vae.VaeConfig;

/** What a file of weights is. */
public sealed interface FileKind {

    /** Which names the weights have. */
    enum Layout {
        /** As CompVis, Stability and most programs write one file. */
        ONE_FILE,
        /** As diffusers names the weights of a part. */
        DIFFUSERS
    }

    /** For people, after "this is", such as {@code a LoRA for Stable Diffusion XL}. */
    String title();

    /** For people, a half sentence: what it can be used for. */
    String use();

    /** A whole model in one file. */
    record Model(ModelFamily family, Distillation distillation, Prediction prediction) implements FileKind {
        @Override
        public String title() {
            String speed = distillation == Distillation.NONE ? "" : " (%s)".formatted(distillation.title());
            return "a model: " + family.title() + speed;
        }

        @Override
        public String use() {
            return "name it as the model";
        }
    }

    /** The denoiser of a model without its other parts. */
    record UNetAlone(Layout layout, ModelFamily family) implements FileKind {
        @Override
        public String title() {
            return "the denoiser alone of a model (%s)".formatted(family.title());
        }

        @Override
        public String use() {
            return "name the whole model instead, its folder or its file";
        }
    }

    /** An autoencoder of a model without its other parts. */
    record VaeAlone(Layout layout, VaeConfig config) implements FileKind {
        @Override
        public String title() {
            return "an autoencoder (VAE)";
        }

        @Override
        public String use() {
            return "name it as the VAE of a model";
        }
    }

    /** A tiny autoencoder, or half of one. */
    record TinyVae(Layout layout, boolean hasEncoder, boolean hasDecoder, int latentChannels) implements FileKind {
        @Override
        public String title() {
            return "a tiny autoencoder (TAESD)%s"
                    .formatted(hasEncoder && hasDecoder ? "" : hasEncoder ? ", its encoder" : ", its decoder");
        }

        @Override
        public String use() {
            return "name it as the VAE of a model for fast previews";
        }
    }

    /** A text encoder without the other parts of its model. */
    record TextEncoderAlone() implements FileKind {
        @Override
        public String title() {
            return "the text encoder alone of a model";
        }

        @Override
        public String use() {
            return "name the whole model instead, its folder or its file";
        }
    }

    /** Changes to a model's weights: LoRA and its relatives. */
    record Lora(String style, ModelFamily family) implements FileKind {
        @Override
        public String title() {
            return "a %s%s".formatted(style, family == ModelFamily.OTHER ? "" : " for " + family.title());
        }

        @Override
        public String use() {
            return "write it in the prompt as <lora:NAME:1>, beside the model it was made for";
        }
    }

    /** Words of a prompt that were learned: textual inversion. */
    record Embedding(int vectors, ModelFamily family) implements FileKind {
        @Override
        public String title() {
            return "an embedding of %d word vector%s%s"
                    .formatted(
                            vectors,
                            vectors == 1 ? "" : "s",
                            family == ModelFamily.OTHER ? "" : " for " + family.title());
        }

        @Override
        public String use() {
            return "write its name in the prompt, beside the model it was made for";
        }
    }

    /** A network that holds a denoiser to a picture. */
    record Control(Style style, Layout layout, ModelFamily family) implements FileKind {

        /** What it computes. */
        public enum Style {
            CONTROLNET("ControlNet"),
            T2I_ADAPTER("T2I-Adapter");

            private final String title;

            Style(String title) {
                this.title = title;
            }

            /** For people. */
            public String title() {
                return title;
            }
        }

        @Override
        public String title() {
            return "a %s%s".formatted(style.title(), family == ModelFamily.OTHER ? "" : " for " + family.title());
        }

        @Override
        public String use() {
            return "name it with a picture, --control FILE=PICTURE, beside the model it was made for";
        }
    }

    /** The network that makes pictures larger; the one that is used comes with the library. */
    record PictureUpscaler() implements FileKind {
        @Override
        public String title() {
            return "Bildwerk's picture upscaler";
        }

        @Override
        public String use() {
            return "it comes with this program, --upscaler learned";
        }
    }

    /** Something known that this program has no use for. */
    record Unsupported(String title) implements FileKind {
        @Override
        public String use() {
            return "this version has no use for it";
        }
    }

    /** Nothing that is known. */
    record Unknown(String firstName) implements FileKind {
        @Override
        public String title() {
            return firstName.isEmpty() ? "a file without weights" : "no model that is known here";
        }

        @Override
        public String use() {
            return firstName.isEmpty()
                    ? "download it again"
                    : "it begins with the weight \"%s\": use a Stable Diffusion model".formatted(firstName);
        }
    }
}
