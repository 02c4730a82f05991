package dev.bildwerk.diffusion.prompt;

import java.util.List;

/** Where the choices of a wildcard come from. */
@FunctionalInterface
public interface WildcardSource {
    /** The choices of a name, none where there are none. */
    List<String> choices(String name);
}
