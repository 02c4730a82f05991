package dev.bildwerk.safety.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BchCodeTest {
    private static boolean[] damaged(boolean[] word, int wrong, Random random) {
        boolean[] damaged = word.clone();
        BitSet done = new BitSet();
        while (done.cardinality() < wrong) {
            int at = random.nextInt(word.length);
            if (!done.get(at)) {
                done.set(at);
                damaged[at] ^= true;
            }
        }
        return damaged;
    }

    private static int distance(boolean[] one, boolean[] other) {
        int distance = 0;
        for (int i = 0; i < one.length; i++) {
            distance += one[i] == other[i] ? 0 : 1;
        }
        return distance;
    }

    @Test
    void anyTenBitsMayBeWrong() {
        Random random = new Random(1);
        for (int wrong = 0; wrong <= BchCode.CORRECTS; wrong++) {
            for (int round = 0; round < 500; round++) {
                long data = random.nextLong();
                boolean[] received = damaged(BchCode.encode(data), wrong, random);
                assertThat(BchCode.decode(received)).contains(new BchCode.Decoded(data, wrong));
            }
        }
    }

    @Test
    void eachSingleBitIsPutRight() {
        for (int at = 0; at < BchCode.LENGTH; at++) {
            boolean[] received = BchCode.encode(0x0123_4567_89ab_cdefL);
            received[at] ^= true;
            assertThat(BchCode.decode(received)).contains(new BchCode.Decoded(0x0123_4567_89ab_cdefL, 1));
        }
    }

    @Test
    void elevenWrongBitsAreNeverTakenForWhatWasSent() {
        Random random = new Random(2);
        for (int round = 0; round < 2_000; round++) {
            long data = random.nextLong();
            boolean[] sent = BchCode.encode(data);
            BchCode.decode(damaged(sent, BchCode.CORRECTS + 1, random)).ifPresent(decoded -> {
                assertThat(decoded.data()).isNotEqualTo(data);
                assertThat(distance(sent, BchCode.encode(decoded.data())))
                        .isEqualTo(2 * BchCode.CORRECTS + 1);
            });
        }
    }

    @Test
    void wordsDifferInTwentyOneBitsAtLeast() {
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            long data = random.nextLong();
            long near = round < 64 ? data ^ 1L << round : random.nextLong();
            assertThat(distance(BchCode.encode(data), BchCode.encode(near))).isGreaterThanOrEqualTo(2 * BchCode.CORRECTS + 1);
        }
    }

    @Test
    void theCodeIsLinear() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            long one = random.nextLong();
            long other = random.nextLong();
            boolean[] sum = BchCode.encode(one);
            boolean[] second = BchCode.encode(other);
            for (int i = 0; i < sum.length; i++) {
                sum[i] ^= second[i];
            }
            assertThat(sum).isEqualTo(BchCode.encode(one ^ other));
        }
        assertThat(BchCode.encode(0)).doesNotContain(true);
    }

    /** Of 400,000 random words 10 would be taken on average; 30 or more come about once in 10 million times. */
    @Test
    void randomWordsAreHardlyEverTaken() {
        Random random = new Random(5);
        int taken = 0;
        for (int round = 0; round < 400_000; round++) {
            boolean[] word = new boolean[BchCode.LENGTH];
            long low = random.nextLong();
            long high = random.nextLong();
            for (int i = 0; i < word.length; i++) {
                word[i] = ((i < 64 ? low >>> i : high >>> i - 64) & 1) == 1;
            }
            taken += BchCode.decode(word).isPresent() ? 1 : 0;
        }
        assertThat(taken).isLessThan(30);
    }

    @Test
    void theChanceIsTheShareOfWordsWithinReach() {
        double ball = 0;
        double choices = 1;
        for (int wrong = 0; wrong <= BchCode.CORRECTS; wrong++) {
            ball += choices;
            choices *= (BchCode.LENGTH - wrong) / (wrong + 1.0);
        }
        double share = ball / Math.pow(2, BchCode.LENGTH - BchCode.DATA);
        assertThat(share).isBetween(0.9 * BchCode.CHANCE, BchCode.CHANCE);
    }
}
