package dev.bildwerk.diffusion.adapter;

/** The parts of a model that an adapter may change. */
enum AdapterPart {
    UNET,
    TEXT,
    /** SDXL's second text encoder. */
    SECOND_TEXT
}
