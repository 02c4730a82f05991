package dev.bildwerk.training.credits;

/**
 * Numbers in eight bits, with a scale for each row.
 *
 * @param values row after row
 * @param scales by which a row's values are multiplied
 */
record EightBits(byte[] values, float[] scales) {
    private static final int MOST = 127;

    static EightBits of(float[] numbers, int rows) {
        int width = numbers.length / rows;
        byte[] values = new byte[numbers.length];
        float[] scales = new float[rows];
        for (int row = 0; row < rows; row++) {
            float largest = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                largest = Math.max(largest, Math.abs(numbers[i]));
            }
            scales[row] = largest / MOST;
            for (int i = row * width; i < (row + 1) * width && largest > 0; i++) {
                values[i] = (byte) Math.round(numbers[i] / scales[row]);
            }
        }
        return new EightBits(values, scales);
    }

    float[] numbers() {
        int width = values.length / scales.length;
        float[] numbers = new float[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i] * scales[i / width];
        }
        return numbers;
    }
}
