package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.pipeline.Additions;
import java.util.List;
import picocli.CommandLine.Option;

/** What is put into or beside the model. */
public final class AdditionOptions {
    @Option(
            names = "--lora",
            paramLabel = "FILE[:NUMBER[:NUMBER]]",
            converter = AdapterChoice.class,
            description = "Change the model with a LoRA, LoCon, LoHa or DoRA, this much, and the text encoder this much; "
                    + "may be given several times.")
    List<AdapterUse> adapters = List.of();

    public Additions toAdditions() {
        return Additions.NONE.withAdapters(adapters);
    }
}
