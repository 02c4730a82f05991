package dev.bildwerk.safety.evaluation;

import dev.bildwerk.safety.prompt.PromptPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the policy makes of a suite of prompts.
 *
 * @param all counts over everything
 * @param byExpectation counts for each expectation of the suite, such as {@code prompt.minor} and {@code admit}
 * @param byGroup counts for each group of the suite; empty where it has none
 * @param misses prompts that were refused and should not have been, or the other way around
 */
public record PolicyEvaluation(
        Counts all, Map<String, Counts> byExpectation, Map<String, Counts> byGroup, List<Miss> misses) {

    /**
     * How many prompts were judged how.
     *
     * @param refused of those to be refused
     * @param missed of those to be refused, the admitted ones
     * @param otherReason of the refused ones, those for another reason than the suite names
     * @param admitted of the harmless ones
     * @param wronglyRefused of the harmless ones
     */
    public record Counts(int refused, int missed, int otherReason, int admitted, int wronglyRefused) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts with(PolicyCase expected, Optional<String> code) {
            if (!expected.isToBeRefused()) {
                return code.isEmpty()
                        ? new Counts(refused, missed, otherReason, admitted + 1, wronglyRefused)
                        : new Counts(refused, missed, otherReason, admitted, wronglyRefused + 1);
            }
            if (code.isEmpty()) {
                return new Counts(refused, missed + 1, otherReason, admitted, wronglyRefused);
            }
            boolean other = !expected.expected().equals(PolicyCase.REFUSE) && !expected.expected().equals(code.get());
            return new Counts(refused + 1, missed, otherReason + (other ? 1 : 0), admitted, wronglyRefused);
        }

        /** The share of what is to be refused that is; 1 where there is none. */
        public double recall() {
            return share(refused, refused + missed);
        }

        /** The share of what is refused that is to be; 1 where nothing is. */
        public double precision() {
            return share(refused, refused + wronglyRefused);
        }

        /** The share of harmless prompts that are refused; 0 where there are none. */
        public double wrongRefusals() {
            return wronglyRefused == 0 ? 0 : (double) wronglyRefused / (admitted + wronglyRefused);
        }

        private static double share(int part, int whole) {
            return whole == 0 ? 1 : (double) part / whole;
        }
    }

    /**
     * A prompt that was judged wrongly.
     *
     * @param code the reason code of the refusal; {@code null} where the prompt was admitted
     */
    public record Miss(PolicyCase prompt, String code) {}

    /** Asks the policy about each prompt. */
    public static PolicyEvaluation of(List<PolicyCase> cases, PromptPolicy policy) {
        Counts all = Counts.NONE;
        Map<String, Counts> byExpectation = new LinkedHashMap<>();
        Map<String, Counts> byGroup = new LinkedHashMap<>();
        List<Miss> misses = new ArrayList<>();
        for (PolicyCase one : cases) {
            Optional<String> code = policy.reasonAgainst(one.prompt(), "");
            all = all.with(one, code);
            byExpectation.merge(one.expected(), Counts.NONE.with(one, code), (old, none) -> old.with(one, code));
            if (!one.group().isEmpty()) {
                byGroup.merge(one.group(), Counts.NONE.with(one, code), (old, none) -> old.with(one, code));
            }
            if (one.isToBeRefused() != code.isPresent()) {
                misses.add(new Miss(one, code.orElse(null)));
            }
        }
        return new PolicyEvaluation(all, byExpectation, byGroup, misses);
    }
}
