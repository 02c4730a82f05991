package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSizesTest {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "100 | 64 | The width is 100 pixels; it must be a multiple of 8, such as 96 or 104.",
        "64 | 9 | The height is 9 pixels; it must be a multiple of 8, such as 8 or 16.",
        "65 | 4095 | The width is 65 pixels and the height 4095; "
                + "both must be multiples of 8, such as 64 or 72 and 4088 or 4096.",
        "7 | 64 | The width is 7 pixels; it may be 8 to 4096.",
        "64 | 4104 | The height is 4104 pixels; it may be 8 to 4096."
    })
    void tellsTheTwoNearest(int width, int height, String sentence) {
        assertThatThrownBy(() -> request(width, height, HiresFix.NONE)).hasMessage(sentence);
    }

    @Test
    void theNearestCanBeDrawn() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            int width = random.nextInt(8, 4096);
            if (width % 8 == 0) {
                continue;
            }
            assertThatThrownBy(() -> request(width, 64, HiresFix.NONE)).satisfies(problem -> {
                int[] numbers = NUMBER.matcher(problem.getMessage()).results()
                        .mapToInt(found -> Integer.parseInt(found.group()))
                        .toArray();
                assertThat(numbers).hasSize(4);
                assertThat(numbers[2]).isBetween(width - 7, width);
                assertThat(numbers[3]).isBetween(width, width + 7);
                assertThat(request(numbers[2], 64, HiresFix.NONE).width()).isEqualTo(numbers[2]);
                assertThat(request(numbers[3], 64, HiresFix.NONE).width()).isEqualTo(numbers[3]);
            });
        }
    }

    @Test
    void aSecondPassIsRoundedDownToWhatCanBeDrawnAndNamedWhereItIsTooLarge() {
        HiresFix more = new HiresFix(1.7, 0, 0.5, Upscaler.LATENT_NEAREST);

        assertThat(request(64, 72, more).controls().hires().enlarged(64)).isEqualTo(104);
        assertThatThrownBy(() -> request(4096, 64, more))
                .hasMessage("The second pass's width is 6960 pixels; it may be 8 to 4096.");
    }

    private static GenerationRequest request(int width, int height, HiresFix hires) {
        return new GenerationRequest(
                "a fox", "", 1, 2, 3, SamplerName.EULER, ScheduleName.NORMAL, width, height, Controls.NONE.withHires(hires));
    }
}
