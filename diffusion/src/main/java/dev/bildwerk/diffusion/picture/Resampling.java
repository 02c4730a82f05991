package dev.bildwerk.diffusion.picture;

/** The filters by which a picture's size is changed, with the names and formulas of Pillow. */
public enum Resampling {
    /** The mean of the pixels that fall into a new one. */
    BOX("box", 0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    BILINEAR("bilinear", 1) {
        @Override
        double weight(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** Keys 1981 with a = -0.5. */
    BICUBIC("bicubic", 2) {
        @Override
        double weight(double x) {
            double d = Math.abs(x);
            if (d < 1) {
                return (1.5 * d - 2.5) * d * d + 1;
            }
            return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
        }
    },
    LANCZOS("lanczos", 3) {
        @Override
        double weight(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final String option;
    private final double support;

    Resampling(String option, double support) {
        this.option = option;
        this.support = support;
    }

    /** As typed on the command line. */
    public String option() {
        return option;
    }

    /** How far from its middle the filter reaches, in pixels of the smaller picture. */
    double support() {
        return support;
    }

    abstract double weight(double x);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
