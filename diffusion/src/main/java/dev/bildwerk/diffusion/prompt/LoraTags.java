package dev.bildwerk.diffusion.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * AUTOMATIC1111's tags of extra networks, {@code <lora:name>}, {@code <lora:name:weight>} and
 * {@code <lora:name:text encoder:unet>}; the weights may also be named, {@code <lora:name:te=0.5:unet=1>}. Weights that
 * are not given are 1, and the UNet's is the text encoder's.
 */
public final class LoraTags {
    /**
     * A prompt and what was found in it.
     *
     * @param text without any tag
     * @param loras in the order of the text
     * @param unknown tags of other networks, which are taken out as well and do nothing
     */
    public record TakenOut(String text, List<LoraTag> loras, List<String> unknown) {
        public TakenOut {
            loras = List.copyOf(loras);
            unknown = List.copyOf(unknown);
        }
    }

    private LoraTags() {}

    /** Takes the tags out. A tag whose weight is no number stays as text. */
    public static TakenOut takeOut(String prompt) {
        return takeOut(prompt, lora -> true, true);
    }

    /** The prompt without some of its tags of adapters; every other tag stays. */
    public static String without(String prompt, Predicate<LoraTag> which) {
        return takeOut(prompt, which, false).text();
    }

    /**
     * Tags at the very end of a prompt.
     *
     * @param which the first one from the end that is not among them, and all before it, stay
     * @return the text before them, and them in its order; the white space before a tag goes with it
     */
    public static TakenOut takeFromTheEnd(String prompt, Predicate<LoraTag> which) {
        List<LoraTag> loras = new ArrayList<>();
        int end = prompt.length();
        while (end > 0 && prompt.charAt(end - 1) == '>') {
            int begin = prompt.lastIndexOf('<', end - 1);
            TakenOut last = begin < 0 ? null : takeOut(prompt.substring(begin, end));
            boolean isTag = last != null && last.text().isEmpty() && !last.loras().isEmpty();
            if (!isTag || !which.test(last.loras().getFirst())) {
                break;
            }
            loras.add(last.loras().getFirst());
            end = begin;
            while (end > 0 && Characters.isSpace(prompt.charAt(end - 1))) {
                end--;
            }
        }
        return new TakenOut(prompt.substring(0, end), loras.reversed(), List.of());
    }

    private static TakenOut takeOut(String prompt, Predicate<LoraTag> which, boolean othersToo) {
        StringBuilder text = new StringBuilder(prompt.length());
        List<LoraTag> loras = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        int i = 0;
        while (i < prompt.length()) {
            int begin = prompt.indexOf('<', i);
            int colon = begin < 0 ? -1 : endOfWord(prompt, begin + 1);
            int end = colon < 0 ? -1 : prompt.indexOf('>', colon);
            if (begin < 0 || colon >= 0 && end < 0) {
                break; // after a tag that nothing closes, nothing can close another
            }
            boolean isTag = colon >= 0 && end > colon + 1;
            int next = isTag ? end + 1 : begin + 1;
            text.append(prompt, i, begin);
            if (!isTag || !found(prompt.substring(begin + 1, end), which, othersToo, loras, unknown)) {
                text.append(prompt, begin, next);
            }
            i = next;
        }
        return new TakenOut(text.append(prompt, i, prompt.length()).toString(), loras, unknown);
    }

    /** The colon after a word; -1 where there is no word or no colon after it. */
    private static int endOfWord(String prompt, int from) {
        int end = from;
        while (end < prompt.length() && Characters.isWord(prompt.codePointAt(end))) {
            end += Character.charCount(prompt.codePointAt(end));
        }
        return end > from && end < prompt.length() && prompt.charAt(end) == ':' ? end : -1;
    }

    /** Whether the tag is to be taken out; it is then in one of the lists. */
    private static boolean found(
            String tag, Predicate<LoraTag> which, boolean othersToo, List<LoraTag> loras, List<String> unknown) {
        int colon = tag.indexOf(':');
        String network = tag.substring(0, colon);
        if (!network.equals("lora") && !network.equals("lyco")) {
            if (othersToo) {
                unknown.add("<" + tag + ">");
            }
            return othersToo;
        }
        LoraTag lora = read(tag.substring(colon + 1).split(":", -1));
        boolean taken = lora != null && which.test(lora);
        if (taken) {
            loras.add(lora);
        }
        return taken;
    }

    private static LoraTag read(String[] items) {
        List<String> positional = new ArrayList<>();
        String textEncoder = null;
        String unet = null;
        for (String item : items) {
            int equals = item.indexOf('=');
            boolean named = equals >= 0 && item.indexOf('=', equals + 1) < 0;
            if (!named) {
                positional.add(item);
            } else if (item.startsWith("te=")) {
                textEncoder = item.substring(equals + 1);
            } else if (item.startsWith("unet=")) {
                unet = item.substring(equals + 1);
            }
        }
        double weight = positional.size() > 1 ? Weights.parse(positional.get(1)) : 1;
        double forText = textEncoder == null ? weight : Weights.parse(textEncoder);
        double positionalUnet = positional.size() > 2 ? Weights.parse(positional.get(2)) : forText;
        double forUnet = unet == null ? positionalUnet : Weights.parse(unet);
        boolean isLora = !positional.isEmpty()
                && !positional.getFirst().isEmpty()
                && !Double.isNaN(forText)
                && !Double.isNaN(forUnet);
        return isLora ? new LoraTag(positional.getFirst(), forText, forUnet) : null;
    }
}
