package dev.bildwerk.safety.consent;

import java.util.List;
import java.util.Map;

/**
 * How a server says that what it shows is not to be taken for training: response headers and a {@code robots.txt}. They ask; they cannot
 * prevent.
 */
public final class Reservation {
    /** As their operators name them, of crawlers that gather for training. */
    private static final List<String> TRAINING_CRAWLERS = List.of(
            "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "cohere-ai", "Diffbot",
            "FacebookBot", "Google-Extended", "GPTBot", "img2dataset", "meta-externalagent", "omgili", "PerplexityBot", "Timpibot");

    private Reservation() {}

    /**
     * Response headers for pages and pictures: the reservation of the W3C community group's TDM Reservation Protocol, which Article 4 of
     * the Directive (EU) 2019/790 asks to be machine-readable, and the tags that some crawlers honour.
     */
    public static Map<String, String> headers() {
        return Map.of("tdm-reservation", "1", "X-Robots-Tag", "noai, noimageai");
    }

    /** A {@code robots.txt} (RFC 9309) that keeps crawlers for training away from everything, and others from what is not public. */
    public static String robots(List<String> notPublic) {
        StringBuilder text = new StringBuilder();
        TRAINING_CRAWLERS.forEach(crawler -> text.append("User-agent: ").append(crawler).append('\n'));
        text.append("Disallow: /\n\nUser-agent: *\n");
        notPublic.forEach(path -> text.append("Disallow: ").append(path).append('\n'));
        return text.append(notPublic.isEmpty() ? "Disallow:\n" : "").toString();
    }
}
