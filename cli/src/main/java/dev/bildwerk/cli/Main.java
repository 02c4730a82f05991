package dev.bildwerk.cli;

/** The command {@code bildwerk}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.err.println("bildwerk " + Main.class.getPackage().getImplementationVersion());
    }
}
